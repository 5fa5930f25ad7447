import { expect, test } from "@jest/globals";
import * as aws from "@pulumi/aws";
import { Key } from "../../components/key";
import { ObjectStore } from "../../components/object-store";
import { Network } from "../../infra/network";
import { Reports } from "../../infra/reports";
import { deploy, only } from "../support/deploy";
import { edge, here } from "./edge-parts";

/** An edge with everything it stands on; only the zone above is somebody else's. */
const whole = () =>
  deploy(
    () => {
      const where = here();
      const network = new Network(
        "network",
        {
          cidr: "10.20.0.0/16",
          podsPerZone: 1000,
          zones: 2,
          egress: "one-nat",
          endpoints: [],
          flowLogs: "all",
          keepLogs: "30 days",
        },
        where,
      );
      const key = new Key("key", { data: "disposable", usedBy: ["cloudwatch logs", "cloudfront"] }, where);
      const pods = new aws.ec2.SecurityGroup(
        "pods",
        { vpcId: network.vpcId, description: "Pods" },
        { parent: network },
      );
      const front = edge(where, { network, pods: pods.id, key, data: "disposable" });
      const store = new ObjectStore("reports", { key, data: "disposable", sharedWith: "cloudfront" }, where);
      new Reports("public", { store, front }, where);
    },
    { account: { outside: ["Z0PARENTEXAMPLE"] } },
  );

test("AWS takes an edge as a whole, where nothing stands in for anything but the zone above", async () => {
  const resources = await whole();

  expect(only(resources, "aws:lb/loadBalancer:LoadBalancer").outputs["dnsName"]).toMatch(/\.elb\.amazonaws\.com$/);
  expect(only(resources, "aws:cloudfront/distribution:Distribution").outputs["domainName"]).toMatch(/cloudfront\.net$/);
});

test("the load balancer has addresses while the internet gateway stands, and is gone before it goes", async () => {
  const resources = await whole();

  expect(only(resources, "aws:lb/loadBalancer:LoadBalancer").dependencies).toContain(
    only(resources, "aws:ec2/internetGateway:InternetGateway").urn,
  );
});

test("the certificate for CloudFront is in us-east-1, the one for the load balancer beside it", async () => {
  const resources = await whole();
  const region = (arn: unknown) => String(arn).split(":")[3];

  const { inputs } = only(resources, "aws:cloudfront/distribution:Distribution");
  expect(inputs["viewerCertificate"]).toMatchObject({
    acmCertificateArn: expect.stringMatching(/^arn:aws:acm:us-east-1:/),
  });
  const https = resources.find(({ name }) => name === "edge-balancer-https");
  expect(region(https?.inputs["certificateArn"])).toBe("eu-central-1");
});
