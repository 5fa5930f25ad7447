import { expect, test } from "@jest/globals";
import { Account } from "../../sandbox/account";
import type { Recorded } from "../../sandbox/record";
import { changed, shippedSettings } from "../support/stack-file";
import { planned } from "../support/stacks";

/** Names and prefixes that AWS holds an account or region to. Kubernetes' live in a cluster, which is the stack's own. */
const nameInputs = /^(name|namePrefix|bucketPrefix|identifier|replicationGroupId|userId|userGroupId|nodeGroupName)$/;
/** Of these a name is somebody else's: an address, a log group that is called after its cluster, a role of EKS. */
const spoken = /^aws:(route53|ec2\/vpcEndpoint|iam\/rolePolicy|acm)/;

const claimed = ({ type, inputs }: Recorded): string[] =>
  spoken.test(type) || !type.startsWith("aws:")
    ? []
    : Object.entries(inputs).flatMap(([key, value]) =>
        nameInputs.test(key) && typeof value === "string" ? [`${type} ${key} ${value}`] : [],
      );

test("two stacks of one account share no name", async () => {
  const one = (await planned("staging", { called: "review-1" })).resources.flatMap(claimed);
  const other = (await planned("staging", { called: "review-11" })).resources.flatMap(claimed);

  expect(one.length).toBeGreaterThan(50);
  expect(one.filter((name) => other.includes(name))).toEqual([]);
});

test("two stacks stand in one account side by side, without AWS refusing one for the other", async () => {
  const account = new Account({ outside: ["Z00000000EXAMPLE"] });
  await planned("staging", { account });
  const settings = changed(shippedSettings("staging"), "domain", "other.atelier.example");

  const second = await planned("staging", { account, called: "other", settings });

  expect(second.resources.length).toBeGreaterThan(200);
});

test("a stack whose name is as long as Pulumi allows is made like any other", async () => {
  const long = await planned("staging", { called: `review-${"x".repeat(93)}` });

  expect(long.resources.length).toBeGreaterThan(200);
});
