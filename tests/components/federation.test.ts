import { expect, test } from "@jest/globals";
import { access } from "../../components/core/access";
import { federated, federationProblems } from "../../components/federation";

const federation = {
  audience: "https://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/pool/providers/eks",
  tokenFile: "/var/run/federation/token",
  configuration: '{"type":"external_account"}',
  variable: "GOOGLE_APPLICATION_CREDENTIALS",
};
const google = access("use the buckets at Google", { federation });

test("a pod that no other cloud knows carries nothing for it", () => {
  expect(federated([access("look", {})])).toEqual({ annotations: {}, env: {}, volumes: [], mounts: [] });
});

test("a pod finds the configuration beside its token, both in one folder that it cannot write to", () => {
  const pod = federated([google, google]);

  expect(pod.env).toEqual({ GOOGLE_APPLICATION_CREDENTIALS: "/var/run/federation/configuration.json" });
  expect(pod.mounts).toEqual([{ name: "federation", mountPath: "/var/run/federation", readOnly: true }]);
  expect(JSON.stringify(pod.volumes)).toContain(`"audience":"${federation.audience}"`);
  expect(Object.values(pod.annotations)).toEqual([federation.configuration]);
});

test("two federations are one too many, one given twice is one", () => {
  const other = access("use another cloud", { federation: { ...federation, variable: "OTHER" } });

  expect(federationProblems([google, other]).filter(Boolean)).toEqual([
    "access names 2 federations; a pod is one identity to one other cloud: leave one",
  ]);
  expect(federationProblems([google, google]).filter(Boolean)).toEqual([]);
});
