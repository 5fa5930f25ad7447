import { expect, test } from "@jest/globals";
import { Registry, type RegistryArgs } from "../../components/registry";
import { deploy, named, settle, typed } from "../support/deploy";
import { json, key, keyArn } from "./data-parts";

const make = (args: Partial<RegistryArgs> = {}) =>
  new Registry("images", { repositories: ["automl-api", "mlflow"], key, data: "kept", ...args });
const made = (args: Partial<RegistryArgs> = {}) => deploy(() => make(args));

/** What something that a registry gives settles on. */
async function settled<T>(give: (registry: Registry) => T) {
  let given: T[] = [];
  await deploy(() => {
    given = [give(make())];
  });
  return (await settle(given))[0];
}

test("every repository is encrypted, scans what is pushed and lets no tag move", async () => {
  const repositories = typed(await made(), "aws:ecr/repository:Repository");

  expect(repositories.map(({ inputs }) => inputs["name"])).toEqual(["automl-api", "mlflow"]);
  for (const { inputs } of repositories) {
    expect(inputs).toMatchObject({
      imageTagMutability: "IMMUTABLE",
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: keyArn }],
    });
  }
});

test("failed pushes go after 14 days, and of the rest the newest are kept", async () => {
  expect(json(named(await made({ keep: 30 }), "images-mlflow-lifecycle").inputs["policy"])).toMatchObject({
    rules: [
      { rulePriority: 1, selection: { tagStatus: "untagged", countType: "sinceImagePushed", countNumber: 14 } },
      { rulePriority: 2, selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 30 } },
    ],
  });
});

test("images that are kept are protected; disposable ones go with their repository", async () => {
  expect(named(await made({ data: "kept" }), "images-mlflow")).toMatchObject({
    inputs: { forceDelete: false },
    options: { protect: true },
  });
  expect(named(await made({ data: "disposable" }), "images-mlflow")).toMatchObject({
    inputs: { forceDelete: true },
    options: { protect: false },
  });
});

test("it says where each image is", async () => {
  expect(await settled(({ urls }) => urls)).toEqual({
    "automl-api": "111122223333.dkr.ecr.eu-central-1.amazonaws.com/automl-api",
    mlflow: "111122223333.dkr.ecr.eu-central-1.amazonaws.com/mlflow",
  });
});

test("who pulls may not push, and only the token is asked of the whole registry", async () => {
  const access = await settled((registry) => registry.pull());

  expect(access?.statements).toEqual([
    {
      actions: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      resources: [
        "arn:aws:ecr:eu-central-1:111122223333:repository/automl-api",
        "arn:aws:ecr:eu-central-1:111122223333:repository/mlflow",
      ],
    },
    { actions: ["ecr:GetAuthorizationToken"], resources: ["*"] },
  ]);
});

test("who pushes may add an image and delete none", async () => {
  const access = await settled((registry) => registry.push());
  const actions = access?.statements.flatMap((statement) => statement.actions) ?? [];

  expect(actions).toContain("ecr:PutImage");
  expect(actions.filter((action) => /Delete|Policy/.test(action))).toEqual([]);
});

test.each([
  [{ repositories: [] }, "repositories is empty; name at least one, or leave the registry out"],
  [{ repositories: ["a-b", "a-b"] }, 'repository "a-b" is named twice; remove one'],
  [{ repositories: ["AutoML"] }, 'repository "AutoML" is no name; allowed are 2 to 256 lower-case letters'],
  [{ repositories: ["a"] }, 'repository "a" is no name'],
  [{ keep: 0 }, "keep is 0; allowed is a whole number from 1"],
  [{ keep: 1.5 }, "keep is 1.5; allowed is a whole number from 1"],
])("%j is refused", async (args, problem) => {
  await expect(made(args)).rejects.toThrow(problem);
});
