import { describe, expect, test } from "@jest/globals";
import * as aws from "@pulumi/aws";
import type { NetworkArgs } from "../../infra/network";
import { chooseZones } from "../../infra/zones";
import { deploy, named, only, settle, typed } from "../support/deploy";
import { here, key, makeNetwork, needs } from "./ground";

const made = (differences: Partial<NetworkArgs> = {}, region?: string) =>
  deploy(
    () => {
      makeNetwork(here(region), differences);
    },
    region === undefined ? {} : { account: { region } },
  );

const subnets = "aws:ec2/subnet:Subnet";

describe("a network", () => {
  test("has a public, a private and a data subnet in each zone, where the plan puts them", async () => {
    const resources = await made();

    expect(typed(resources, subnets).map(({ name, inputs }) => [name, inputs["cidrBlock"]])).toEqual([
      ["network-public-a", "10.20.32.0/22"],
      ["network-private-a", "10.20.0.0/19"],
      ["network-data-a", "10.20.36.0/22"],
      ["network-public-b", "10.20.96.0/22"],
      ["network-private-b", "10.20.64.0/19"],
      ["network-data-b", "10.20.100.0/22"],
      ["network-public-c", "10.20.160.0/22"],
      ["network-private-c", "10.20.128.0/19"],
      ["network-data-c", "10.20.164.0/22"],
    ]);
  });

  test("gives nothing a public address by itself", async () => {
    for (const { inputs } of typed(await made(), subnets)) expect(inputs["mapPublicIpOnLaunch"]).toBe(false);
  });

  test("names zones by id, in order, and never moves a subnet that is there", async () => {
    const resources = await made();

    expect(
      ["a", "b", "c"].map((zone) => named(resources, `network-data-${zone}`, subnets).inputs["availabilityZoneId"]),
    ).toEqual(["euc1-az1", "euc1-az2", "euc1-az3"]);
    for (const { options } of typed(resources, subnets)) expect(options.ignoreChanges).toEqual(["availabilityZoneId"]);
  });

  test("leaves out the zones where EKS refuses its control plane", async () => {
    const resources = await made({ zones: 3 }, "us-east-1");

    expect(typed(resources, subnets).map(({ inputs }) => inputs["availabilityZoneId"])).not.toContain("use1-az3");
    expect(named(resources, "network-data-c", subnets).inputs["availabilityZoneId"]).toBe("use1-az4");
  });

  test("is refused when its addresses are too few, before anything is made", async () => {
    await expect(made({ cidr: "10.20.0.0/20" })).rejects.toThrow("the smallest that fits is a /17");
  });

  test("closes the security group that AWS makes with it", async () => {
    const { inputs } = only(await made(), "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup");

    expect(inputs["ingress"]).toBeUndefined();
    expect(inputs["egress"]).toBeUndefined();
  });

  test("another zone changes nothing about those there are", async () => {
    const describe = async (zones: 2 | 3) =>
      typed(await made({ zones, egress: "one-nat" }), subnets).map(({ urn, inputs }) => [urn, inputs]);

    expect((await describe(3)).slice(0, 6)).toEqual(await describe(2));
  });
});

describe("the way out", () => {
  test("is one NAT gateway for all zones, or one for each", async () => {
    const gateways = async (egress: NetworkArgs["egress"]) =>
      typed(await made({ egress }), "aws:ec2/natGateway:NatGateway").map(({ name }) => name);

    expect(await gateways("one-nat")).toEqual(["network-nat-a"]);
    expect(await gateways("nat-per-zone")).toEqual(["network-nat-a", "network-nat-b", "network-nat-c"]);
  });

  test("leads from each private subnet through its zone's gateway, or through the only one", async () => {
    const through = async (egress: NetworkArgs["egress"]) => {
      const resources = await made({ egress });
      const gateways = new Map(
        typed(resources, "aws:ec2/natGateway:NatGateway").map(({ id, name }): [unknown, string] => [id, name]),
      );
      return ["a", "b", "c"].map((zone) =>
        gateways.get(named(resources, `network-private-${zone}-internet`).inputs["natGatewayId"]),
      );
    };

    expect(await through("one-nat")).toEqual(["network-nat-a", "network-nat-a", "network-nat-a"]);
    expect(await through("nat-per-zone")).toEqual(["network-nat-a", "network-nat-b", "network-nat-c"]);
  });

  test("does not exist for data", async () => {
    const resources = await made();
    const table = named(resources, "network-data", "aws:ec2/routeTable:RouteTable");
    const routed = typed(resources, "aws:ec2/route:Route").map(({ inputs }) => inputs["routeTableId"]);

    expect(routed).not.toContain(table.id);
    for (const zone of ["a", "b", "c"]) {
      const { inputs } = named(
        resources,
        `network-data-${zone}`,
        "aws:ec2/routeTableAssociation:RouteTableAssociation",
      );
      expect(inputs["routeTableId"]).toBe(table.id);
    }
  });

  test("is taken down from the inside: gateway, address, internet gateway", async () => {
    const resources = await made();
    const gateway = named(resources, "network-nat-a", "aws:ec2/natGateway:NatGateway");
    const address = named(resources, "network-nat-a", "aws:ec2/eip:Eip");
    const internet = only(resources, "aws:ec2/internetGateway:InternetGateway");

    expect(needs(resources, gateway)).toContain(address.urn);
    expect(needs(resources, address)).toContain(internet.urn);
    expect(needs(resources, address)).toContain(named(resources, "network-public-internet").urn);
  });

  test("is part of what a subnet's id depends on, so that it outlives whoever is inside", async () => {
    const resources = await deploy(() => {
      const where = here();
      const network = makeNetwork(where);
      for (const [tier, [first]] of Object.entries({
        public: network.publicSubnets,
        private: network.privateSubnets,
        data: network.dataSubnets,
      })) {
        const id = first?.id;
        new aws.ec2.VpcEndpoint(
          `inside-${tier}`,
          {
            vpcId: network.vpcId,
            vpcEndpointType: "Interface",
            serviceName: `com.amazonaws.eu-central-1.${tier === "public" ? "sts" : tier === "data" ? "logs" : "eks-auth"}`,
            subnetIds: id === undefined ? [] : [id],
          },
          where.providers[0] === undefined ? {} : { provider: where.providers[0] },
        );
      }
    });
    const inside = (tier: string) => needs(resources, named(resources, `inside-${tier}`));
    const joined = (zone: string) => named(resources, zone, "aws:ec2/routeTableAssociation:RouteTableAssociation").urn;

    expect(inside("private")).toContain(named(resources, "network-private-a-internet").urn);
    expect(inside("private")).toContain(joined("network-private-a"));
    expect(inside("public")).toContain(named(resources, "network-public-internet").urn);
    expect(inside("public")).toContain(joined("network-public-a"));
    expect(inside("data")).toContain(joined("network-data-a"));
  });
});

