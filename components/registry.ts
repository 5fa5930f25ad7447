import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { type Access, access, type Statement } from "./core/access";
import { Component } from "./core/component";
import { type DataClass, protection } from "./core/data-class";
import { refuse } from "./core/errors";
import type { EncryptionKey } from "./core/shapes";

export interface RegistryArgs {
  /**
   * Names of the repositories, as people write them in image references: `automl-api`. They are used as they are, so
   * an account has one registry.
   */
  readonly repositories: readonly string[];
  /** Encrypts the images. */
  readonly key: EncryptionKey;
  /** What the images are worth. */
  readonly data: DataClass;
  /**
   * Images that each repository keeps, the newest. A stack that runs an older one can no longer start it.
   *
   * @default 100
   */
  readonly keep?: number;
}

// ECR API reference, CreateRepository, `repositoryName`; we allow no dots and underscores.
const repositoryName = /^(?=.{2,256}$)[a-z][a-z0-9]*([-/][a-z0-9]+)*$/;

const pulling: Statement["actions"] = [
  "ecr:BatchCheckLayerAvailability",
  "ecr:BatchGetImage",
  "ecr:GetDownloadUrlForLayer",
];
const pushing: Statement["actions"] = [
  ...pulling,
  "ecr:CompleteLayerUpload",
  "ecr:InitiateLayerUpload",
  "ecr:PutImage",
  "ecr:UploadLayerPart",
];

/** Repositories of container images: encrypted, scanned when pushed, and a tag never changes what it means. */
export class Registry extends Component {
  /** By the name of the repository: what stands in an image reference before `@sha256:`. */
  readonly urls: Readonly<Record<string, pulumi.Output<string>>>;
  private readonly arns: readonly pulumi.Output<string>[];

  /** @throws {Mistake} when a repository's name is none, is given twice, or `keep` is not a positive whole number. */
  constructor(name: string, args: RegistryArgs, opts?: pulumi.ComponentResourceOptions) {
    const { repositories, key, keep = 100 } = args;
    refuse(`registry "${name}"`, problems(repositories, keep));
    super("atelier:data:Registry", name, opts);
    const { protect, forceDestroy } = protection[args.data];

    const made = repositories.map((repository) => {
      const one = new aws.ecr.Repository(
        this.child(repository),
        {
          name: repository,
          imageTagMutability: "IMMUTABLE",
          imageScanningConfiguration: { scanOnPush: true },
          encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: key.arn }],
          forceDelete: forceDestroy,
        },
        { ...this.within, protect },
      );
      new aws.ecr.LifecyclePolicy(
        this.child(`${repository}-lifecycle`),
        { repository: one.name, policy: lifecycle(keep) },
        this.within,
      );
      return [repository, one] as const;
    });

    this.urls = Object.fromEntries(made.map(([repository, one]) => [repository, one.repositoryUrl]));
    this.arns = made.map(([, one]) => one.arn);
    this.registerOutputs({});
  }

  /** Fetch any image. */
  pull(): Access {
    return this.allow("pull from", pulling);
  }

  /** Fetch any image, and add new ones. Never change or delete what is there. */
  push(): Access {
    return this.allow("push to", pushing);
  }

  private allow(verb: string, actions: Statement["actions"]): Access {
    return access(`${verb} ${this.called}`, {
      statements: [
        { actions, resources: this.arns },
        // The token is for the account's whole registry: IAM knows no resource for this action, and the token opens
        // only what the statement above allows (service authorization reference, Amazon ECR).
        { actions: ["ecr:GetAuthorizationToken"], resources: ["*"] },
      ],
      reach: [{ to: "aws" }],
    });
  }
}

function problems(repositories: readonly string[], keep: number): (string | false)[] {
  return [
    repositories.length === 0 && "repositories is empty; name at least one, or leave the registry out",
    ...repositories.map(
      (repository, index) =>
        repositories.indexOf(repository) !== index && `repository "${repository}" is named twice; remove one`,
    ),
    ...repositories.map(
      (repository) =>
        !repositoryName.test(repository) &&
        `repository "${repository}" is no name; allowed are 2 to 256 lower-case letters and digits in words joined by - or /, a letter first`,
    ),
    (!Number.isInteger(keep) || keep < 1) && `keep is ${keep}; allowed is a whole number from 1`,
  ];
}

const lifecycle = (keep: number): string =>
  JSON.stringify({
    rules: [
      {
        rulePriority: 1,
        description: "Untagged images are failed pushes",
        selection: { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: 14 },
        action: { type: "expire" },
      },
      {
        rulePriority: 2,
        description: `Keep the newest ${keep}`,
        selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: keep },
        action: { type: "expire" },
      },
    ],
  });
