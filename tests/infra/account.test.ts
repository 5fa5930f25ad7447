import { expect, test } from "@jest/globals";
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../../components/core/component";
import { stackTags } from "../../components/core/tags";
import { account } from "../../infra/account";
import { deploy, only } from "../support/deploy";

const tags = stackTags("prod", "production", { owner: "platform", costCenter: "ml" });

class Inside extends Component {
  constructor(name: string, opts: pulumi.ComponentResourceOptions) {
    super("atelier:test:Inside", name, opts);
    new aws.ec2.Vpc(this.child("vpc"), { cidrBlock: "10.0.0.0/16" }, this.within);
    this.registerOutputs({});
  }
}

test("a stack's provider knows one account, one region and the tags of everything", async () => {
  const resources = await deploy(() => account("aws", { account: "111122223333", region: "eu-west-3", tags }));

  expect(only(resources, "pulumi:providers:aws").inputs).toMatchObject({
    region: "eu-west-3",
    allowedAccountIds: expect.stringContaining("111122223333"),
    defaultTags: expect.stringContaining('"cost-center":"ml"'),
  });
});

test("what is put there is made by that provider", async () => {
  const resources = await deploy(() => {
    const here = account("aws", { account: "111122223333", region: "eu-west-3", tags });
    new Inside("inside", here);
  });

  expect(only(resources, "aws:ec2/vpc:Vpc").options.provider).toContain(only(resources, "pulumi:providers:aws").urn);
});
