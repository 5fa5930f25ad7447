import { describe, expect, test } from "@jest/globals";
import type { Backend } from "../../components/core/shapes";
import { Route, type RouteArgs } from "../../infra/route";
import type { Recorded } from "../../sandbox/record";
import { deploy, named, only } from "../support/deploy";
import { backend, cluster, edge, front, here } from "./edge-parts";

const made = (differences: Partial<RouteArgs> = {}): Promise<readonly Recorded[]> =>
  deploy(() => {
    const where = here();
    new Route("api", { front: front(), cluster: cluster(where), host: "api", backend, ...differences }, where);
  });

const binding = (resources: readonly Recorded[]) =>
  only(resources, "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding");
const targets = (resources: readonly Recorded[]) => only(resources, "aws:lb/targetGroup:TargetGroup");

/** Everything that a resource depends on, however far away: a destroy takes it down after the resource. */
function needs(resources: readonly Recorded[], of: Recorded): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [...of.dependencies];
  for (let urn = open.pop(); urn !== undefined; urn = open.pop()) {
    if (found.has(urn)) continue;
    found.add(urn);
    open.push(...(resources.find((resource) => resource.urn === urn)?.dependencies ?? []));
  }
  return found;
}

describe("a route", () => {
  test("is a target group, a rule, a binding and a record, each beneath it", async () => {
    const resources = (await made()).filter(({ name }) => name.startsWith("api"));

    expect(resources.map(({ name, type }) => [name, type]).sort()).toEqual([
      ["api", "atelier:infra:Route"],
      ["api-binding", "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding"],
      ["api-record", "aws:route53/record:Record"],
      ["api-rule", "aws:lb/listenerRule:ListenerRule"],
      ["api-targets", "aws:lb/targetGroup:TargetGroup"],
    ]);
    for (const child of resources.slice(1)) expect(child.parent).toBe(resources[0]?.urn);
  });

  test("asks the path of the contract for health, where it answers, and takes nothing but 200", async () => {
    const healthCheck = async (differences: Partial<Backend>) =>
      targets(await made({ backend: { ...backend, ...differences } })).inputs["healthCheck"];

    expect(await healthCheck({})).toMatchObject({ path: "/health", port: "traffic-port", matcher: "200" });
    expect(await healthCheck({ healthPath: "/health/ready", healthPort: 9000 })).toMatchObject({
      path: "/health/ready",
      port: "9000",
      matcher: "200",
    });
  });

  test("answers for its host name, under its own number and as an alias of the load balancer", async () => {
    const resources = await made();

    expect(only(resources, "aws:lb/listenerRule:ListenerRule").inputs).toMatchObject({
      priority: 3,
      conditions: [{ hostHeader: { values: ["api.ml.atelier.example"] } }],
      actions: [{ type: "forward", targetGroupArn: targets(resources).outputs["arn"] }],
    });
    expect(only(resources, "aws:route53/record:Record").inputs).toMatchObject({
      name: "api.ml.atelier.example",
      type: "A",
      zoneId: "Z0STACKEXAMPLE",
      aliases: [{ name: "edge-1.eu-central-1.elb.amazonaws.com", zoneId: "Z215JYRZR1TBD5" }],
    });
  });

  test("of @ is the domain itself", async () => {
    let url = "";
    const resources = await deploy(() => {
      const where = here();
      url = new Route("landing", { front: front(), cluster: cluster(where), host: "@", backend }, where).url;
    });

    expect(url).toBe("https://ml.atelier.example");
    expect(only(resources, "aws:route53/record:Record").inputs["name"]).toBe("ml.atelier.example");
  });

  test("registers pods only: the security groups stay Pulumi's", async () => {
    const { inputs } = binding(await made());

    expect(inputs["spec"]).toEqual({
      targetGroupARN: expect.stringMatching(/^arn:aws:elasticloadbalancing:/),
      targetType: "ip",
      serviceRef: { name: "api", port: 8000 },
    });
    expect(inputs["metadata"]).toMatchObject({ namespace: "automl" });
  });

  test("binds pods once the rule and the controller stand, and goes down with the cluster", async () => {
    const resources = await made();
    const { dependencies, options } = binding(resources);

    expect(dependencies).toEqual(
      expect.arrayContaining([
        named(resources, "api-rule").urn,
        named(resources, "api-targets").urn,
        named(resources, "controller").urn,
      ]),
    );
    expect(options.deletedWith).toBe(named(resources, "control-plane").urn);
    expect(options.provider).toContain("pulumi:providers:kubernetes::kubernetes");
  });

  test("waits for the firewall of its edge", async () => {
    const resources = await deploy(() => {
      const where = here();
      new Route("api", { front: edge(where), cluster: cluster(where), host: "api", backend }, where);
    });

    expect(named(resources, "api-rule").dependencies).toEqual(
      expect.arrayContaining([
        named(resources, "edge-firewall-association").urn,
        named(resources, "edge-balancer-pods-8000").urn,
        named(resources, "edge-balancer-https").urn,
      ]),
    );
  });

  test.each([
    ["api-record", "edge-dns-zone"],
    ["api-record", "api-rule"],
    ["api-rule", "edge-balancer-https"],
    ["api-rule", "api-targets"],
    ["api-binding", "api-rule"],
    ["edge-firewall-association", "edge-balancer-alb"],
    ["edge-balancer-https", "edge-tls-certificate"],
    ["edge-tls-validation", "edge-dns-zone"],
  ])("is taken down in order: %s before %s", async (first, then) => {
    const resources = await deploy(() => {
      const where = here();
      new Route("api", { front: edge(where), cluster: cluster(where), host: "api", backend }, where);
    });

    expect(needs(resources, named(resources, first))).toContain(named(resources, then).urn);
  });

  test("on another port has another target group and binding, so that the old ones serve until it does", async () => {
    const names = async (port: number) => {
      const resources = await made({ backend: { ...backend, port } });
      return [targets(resources).inputs["name"], binding(resources).inputs["metadata"]];
    };

    const [before, after] = [await names(8000), await names(8001)];
    expect(after[0]).not.toBe(before[0]);
    expect(after[1]).not.toEqual(before[1]);
    expect(await names(8000)).toEqual(before);
  });

  test.each([
    [undefined, false],
    [true, true],
  ] as const)("sticky %s keeps a browser with its pod: %s", async (sticky, enabled) => {
    const { inputs } = targets(await made(sticky === undefined ? {} : { sticky }));

    expect(inputs["stickiness"]).toEqual({ type: "lb_cookie", enabled, cookieDuration: 86_400 });
    expect(inputs["loadBalancingAlgorithmType"]).toBe("least_outstanding_requests");
    expect(inputs["slowStart"]).toBeUndefined();
  });

  test.each([
    [undefined, 60],
    ["5 minutes", 300],
    ["0 seconds", 0],
    ["60 minutes", 3600],
  ] as const)("drain %s lets a leaving pod finish for %d seconds", async (drain, seconds) => {
    const { inputs } = targets(await made(drain === undefined ? {} : { drain }));

    expect(inputs["deregistrationDelay"]).toBe(seconds);
  });

  test.each(["61 minutes", "-1 seconds"] as const)("refuses to drain for %s", async (drain) => {
    await expect(made({ drain })).rejects.toThrow(
      `route "api":\n  - drain is "${drain}"; allowed: 0 seconds to 60 minutes`,
    );
  });

  test("refuses a host that its edge does not know, before anything is made", async () => {
    const resources = deploy(() => {
      const where = here();
      new Route("api", { front: edge(where), cluster: cluster(where), host: "apo", backend }, where);
    });

    await expect(resources).rejects.toThrow(/no route for host "apo"; allowed: @, api, app, keycloak/);
  });
});
