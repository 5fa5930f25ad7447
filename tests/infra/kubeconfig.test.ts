import { expect, test } from "@jest/globals";
import { kubeconfig } from "../../infra/kubeconfig";

const written = JSON.parse(
  kubeconfig({
    cluster: "prod-cluster-1",
    region: "eu-central-1",
    endpoint: "https://0123.gr7.eu-central-1.eks.amazonaws.com",
    certificateAuthority: "Y2VydGlmaWNhdGU=",
  }),
);

test("a kubeconfig asks AWS for a token each time, as whoever uses it", () => {
  expect(written.users[0].user).toEqual({
    exec: expect.objectContaining({
      command: "aws",
      args: ["--region", "eu-central-1", "eks", "get-token", "--cluster-name", "prod-cluster-1", "--output", "json"],
    }),
  });
});

test("a kubeconfig trusts one cluster at one address", () => {
  expect(written.clusters).toEqual([
    {
      name: "prod-cluster-1",
      cluster: {
        server: "https://0123.gr7.eu-central-1.eks.amazonaws.com",
        "certificate-authority-data": "Y2VydGlmaWNhdGU=",
      },
    },
  ]);
  expect(written["current-context"]).toBe("prod-cluster-1");
});
