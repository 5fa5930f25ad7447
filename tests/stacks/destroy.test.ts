import { describe, expect, test } from "@jest/globals";
import { destroy, destroyOrder } from "../../sandbox/destroy";
import { type Planned, planned } from "../support/stacks";

type Kind = readonly [what: string, type: RegExp, name: RegExp];

/** Whoever is named first must be gone before whoever is named next. */
const orders: readonly (readonly Kind[])[] = [
  [
    ["workloads", /^kubernetes:apps\/v1:(Deployment|StatefulSet)$/, /./],
    ["controllers", /^kubernetes:helm\.sh\/v3:Release$/, /./],
    ["add-ons that run on nodes", /^aws:eks\/addon:Addon$/, /^add-ons-/],
    ["the nodes they run on", /^aws:eks\/nodeGroup:NodeGroup$/, /^system-/],
    ["add-ons that nodes need", /^aws:eks\/addon:Addon$/, /^cluster-add-on-/],
    ["the cluster", /^aws:eks\/cluster:Cluster$/, /./],
    ["subnets", /^aws:ec2\/subnet:Subnet$/, /^network-private-/],
    ["the network", /^aws:ec2\/vpc:Vpc$/, /./],
  ],
  [
    ["nodes", /^aws:eks\/nodeGroup:NodeGroup$/, /./],
    ["their way out", /^aws:ec2\/natGateway:NatGateway$/, /./],
    ["its address", /^aws:ec2\/eip:Eip$/, /./],
    ["the internet gateway", /^aws:ec2\/internetGateway:InternetGateway$/, /./],
  ],
  [
    ["records", /^aws:route53\/record:Record$/, /^automl-/],
    ["the zone", /^aws:route53\/zone:Zone$/, /./],
  ],
  [
    ["bindings", /TargetGroupBinding$/, /./],
    ["rules", /^aws:lb\/listenerRule:ListenerRule$/, /./],
    ["listeners", /^aws:lb\/listener:Listener$/, /https$/],
    ["the load balancer", /^aws:lb\/loadBalancer:LoadBalancer$/, /./],
    ["its security group", /^aws:ec2\/securityGroup:SecurityGroup$/, /^edge-/],
  ],
  [
    ["rules", /^aws:lb\/listenerRule:ListenerRule$/, /./],
    ["target groups", /^aws:lb\/targetGroup:TargetGroup$/, /./],
  ],
  [
    ["workloads", /^kubernetes:apps\/v1:Deployment$/, /^automl-(api|.*worker)/],
    ["the job that made their database", /^kubernetes:batch\/v1:Job$/, /^automl-db-/],
    ["the database server", /^aws:rds\/instance:Instance$/, /./],
    ["its subnets", /^aws:ec2\/subnet:Subnet$/, /^network-data-/],
  ],
  [
    ["workloads", /^kubernetes:apps\/v1:Deployment$/, /^automl-(api|.*worker)/],
    ["the cache's user", /^aws:elasticache\/userGroupAssociation:/, /./],
    ["the cache", /^aws:elasticache\/replicationGroup:/, /./],
  ],
];

describe.each(["prod", "staging"])("%s is taken down", (stack) => {
  let plan: Planned;
  const run = async () => (plan ??= await planned(stack));

  test.each(orders.flatMap((kinds) => kinds.slice(1).map((next, index) => [kinds[index], next] as const)))(
    "%p before %p",
    async (first, next) => {
      const order = destroyOrder(await run());
      const places = ([what, type, name]: Kind = ["nothing", /$^/, /$^/]) => {
        const found = order.flatMap((one, place) => (type.test(one.type) && name.test(one.name) ? [place] : []));
        if (found.length === 0) throw new Error(`no ${what} in ${stack}`);
        return found;
      };

      expect(Math.max(...places(first))).toBeLessThan(Math.min(...places(next)));
    },
  );
});

test("staging leaves nothing behind, and nothing refuses to go", async () => {
  const plan = await planned("staging");

  expect(destroy(plan.account, plan)).toEqual({ refused: [], left: [], monthly: 0 });
});

test("production keeps everything that is protected, and whatever that stands on", async () => {
  const plan = await planned("prod");
  const kept = plan.resources.filter(({ options }) => options.protect);

  const { refused, left } = destroy(plan.account, plan);

  expect(kept.length).toBeGreaterThan(8);
  expect(refused.length).toBeGreaterThan(0);
  const names = left.map(({ urn }) => urn);
  expect(kept.filter(({ urn }) => !names.includes(urn))).toEqual([]);
  expect(names.map((urn) => urn.split("::").at(-1))).toEqual(
    expect.arrayContaining(["postgres-server", "cluster-control-plane", "data-key-key", "automl-store-models-bucket"]),
  );
});