describe("AWS's services", () => {
  test("are reached through the internet, but for S3, when no endpoint is named", async () => {
    const resources = await made();
    const { inputs } = only(resources, "aws:ec2/vpcEndpoint:VpcEndpoint");

    expect(inputs).toMatchObject({ vpcEndpointType: "Gateway", serviceName: "com.amazonaws.eu-central-1.s3" });
    expect(inputs["routeTableIds"]).toEqual(
      ["a", "b", "c"].map((zone) => named(resources, `network-private-${zone}`, "aws:ec2/routeTable:RouteTable").id),
    );
    expect(typed(resources, "aws:ec2/securityGroup:SecurityGroup")).toEqual([]);
  });

  test("are reached inside the network when named, over HTTPS and from the network only", async () => {
    const resources = await made({ endpoints: ["ecr.api", "sts"] });
    const group = only(resources, "aws:ec2/securityGroup:SecurityGroup");

    expect(named(resources, "network-endpoint-ecr-api").inputs).toMatchObject({
      vpcEndpointType: "Interface",
      serviceName: "com.amazonaws.eu-central-1.ecr.api",
      privateDnsEnabled: true,
      securityGroupIds: [group.id],
      subnetIds: ["a", "b", "c"].map((zone) => named(resources, `network-private-${zone}`, subnets).id),
    });
    expect(only(resources, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").inputs).toMatchObject({
      cidrIpv4: "10.20.0.0/16",
      fromPort: 443,
      toPort: 443,
      ipProtocol: "tcp",
    });
    expect(typed(resources, "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule")).toEqual([]);
  });

  test("are not named twice", async () => {
    await expect(made({ endpoints: ["sts", "logs", "sts"] })).rejects.toThrow("given sts, logs, sts");
  });
});

describe("connections", () => {
  test("are all written down, or those refused", async () => {
    const traffic = async (flowLogs: NetworkArgs["flowLogs"]) =>
      only(await made({ flowLogs }), "aws:ec2/flowLog:FlowLog").inputs["trafficType"];

    expect(await traffic("all")).toBe("ALL");
    expect(await traffic("rejected")).toBe("REJECT");
  });

  test("are kept as long as asked, under the key given", async () => {
    const group = async (differences: Partial<NetworkArgs>) =>
      only(await made(differences), "aws:cloudwatch/logGroup:LogGroup").inputs;

    expect(await group({ keepLogs: "14 days" })).toMatchObject({ retentionInDays: 14 });
    expect((await group({}))["kmsKeyId"]).toBeUndefined();
    expect((await group({ key: key() }))["kmsKeyId"]).toBe(await settle(key().arn));
  });

  test("are written by a role that only flow logs of this account take, and that only writes there", async () => {
    const resources = await made();
    const group = only(resources, "aws:cloudwatch/logGroup:LogGroup");

    expect(only(resources, "aws:iam/role:Role").inputs["assumeRolePolicy"]).toContain(
      '"aws:SourceArn":"arn:aws:ec2:eu-central-1:111122223333:vpc-flow-log/*"',
    );
    expect(JSON.parse(String(only(resources, "aws:iam/rolePolicy:RolePolicy").inputs["policy"]))).toMatchObject({
      Statement: [{ Resource: [group.outputs["arn"], `${group.outputs["arn"]}:*`] }],
    });
  });
});

describe("zones", () => {
  test("are chosen by id, and not where EKS refuses them", () => {
    expect(chooseZones(3, ["use1-az4", "use1-az3", "use1-az2", "use1-az1"])).toEqual([
      "use1-az1",
      "use1-az2",
      "use1-az4",
    ]);
  });

  test("are refused when there are too few, with those there are", () => {
    expect(() => chooseZones(4, ["euc1-az2", "euc1-az3", "euc1-az1"])).toThrow(
      "zones: given 4, but EKS can use only 3 in this region (euc1-az1, euc1-az2, euc1-az3); plan fewer zones",
    );
  });
});
