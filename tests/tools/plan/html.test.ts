import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { Secret } from "../../../sandbox/record";
import { html, Markup } from "../../../tools/plan/html/markup";
import { page } from "../../../tools/plan/html/page";
import { pictureOf } from "../../../tools/plan/html/picture";
import { tierFinder } from "../../../tools/plan/html/tiers";
import type { Plan } from "../../../tools/plan/plan";
import { recorded, stack } from "../recorded";

const subnet = (name: string) => recorded("aws:ec2/subnet:Subnet", name, { id: `subnet-${name}` });
const association = (name: string, table: string) =>
  recorded("aws:ec2/routeTableAssociation:RouteTableAssociation", name, {
    inputs: { subnetId: `subnet-${name}`, routeTableId: table },
  });
const network = [
  ...["public", "private", "data"].flatMap((name) => [subnet(name), association(name, `table-${name}`)]),
  recorded("aws:ec2/route:Route", "out", { inputs: { routeTableId: "table-public", gatewayId: "igw" } }),
  recorded("aws:ec2/route:Route", "nat", { inputs: { routeTableId: "table-private", natGatewayId: "nat" } }),
];

const group = recorded("aws:rds/subnetGroup:SubnetGroup", "group", {
  id: "group-1",
  inputs: { subnetIds: ["subnet-data"] },
  outputs: { name: "group-1" },
});
const database = recorded("aws:rds/instance:Instance", "db", {
  inputs: { dbSubnetGroupName: "group-1", instanceClass: "db.t4g.small", multiAz: true },
});
const acl = recorded("aws:wafv2/webAcl:WebAcl", "firewall", { inputs: { rules: [1, 2] }, outputs: { arn: "acl" } });
const guard = recorded("aws:wafv2/webAclAssociation:WebAclAssociation", "guard", {
  inputs: { webAclArn: "acl", resourceArn: "lb" },
});
const balancer = recorded("aws:lb/loadBalancer:LoadBalancer", "balancer", {
  inputs: { subnets: ["subnet-public"] },
  outputs: { arn: "lb", dnsName: "lb.example" },
});
const record = recorded("aws:route53/record:Record", "name", {
  inputs: { name: "app.atelier.example", aliases: [{ name: "lb.example" }] },
});
const workload = recorded("atelier:workload:Workload", "api", { parent: stack.urn });
const deployment = recorded("kubernetes:apps/v1:Deployment", "api-pods", {
  parent: workload.urn,
  inputs: { spec: { replicas: 2, selector: { matchLabels: { app: "api" } } } },
});
const service = recorded("kubernetes:core/v1:Service", "api-service", {
  parent: workload.urn,
  inputs: { metadata: { name: "api" }, spec: { selector: { app: "api" } } },
});
const secret = recorded("kubernetes:core/v1:Secret", "api-secret", {
  parent: workload.urn,
  dependencies: [database.urn],
});
const binding = recorded("kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding", "binding", {
  inputs: { spec: { serviceRef: { name: "api", port: 8000 } } },
});
const platform = [
  stack,
  ...network,
  group,
  database,
  acl,
  guard,
  balancer,
  record,
  workload,
  deployment,
  service,
  secret,
];

const planned = (resources: Plan["resources"], given: Partial<Plan> = {}): Plan => ({
  stack: "test",
  region: "eu-central-1",
  resources,
  outputs: {},
  needs: [],
  notices: [],
  cost: { currency: "USD", monthly: 0, lines: [], byUse: [] },
  timing: { createSeconds: 1, sumSeconds: 1, criticalPath: [] },
  ...given,
});

describe("the tier of what stands in subnets", () => {
  const tierOf = tierFinder([...network, group]);
  test.each([
    ["public, with a route to the internet", { subnets: ["subnet-public"] }, "public"],
    ["private, with a route through NAT", { vpcConfig: { subnetIds: ["subnet-private"] } }, "private"],
    ["isolated, with none", { subnetId: "subnet-data" }, "isolated"],
    ["that of its subnet group", { dbSubnetGroupName: "group-1" }, "isolated"],
    ["none, when it names no subnet", { name: "x" }, undefined],
  ])("is %s", (_, inputs, tier) => {
    expect(tierOf(recorded("aws:x/y:Z", "x", { inputs }))).toBe(tier);
  });
});

describe("the picture", () => {
  const { boxes, lines } = pictureOf([...platform, binding]);
  const line = (from: { urn: string }, to: { urn: string }) => ({ from: from.urn, to: to.urn });

  test("shows each thing where its routes put it", () => {
    expect(boxes.map(({ band, title, detail }) => [band, title, detail])).toEqual([
      ["internet", "app", "app.atelier.example"],
      ["isolated", "db", "PostgreSQL, db.t4g.small, standby"],
      ["edge", "firewall", "firewall, 2 rules"],
      ["public", "balancer", "load balancer"],
      ["private", "api", "pods, 2"],
    ]);
  });

  test("leads from a public name through the firewall and the load balancer to pods and their data", () => {
    expect(lines).toEqual([
      line(acl, balancer),
      line(record, acl),
      line(balancer, deployment),
      line(deployment, database),
    ]);
  });

  test("leads nowhere without a binding, and past a firewall that is not there", () => {
    const bare = pictureOf(platform.filter(({ urn }) => urn !== guard.urn)).lines;
    expect(bare).toEqual([line(record, balancer), line(deployment, database)]);
  });
});

describe("markup", () => {
  test("escapes every value but markup itself", () => {
    const { text } = html`<b title="${`"'&`}">${"<i>"}${new Markup("<u>")}${["<", 1]}</b>`;
    expect(text).toBe('<b title="&quot;&#39;&amp;">&lt;i&gt;<u>&lt;1</b>');
  });

  test("keeps any text inside its element", () => {
    fc.assert(fc.property(fc.string(), (value) => !/[<>"']/.test(html`${value}`.text)));
  });
});

describe("the page", () => {
  const attack = `"><script>alert(1)</script><img src=x onerror='alert(1)'>`;
  const hostile = planned(
    [
      stack,
      recorded("atelier:data:Store", attack, { parent: stack.urn }),
      recorded("aws:s3/bucket:Bucket", attack, { inputs: { name: attack }, parent: stack.urn }),
      recorded("aws:route53/record:Record", "r", { inputs: { name: attack, aliases: [{ name: "lb.example" }] } }),
      balancer,
    ],
    { outputs: { [attack]: attack }, notices: [attack], stack: attack, region: attack },
  );

  test("cannot be broken by any value", () => {
    const text = page(hostile);
    expect(text.match(/<script/g)).toHaveLength(1);
    expect(text).not.toContain("<img");
    expect(text).toContain("&lt;script&gt;alert(1)");
  });

  test("asks for nothing from anywhere and forbids itself to", () => {
    const text = page(planned([...platform, binding]));
    expect(text).toContain(
      html`content="${"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"}"`.text,
    );
    expect(text).not.toMatch(/\b(src|href)=|url\(|@import/);
  });

  test("can be read without its script: every resource and every number is in the text", () => {
    const [markup = ""] = page(planned([...platform, binding])).split("<script>");
    for (const { name } of platform.slice(1)) expect(markup).toContain(name);
    expect(markup).toContain("app (app.atelier.example) leads to firewall (firewall, 2 rules)");
  });

  test("shows no secret", () => {
    const hidden = recorded("aws:x/y:Z", "x", { inputs: { password: new Secret("hunter2") } });
    const text = page(planned([stack, hidden], { outputs: { password: new Secret("hunter2") } }));
    expect(text).not.toContain("hunter2");
    expect(text).toContain("[secret]");
  });
});
