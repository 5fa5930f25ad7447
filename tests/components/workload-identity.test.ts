import { expect, test } from "@jest/globals";
import type { Access } from "../../components/core/access";
import { WorkloadIdentity } from "../../components/workload-identity";
import { deploy, only, settle, typed } from "../support/deploy";
import { cluster, database, readModels } from "./workload-parts";

async function made(access: readonly Access[]) {
  const identities: WorkloadIdentity[] = [];
  const resources = await deploy(() =>
    identities.push(new WorkloadIdentity("api", { cluster: cluster(), namespace: "automl", access })),
  );
  return { resources, identities };
}

test("a service account's token is not put into its pods, and it goes with the cluster", async () => {
  const { resources } = await made([]);
  const account = only(resources, "kubernetes:core/v1:ServiceAccount");

  expect(account.inputs).toMatchObject({
    metadata: { name: "api", namespace: "automl" },
    automountServiceAccountToken: false,
  });
  expect(account.options.deletedWith).toMatch(/::control-plane$/);
});

test("an access without a permission in AWS makes nothing in AWS", async () => {
  const { resources } = await made([database()]);

  expect(typed(resources, "atelier:workload:PodIdentity")).toEqual([]);
  expect(typed(resources, "aws:iam/role:Role")).toEqual([]);
});

test("an access with a permission makes one role, for that very service account", async () => {
  const { resources } = await made([database(), readModels]);
  const association = only(resources, "aws:eks/podIdentityAssociation:PodIdentityAssociation");

  expect(association.inputs).toMatchObject({ namespace: "automl", serviceAccount: "api" });
});

test("what pods must wait for is the service account, and the role where there is one", async () => {
  const ready = async (access: readonly Access[]) => {
    const { identities } = await made(access);
    return Promise.all(identities.flatMap((identity) => identity.ready).map((resource) => settle(resource.urn)));
  };

  expect(await ready([])).toEqual([expect.stringMatching(/::api-account$/)]);
  expect(await ready([readModels])).toEqual([
    expect.stringMatching(/::api-account$/),
    expect.stringMatching(/::api-association$/),
  ]);
});
