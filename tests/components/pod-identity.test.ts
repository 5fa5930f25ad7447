import { expect, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import { type Access, access } from "../../components/core/access";
import { PodIdentity } from "../../components/pod-identity";
import { deploy, named, only, typed } from "../support/deploy";
import { readModels } from "./workload-parts";

const made = (given: readonly Access[]) =>
  deploy(
    () =>
      new PodIdentity("api", {
        cluster: { name: pulumi.output("cluster") },
        namespace: "automl",
        serviceAccount: "api",
        access: given,
      }),
  );

const parsed = (text: unknown): unknown => JSON.parse(String(text));

test("the role is trusted to one service account of one namespace of one cluster", async () => {
  const role = only(await made([readModels]), "aws:iam/role:Role");

  expect(parsed(role.inputs["assumeRolePolicy"])).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "pods.eks.amazonaws.com" },
        Action: ["sts:AssumeRole", "sts:TagSession"],
        Condition: {
          StringEquals: {
            "aws:RequestTag/eks-cluster-name": "cluster",
            "aws:RequestTag/kubernetes-namespace": "automl",
            "aws:RequestTag/kubernetes-service-account": "api",
          },
        },
      },
    ],
  });
});

test("the role's policy is what the access allows, and readers may not write", async () => {
  const { inputs } = only(await made([readModels]), "aws:iam/rolePolicy:RolePolicy");

  expect(parsed(inputs["policy"])).toEqual({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::models/*"] }],
  });
});

test("nobody gets the role before it has its policy", async () => {
  const resources = await made([readModels]);
  const association = only(resources, "aws:eks/podIdentityAssociation:PodIdentityAssociation");

  expect(association.inputs).toMatchObject({ clusterName: "cluster", namespace: "automl", serviceAccount: "api" });
  expect(association.dependencies).toContain(named(resources, "api-policy").urn);
});

test("every child sits beneath the identity", async () => {
  const resources = await made([readModels]);
  const { urn } = only(resources, "atelier:workload:PodIdentity");
  const children = resources.filter(({ name }) => name.startsWith("api-"));

  expect(children.map(({ name }) => name).sort()).toEqual(["api-association", "api-policy", "api-role"]);
  for (const { parent } of children) expect(parent).toBe(urn);
});

test("an identity without a permission is refused rather than made empty", async () => {
  await expect(made([access("nothing", {})])).rejects.toThrow(
    'pod identity "api":\n  - no access has a statement, so there is no role to make; leave the pod identity out',
  );
});

test("a wildcard action is refused by name, with the access that brought it", async () => {
  const everything = access("all of S3", { statements: [{ actions: ["s3:*"], resources: ["arn:aws:s3:::models"] }] });

  await expect(made([readModels, everything])).rejects.toThrow('"all of S3" allows s3:*, a wildcard; name each action');
  expect(typed(await made([readModels]), "aws:iam/role:Role")).toHaveLength(1);
});
