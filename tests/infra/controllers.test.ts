import { describe, expect, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import { AddOns } from "../../infra/add-ons";
import * as chart from "../../infra/charts";
import { controllerPolicy } from "../../infra/controller-policy";
import { Controllers } from "../../infra/controllers";
import { NodePool } from "../../infra/node-pool";
import { type Recorded, Secret } from "../../sandbox/record";
import { deploy, named, only, settle, typed } from "../support/deploy";
import { here, makeCluster, makeNetwork, needs } from "./ground";

const made = () =>
  deploy(() => {
    const where = here();
    const network = makeNetwork(where);
    const cluster = makeCluster(where, network);
    const system = new NodePool(
      "system",
      { cluster, network, purpose: "system", instances: ["m7i.large"], nodes: { min: 2, max: 4 } },
      where,
    );
    const addOns = new AddOns("add-ons", { cluster, made: "after nodes", after: [system] }, where);
    new Controllers("controllers", { cluster, network, after: [system, addOns] }, where);
  });

const release = "kubernetes:helm.sh/v3:Release";
const charts = Object.keys(chart.charts);

const released = (resources: readonly Recorded[], called: string) => named(resources, `controllers-${called}`, release);

const statementsOf = (resources: readonly Recorded[], called: string) =>
  JSON.parse(String(named(resources, `controllers-${called}-policy`).inputs["policy"])).Statement;

describe("charts", () => {
  test("are installed once each, at their version, whole or not at all", async () => {
    const resources = await made();

    expect(typed(resources, release).map(({ inputs }) => [inputs["chart"], inputs["version"]])).toEqual(
      expect.arrayContaining(Object.entries(chart.charts).map(([called, { version }]) => [called, version])),
    );
    for (const called of charts) {
      expect(released(resources, called).inputs).toMatchObject({ atomic: true, cleanupOnFail: true, timeout: 600 });
    }
  });

  test("are forgotten when the cluster goes, because nothing would answer", async () => {
    const resources = await made();
    const cluster = named(resources, "cluster-control-plane", "aws:eks/cluster:Cluster");

    for (const called of charts) expect(released(resources, called).options.deletedWith).toBe(cluster.urn);
  });

  test("wait for nodes, add-ons, their own permissions and the policy that lets them speak", async () => {
    const resources = await made();

    for (const called of charts) {
      const first = needs(resources, released(resources, called));
      expect(first).toContain(named(resources, "system-nodes").urn);
      expect(first).toContain(named(resources, "add-ons-coredns").urn);
      expect(first).toContain(named(resources, "controllers-policy").urn);
    }
    for (const called of ["aws-load-balancer-controller", "cluster-autoscaler"]) {
      expect(released(resources, called).dependencies).toContain(
        named(resources, `controllers-${called}-association`).urn,
      );
    }
  });

  test("run on system nodes, as nobody, and with memory that is theirs", async () => {
    const place = {
      clusterName: pulumi.output("cluster"),
      region: pulumi.output("eu-central-1"),
      vpcId: pulumi.output("vpc-1"),
    };
    const certificate = { authority: pulumi.output(""), certificate: pulumi.output(""), key: pulumi.output("") };

    for (const values of [
      chart.loadBalancerController(place, certificate),
      chart.autoscaler(place, "1.36"),
      chart.keda(),
    ]) {
      expect(values.nodeSelector).toEqual({ "atelier.example/pool": "system" });
      expect(values.tolerations).toEqual([{ key: "CriticalAddonsOnly", operator: "Exists", effect: "NoSchedule" }]);
      expect(JSON.stringify(values.resources)).not.toMatch(/"limits":\{"cpu"/);
    }
    expect(chart.loadBalancerController(place, certificate).securityContext).toMatchObject({
      runAsNonRoot: true,
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
      seccompProfile: { type: "RuntimeDefault" },
    });
  });
});

describe("the load-balancer controller", () => {
  test("makes nothing in AWS", async () => {
    const resources = await made();

    expect(released(resources, "aws-load-balancer-controller").inputs["values"]).toMatchObject({
      createIngressClassResource: false,
      ingressClassParams: { create: false },
      enableServiceMutatorWebhook: false,
      enableBackendSecurityGroup: false,
      enableShield: false,
      enableWaf: false,
      enableWafv2: false,
      controllerConfig: {
        featureGates: {
          ALBGatewayAPI: false,
          NLBGatewayAPI: false,
          GlobalAcceleratorController: false,
          EnableServiceController: false,
        },
      },
    });
  });

  test("may register targets of this stack, look, and do nothing else", async () => {
    const statements = statementsOf(await made(), "aws-load-balancer-controller");

    for (const { Action: actions, Condition: condition } of statements) {
      if (condition === undefined) {
        for (const action of actions) expect(action).toMatch(/^(elasticloadbalancing|ec2):Describe[A-Za-z]+$/);
      } else {
        expect(actions).toEqual(["elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets"]);
        expect(condition).toEqual({ StringEquals: { "aws:ResourceTag/stack": "test" } });
      }
    }
    expect(statements).toHaveLength(2);
  });

  test("answers with a certificate of its own, whose key nobody sees", async () => {
    const resources = await made();
    const request = only(resources, "tls:index/certRequest:CertRequest");
    const namespace = only(resources, "kubernetes:core/v1:Namespace").inputs["metadata"];

    expect(request.inputs["dnsNames"]).toEqual([`aws-load-balancer-webhook-service.${Object(namespace).name}.svc`]);
    const values = Object(released(resources, "aws-load-balancer-controller").inputs["values"]);
    expect(values.webhookTLS.key).toBeInstanceOf(Secret);
    expect(JSON.stringify(values)).not.toContain("PRIVATE KEY");
  });

  test("is told where it is, because it cannot ask the node", async () => {
    const resources = await made();

    expect(released(resources, "aws-load-balancer-controller").inputs["values"]).toMatchObject({
      region: "eu-central-1",
      vpcId: only(resources, "aws:ec2/vpc:Vpc").id,
    });
  });
});

describe("the autoscaler", () => {
  test("changes the groups of this cluster only", async () => {
    const resources = await made();
    const [changes] = statementsOf(resources, "cluster-autoscaler").filter(
      ({ Condition: condition }: { readonly Condition?: unknown }) => condition !== undefined,
    );

    expect(changes).toMatchObject({
      Action: ["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"],
      Condition: {
        StringEquals: {
          "aws:ResourceTag/eks:cluster-name": named(resources, "cluster-control-plane", "aws:eks/cluster:Cluster")
            .inputs["name"],
        },
      },
    });
  });

  test("is of the cluster's minor", async () => {
    const { inputs } = released(await made(), "cluster-autoscaler");

    expect(inputs["values"]).toMatchObject({ image: { tag: expect.stringMatching(/^v1\.36\./) } });
  });

  test("stops nodes whose pods keep only temporary files", async () => {
    const { inputs } = released(await made(), "cluster-autoscaler");

    expect(inputs["values"]).toMatchObject({ extraArgs: { "skip-nodes-with-local-storage": false } });
  });
});

test("KEDA has no permission in AWS", async () => {
  const names = (await made()).map(({ name }) => name);

  expect(names).toContain("controllers-keda");
  expect(names).not.toContain("controllers-keda-role");
});

describe("the namespace of controllers", () => {
  test("admits only restricted pods", async () => {
    const { inputs } = only(await made(), "kubernetes:core/v1:Namespace");

    expect(inputs["metadata"]).toMatchObject({ labels: { "pod-security.kubernetes.io/enforce": "restricted" } });
  });

  test("lets them reach names, each other, HTTPS, credentials and queues, and nothing else", async () => {
    const subnet = (id: string, cidr: string) => ({ id: pulumi.output(id), ownId: pulumi.output(id), cidr });
    const spec = controllerPolicy(
      {
        vpcId: pulumi.output("vpc-1"),
        cidr: "10.20.0.0/16",
        publicSubnets: [],
        privateSubnets: [subnet("subnet-1", "10.20.0.0/19")],
        dataSubnets: [subnet("subnet-2", "10.20.36.0/22")],
        egressAddresses: [],
      },
      6379,
    );

    expect(await settle(pulumi.output(spec))).toEqual({
      podSelector: {},
      policyTypes: ["Ingress", "Egress"],
      ingress: [
        { from: [{ podSelector: {} }] },
        {
          from: [{ ipBlock: { cidr: "10.20.0.0/19" } }],
          ports: [
            { protocol: "TCP", port: 9443 },
            { protocol: "TCP", port: 6443 },
          ],
        },
      ],
      egress: [
        { to: [{ podSelector: {} }] },
        expect.objectContaining({
          ports: [
            { protocol: "UDP", port: 53 },
            { protocol: "TCP", port: 53 },
          ],
        }),
        { to: [{ ipBlock: { cidr: "169.254.170.23/32" } }], ports: [{ protocol: "TCP", port: 80 }] },
        {
          to: [{ ipBlock: { cidr: "0.0.0.0/0", except: ["169.254.0.0/16"] } }],
          ports: [{ protocol: "TCP", port: 443 }],
        },
        { to: [{ ipBlock: { cidr: "10.20.36.0/22" } }], ports: [{ protocol: "TCP", port: 6379 }] },
      ],
    });
  });
});

test("everything is taken down from the top: controllers, nodes, the add-ons nodes need, cluster, subnets", async () => {
  const resources = await made();
  const chain = [
    released(resources, "keda"),
    named(resources, "system-nodes"),
    named(resources, "cluster-add-on-vpc-cni"),
    named(resources, "cluster-control-plane", "aws:eks/cluster:Cluster"),
    named(resources, "network-private-a", "aws:ec2/subnet:Subnet"),
    only(resources, "aws:ec2/vpc:Vpc"),
  ];

  for (const [index, upper] of chain.entries()) {
    for (const lower of chain.slice(index + 1)) {
      expect(needs(resources, upper)).toContain(lower.urn);
      expect(needs(resources, lower)).not.toContain(upper.urn);
    }
  }
});
