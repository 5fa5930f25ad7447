import { describe, expect, test } from "@jest/globals";
import { Edge, type EdgeArgs } from "../../infra/edge";
import type { Recorded } from "../../sandbox/record";
import { deploy, named, only, typed } from "../support/deploy";
import { edge, edgeArgs, here } from "./edge-parts";

const made = (differences: Partial<EdgeArgs> = {}): Promise<readonly Recorded[]> =>
  deploy(() => edge(here(), differences));

/** Of the edge, without what it stands on. */
const parts = (resources: readonly Recorded[]) => resources.filter(({ name }) => name.startsWith("edge"));

describe("an edge", () => {
  test("is these resources, each beneath the part that made it", async () => {
    const resources = await made();

    expect(
      parts(resources)
        .map(({ name, type, parent }) => `${parent?.split("::").at(-1) ?? ""} > ${type} ${name}`)
        .sort(),
    ).toEqual([
      "atelier-test > atelier:infra:Edge edge",
      "edge > atelier:infra:Certificate edge-tls",
      "edge > atelier:infra:Firewall edge-firewall",
      "edge > atelier:infra:LoadBalancer edge-balancer",
      "edge > atelier:infra:Zone edge-dns",
      "edge-balancer > aws:ec2/securityGroup:SecurityGroup edge-balancer-group",
      "edge-balancer > aws:lb/listener:Listener edge-balancer-http",
      "edge-balancer > aws:lb/listener:Listener edge-balancer-https",
      "edge-balancer > aws:lb/loadBalancer:LoadBalancer edge-balancer-alb",
      "edge-balancer > aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule edge-balancer-out-8000",
      "edge-balancer > aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule edge-balancer-out-8080",
      "edge-balancer > aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule edge-balancer-out-8501",
      "edge-balancer > aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule edge-balancer-out-9000",
      "edge-balancer > aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule edge-balancer-in-443",
      "edge-balancer > aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule edge-balancer-in-80",
      "edge-balancer > aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule edge-balancer-pods-8000",
      "edge-balancer > aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule edge-balancer-pods-8080",
      "edge-balancer > aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule edge-balancer-pods-8501",
      "edge-balancer > aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule edge-balancer-pods-9000",
      "edge-dns > aws:route53/record:Record edge-dns-delegation",
      "edge-dns > aws:route53/zone:Zone edge-dns-zone",
      "edge-firewall > aws:cloudwatch/logGroup:LogGroup edge-firewall-log",
      "edge-firewall > aws:wafv2/ipSet:IpSet edge-firewall-own-addresses",
      "edge-firewall > aws:wafv2/webAcl:WebAcl edge-firewall-acl",
      "edge-firewall > aws:wafv2/webAclAssociation:WebAclAssociation edge-firewall-association",
      "edge-firewall > aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration edge-firewall-logging",
      "edge-tls > aws:acm/certificate:Certificate edge-tls-certificate",
      "edge-tls > aws:acm/certificateValidation:CertificateValidation edge-tls-issued",
      "edge-tls > aws:route53/record:Record edge-tls-validation",
    ]);
  });

  test("opens to the world on 443 and 80 and nowhere else", async () => {
    const world = typed(await made(), "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").filter(
      ({ inputs }) => inputs["cidrIpv4"] !== undefined,
    );

    expect(world.map(({ inputs }) => inputs)).toEqual([
      expect.objectContaining({ cidrIpv4: "0.0.0.0/0", ipProtocol: "tcp", fromPort: 443, toPort: 443 }),
      expect.objectContaining({ cidrIpv4: "0.0.0.0/0", ipProtocol: "tcp", fromPort: 80, toPort: 80 }),
    ]);
  });

  test("reaches the pods on each port once, health ports too, and nothing else at all", async () => {
    const resources = await made();
    const group = named(resources, "edge-balancer-group").id;
    const out = typed(resources, "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule");
    const into = typed(resources, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").filter(
      ({ inputs }) => inputs["referencedSecurityGroupId"] !== undefined,
    );

    const pods = "sg-0000000000000000a";
    const ports = [8000, 8080, 8501, 9000];
    expect(out.map(({ inputs }) => inputs)).toEqual(
      ports.map((port) =>
        expect.objectContaining({
          securityGroupId: group,
          referencedSecurityGroupId: pods,
          ipProtocol: "tcp",
          fromPort: port,
          toPort: port,
        }),
      ),
    );
    expect(into.map(({ inputs }) => inputs)).toEqual(
      ports.map((port) =>
        expect.objectContaining({
          securityGroupId: pods,
          referencedSecurityGroupId: group,
          ipProtocol: "tcp",
          fromPort: port,
          toPort: port,
        }),
      ),
    );
  });

  test("says of every rule what it is for", async () => {
    const rules = (await made()).filter(({ type }) => type.startsWith("aws:vpc/securityGroup"));

    expect(rules).toHaveLength(10);
    for (const { inputs } of rules) expect(inputs["description"]).toMatch(/\w+ \w+/);
  });

  test("speaks TLS 1.2 and 1.3, redirects the rest, and answers 404 to what no route claims", async () => {
    const resources = await made();

    expect(named(resources, "edge-balancer-http").inputs).toMatchObject({
      port: 80,
      defaultActions: [{ type: "redirect", redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" } }],
    });
    expect(named(resources, "edge-balancer-https").inputs).toMatchObject({
      port: 443,
      protocol: "HTTPS",
      sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
      defaultActions: [{ type: "fixed-response", fixedResponse: { statusCode: "404" } }],
      routingHttpResponseStrictTransportSecurityHeaderValue: "max-age=31536000",
      routingHttpResponseServerEnabled: false,
    });
  });

  test("is public, in the public subnets, hardened, patient with uploads, and logs once the bucket's policy stands", async () => {
    const resources = await made();
    const balancer = only(resources, "aws:lb/loadBalancer:LoadBalancer");

    expect(balancer.inputs).toMatchObject({
      internal: false,
      subnets: ["subnet-0000000000000000a", "subnet-0000000000000000b"],
      dropInvalidHeaderFields: true,
      desyncMitigationMode: "defensive",
      enableXffClientPort: false,
      idleTimeout: 300,
      accessLogs: { bucket: only(resources, "aws:s3/bucket:Bucket").outputs["bucket"], enabled: true },
    });
    expect(balancer.dependencies).toContain(only(resources, "aws:s3/bucketPolicy:BucketPolicy").urn);
    expect(String(balancer.inputs["name"])).toMatch(/^[a-z][a-z0-9-]{0,31}$/);
  });

  test.each([
    ["kept", true],
    ["rebuildable", false],
    ["disposable", false],
  ] as const)("with %s data is protected from deletion: %s", async (data, protect) => {
    const resources = await made({ data });

    const balancer = only(resources, "aws:lb/loadBalancer:LoadBalancer");
    expect(balancer.inputs["enableDeletionProtection"]).toBe(protect);
    expect(balancer.options.protect).toBe(protect);
    const zone = only(resources, "aws:route53/zone:Zone");
    expect(zone.options.protect).toBe(protect);
    expect(zone.inputs["forceDestroy"]).toBe(!protect);
  });

  test("with a parent zone makes its own and delegates to it before the certificate is waited for", async () => {
    const resources = await made();
    const delegation = named(resources, "edge-dns-delegation");

    expect(delegation.inputs).toMatchObject({ zoneId: "Z0PARENTEXAMPLE", name: "ml.atelier.example", type: "NS" });
    expect(named(resources, "edge-tls-validation").inputs["zoneId"]).toBe(
      only(resources, "aws:route53/zone:Zone").outputs["zoneId"],
    );
    expect(named(resources, "edge-tls-issued").dependencies).toContain(delegation.urn);
  });

  test("with an existing zone makes only records in it", async () => {
    const resources = await made({ hostedZone: { existing: "Z0EXISTINGEXAMPLE" } });

    expect(typed(resources, "aws:route53/zone:Zone")).toEqual([]);
    expect(typed(resources, "aws:route53/record:Record").map(({ inputs }) => inputs["zoneId"])).toEqual([
      "Z0EXISTINGEXAMPLE",
    ]);
  });

  test("tells routes to wait for the firewall, the open ports and the delegation", async () => {
    let ready: readonly string[] = [];
    await deploy(async () => {
      const resources = edge(here()).ready;
      ready = await Promise.all(
        resources.map(
          ({ urn }) =>
            new Promise<string>((resolve) => {
              urn.apply((known) => resolve(known.split("::").at(-1) ?? ""));
            }),
        ),
      );
    });

    expect(ready).toEqual([
      "edge-dns-delegation",
      ...[8000, 8080, 8501, 9000].flatMap((port) => [`edge-balancer-out-${port}`, `edge-balancer-pods-${port}`]),
      "edge-firewall-association",
      "edge-firewall-logging",
    ]);
  });

  test("limits only the hosts that ask for it, under their full names", async () => {
    const acl = only(await made(), "aws:wafv2/webAcl:WebAcl");

    expect(JSON.stringify(acl.inputs["rules"])).toContain('"searchString":"api.ml.atelier.example"');
    expect(JSON.stringify(acl.inputs["rules"])).not.toContain("app.ml.atelier.example");
  });

  test("numbers the rule of each of its hosts, and refuses a host that is not one", async () => {
    const numbers: number[] = [];
    let unknown: () => number = () => 0;
    await deploy(() => {
      const { priorityOf } = edge(here());
      numbers.push(...["@", "api", "app", "keycloak"].map(priorityOf));
      unknown = () => priorityOf("apo");
    });

    expect(new Set(numbers).size).toBe(4);
    expect(unknown).toThrow(
      'edge "edge": no route for host "apo"; allowed: @, api, app, keycloak; add it to the edge\'s routes',
    );
  });
});

describe("an edge refuses", () => {
  test.each<readonly [string, Partial<EdgeArgs>, RegExp]>([
    ["a port that is none", { routes: [{ host: "api", port: 0 }] }, /port 0 is none; allowed: 1 to 65535/],
    ["half a health port", { routes: [{ host: "api", port: 80, healthPort: 80.5 }] }, /port 80.5 is none/],
    [
      "two routes for one host",
      {
        routes: [
          { host: "api", port: 8000 },
          { host: "api", port: 8001 },
        ],
      },
      /host "api" is given twice/,
    ],
    [
      "a limit that AWS cannot count",
      { routes: [{ host: "api", port: 8000, requestsPerMinute: 9 }] },
      /requestsPerMinute of api.ml.atelier.example is 9; allowed: a whole number from 10 to 2000000000/,
    ],
    [
      "a domain too long for a certificate",
      { domain: `${"a".repeat(57)}.example` },
      /has 65 characters; allowed in a certificate: 64/,
    ],
  ])("%s", async (_, differences, message) => {
    await expect(made(differences)).rejects.toThrow(message);
  });

  test("everything at once", async () => {
    const routes = [
      { host: "api.v1", port: 8000, requestsPerMinute: 9 },
      { host: "app", port: -1 },
    ];
    await expect(made({ domain: `${"a".repeat(57)}.example`, routes })).rejects.toThrow(
      /^edge "edge":\n {2}- "a+.example" has 65.*\n {2}- host "api.v1" is not.*\n {2}- port -1 is.*\n {2}- requestsPerMinute of.*$/,
    );
  });

  test("but takes a domain and a limit that just fit, and no routes at all", async () => {
    const domain = `${"a".repeat(56)}.example`;
    await expect(
      made({ domain, routes: [{ host: "api", port: 65_535, requestsPerMinute: 10 }] }),
    ).resolves.toBeDefined();
    await expect(made({ routes: [] })).resolves.toBeDefined();
  });
});

test("two edges in one stack share no name", async () => {
  const resources = await deploy(() => {
    const where = here();
    const args = edgeArgs(where);
    new Edge("edge", args, where);
    new Edge("second", { ...args, domain: "dl.atelier.example" }, where);
  });

  const names = resources.flatMap(({ type, inputs }) =>
    typeof inputs["name"] === "string" && type.startsWith("aws:") ? [`${type} ${inputs["name"]}`] : [],
  );
  expect(new Set(names).size).toBe(names.length);
});
