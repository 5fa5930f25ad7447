import * as pulumi from "@pulumi/pulumi";
import { Account } from "../../sandbox/account";
import { run } from "../../sandbox/run";

// A process of its own for what jest would catch itself: an error that the SDK reports as an unhandled rejection.

class Bucket extends pulumi.CustomResource {
  constructor(name: string, bucket: pulumi.Input<string>) {
    super("aws:s3/bucket:Bucket", name, { bucket });
  }
}

const fails = (): never => {
  throw new Error("inside apply");
};

const attempt = (bucket: pulumi.Input<string>) =>
  run(() => new Bucket("b", bucket), {
    project: "atelier",
    stack: "test",
    account: new Account(),
    defaultProviders: true,
  });

async function main(): Promise<void> {
  const failure: unknown = await attempt(pulumi.output("models").apply(fails)).catch((error: unknown) => error);
  console.log(`caught: ${failure instanceof Error ? failure.message.split(": ").at(-1) : failure}`);
  const { resources } = await attempt("models");
  console.log(`second run: ${resources.filter(({ custom }) => custom).length} resource`);
}

void main();
