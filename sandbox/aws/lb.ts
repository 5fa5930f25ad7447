import type { Check, Given, Table } from "../model";
import { at, list, numeric, record, records, text, texts } from "../values";
import { strangers, subnetsOf, vpcsIn, zonesIn } from "./lookups";
import { arn, between, named, nameProblem, oneOf } from "./naming";
import * as to from "./targets";

const balancer = "aws:lb/loadBalancer:LoadBalancer";
const group = "aws:lb/targetGroup:TargetGroup";
const listener = "aws:lb/listener:Listener";

const words = {
  pattern: /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/,
  max: 32,
  allowed: "letters, digits and hyphens, no hyphen at an end",
};

const balancerName: Check = (given) => [
  nameProblem({ code: "ValidationError", what: "load balancer name", ...words }, named(given)),
  named(given).startsWith("internal-") && "ValidationError: a load balancer's name must not start with internal-",
];

const placed: Check = ({ inputs, account }) => {
  const ids = texts(inputs.subnets);
  const subnets = subnetsOf(account, ids);
  const [vpcId = ""] = vpcsIn(subnets);
  const gateways = account.all("aws:ec2/internetGateway:InternetGateway");
  const complete = subnets.length === ids.length;
  return [
    ids.length < 2 &&
      list(inputs.subnetMappings).length < 2 &&
      "ValidationError: At least two subnets in two different Availability Zones must be specified",
    complete &&
      zonesIn(subnets).size < subnets.length &&
      "InvalidConfigurationRequest: A load balancer cannot be attached to multiple subnets in the same Availability Zone",
    vpcsIn(subnets).size > 1 && "InvalidConfigurationRequest: the subnets are in different VPCs",
    inputs.internal !== true &&
      vpcId !== "" &&
      !gateways.some((gateway) => gateway.inputs.vpcId === vpcId) &&
      `InvalidSubnet: VPC ${vpcId} has no internet gateway`,
    strangers(account, texts(inputs.securityGroups), vpcId).length > 0 &&
      `InvalidConfigurationRequest: One or more security groups are not in ${vpcId}`,
    // ELB guide, "Application Load Balancer attributes".
    between("InvalidConfigurationRequest", "idleTimeout", inputs.idleTimeout, 1, 4000),
    oneOf("InvalidConfigurationRequest", "desyncMitigationMode", inputs.desyncMitigationMode, [
      "monitor",
      "defensive",
      "strictest",
    ]),
  ];
};

const protocols = ["HTTP", "HTTPS", "TCP", "TLS", "UDP", "TCP_UDP", "GENEVE"];

const health: Check = ({ inputs }) => {
  const check = record(inputs.healthCheck);
  const [interval, timeout] = [numeric(check.interval) ?? 30, numeric(check.timeout)];
  return [
    text(check.path) !== "" &&
      !text(check.path).startsWith("/") &&
      `ValidationError: Health check path '${check.path}' must begin with a '/' character`,
    between("ValidationError", "healthCheck.interval", check.interval, 5, 300),
    between("ValidationError", "healthCheck.timeout", check.timeout, 2, 120),
    between("ValidationError", "healthCheck.healthyThreshold", check.healthyThreshold, 2, 10),
    between("ValidationError", "healthCheck.unhealthyThreshold", check.unhealthyThreshold, 2, 10),
    timeout !== undefined &&
      timeout >= interval &&
      `ValidationError: Health check interval must be greater than the timeout (${interval} s, ${timeout} s)`,
    text(check.matcher) !== "" &&
      !/^[2-4]\d\d(-[2-4]\d\d)?(,[2-4]\d\d(-[2-4]\d\d)?)*$/.test(text(check.matcher)) &&
      `ValidationError: Health check matcher HTTP code '${check.matcher}' is not one`,
  ];
};

const targets: Check = ({ inputs }) => [
  between("ValidationError", "port", inputs.port, 1, 65_535),
  oneOf("ValidationError", "protocol", inputs.protocol, protocols),
  oneOf("ValidationError", "protocolVersion", inputs.protocolVersion, ["HTTP1", "HTTP2", "GRPC"]),
  oneOf("ValidationError", "targetType", inputs.targetType, ["instance", "ip", "lambda", "alb"]),
  oneOf("InvalidConfigurationRequest", "loadBalancingAlgorithmType", inputs.loadBalancingAlgorithmType, [
    "round_robin",
    "least_outstanding_requests",
    "weighted_random",
  ]),
  inputs.targetType !== "lambda" &&
    (inputs.port === undefined || text(inputs.vpcId) === "") &&
    "ValidationError: A port and a VPC are required for this target type",
  between("InvalidConfigurationRequest", "deregistrationDelay", inputs.deregistrationDelay, 0, 3600),
  between("InvalidConfigurationRequest", "slowStart", inputs.slowStart === 0 ? undefined : inputs.slowStart, 30, 900),
  inputs.loadBalancingAlgorithmType === "least_outstanding_requests" &&
    (numeric(inputs.slowStart) ?? 0) > 0 &&
    "InvalidConfigurationRequest: slow start and least outstanding requests exclude each other",
  between(
    "InvalidConfigurationRequest",
    "stickiness.cookieDuration",
    record(inputs.stickiness).cookieDuration,
    1,
    604_800,
  ),
];

/** A certificate serves only once its domain is proven. */
const issued = ({ account }: Given, certificate: string): boolean =>
  account.find("aws:acm/certificate:Certificate", "arn", certificate) === undefined ||
  account
    .all("aws:acm/certificateValidation:CertificateValidation")
    .some(({ inputs }) => inputs.certificateArn === certificate);

const secure: Check = (given) => {
  const { inputs } = given;
  const certificate = text(inputs.certificateArn);
  const encrypted = ["HTTPS", "TLS"].includes(text(inputs.protocol));
  return [
    between("ValidationError", "port", inputs.port, 1, 65_535),
    oneOf("ValidationError", "protocol", inputs.protocol, protocols),
    encrypted && certificate === "" && "ValidationError: A certificate must be specified for HTTPS listeners",
    !encrypted && certificate !== "" && "ValidationError: A certificate cannot be specified for HTTP listeners",
    certificate !== "" &&
      !issued(given, certificate) &&
      `UnsupportedCertificate: the certificate ${certificate} is not issued: wait for its validation`,
    text(inputs.sslPolicy) !== "" &&
      !/^ELBSecurityPolicy-/.test(text(inputs.sslPolicy)) &&
      `SSLPolicyNotFound: there is no policy ${inputs.sslPolicy}`,
  ];
};

/** What a listener or a rule does, and whether its target groups are reachable from its load balancer. */
const actions =
  (name: "defaultActions" | "actions"): Check =>
  ({ inputs, account }) => {
    const done = records(inputs[name]);
    const owner =
      account.find(listener, "arn", text(inputs.listenerArn))?.inputs.loadBalancerArn ?? inputs.loadBalancerArn;
    const vpcId = account.find(balancer, "arn", text(owner))?.outputs.vpcId;
    const used = [...at(inputs, `${name}[].targetGroupArn`), ...at(inputs, `${name}[].forward.targetGroups[].arn`)];
    const afar = used.filter((value) => {
      const found = account.find(group, "arn", text(value));
      return found !== undefined && vpcId !== undefined && found.inputs.vpcId !== vpcId;
    });
    return [
      done.length === 0 && "ValidationError: at least one action is needed",
      ...done.map(({ type }) =>
        oneOf("ValidationError", "action type", type, [
          "forward",
          "redirect",
          "fixed-response",
          "authenticate-cognito",
          "authenticate-oidc",
        ]),
      ),
      ["authenticate-cognito", "authenticate-oidc"].includes(text(done.at(-1)?.type)) &&
        "InvalidLoadBalancerAction: signing in must be followed by another action",
      afar.length > 0 && `ValidationError: ${afar.join(", ")} are in another VPC than the load balancer`,
    ];
  };

const conditions: Check = ({ inputs }) => {
  const values = ["hostHeader", "pathPattern", "httpRequestMethod", "sourceIp"].flatMap((kind) =>
    at(inputs, `conditions[].${kind}.values[]`),
  );
  return [
    between("ValidationError", "priority", inputs.priority, 1, 50_000),
    // ELB quotas: condition values per rule.
    values.length > 5 && `TooManyConditionValues: a rule has at most 5 condition values, not ${values.length}`,
    ...at(inputs, "conditions[].hostHeader.values[]").map(
      (host) => text(host).length > 128 && `ValidationError: the host ${host} is longer than 128 characters`,
    ),
  ];
};

const forwards = (name: string) =>
  [
    { path: `${name}[].targetGroupArn`, to: to.targetGroup },
    { path: `${name}[].forward.targetGroups[].arn`, to: to.targetGroup },
  ] as const;

const suffix = (given: Given, kind: string): string => `${kind}/${named(given)}/${given.hex(16)}`;
const priorityOf = ({ inputs, hex }: Given): number =>
  numeric(inputs.priority) ?? (Number.parseInt(hex(4), 16) % 49_999) + 1;

export const lb: Table = {
  [balancer]: {
    id: (given) => arn(given, "elasticloadbalancing", `loadbalancer/${suffix(given, "app")}`),
    tagged: true,
    refers: [
      { path: "subnets[]", to: to.subnet },
      { path: "securityGroups[]", to: to.securityGroup },
      { path: "accessLogs.bucket", to: to.bucket, loose: true, fills: true },
      { path: "connectionLogs.bucket", to: to.bucket, loose: true, fills: true },
    ],
    checks: [balancerName, placed],
    claims: (given) => [
      { key: `load balancer ${named(given)} in ${given.scope.region}`, code: "DuplicateLoadBalancerName" },
    ],
    replaces: ["name", "namePrefix", "internal", "loadBalancerType"],
    outputs: (given, id) => ({
      arn: id,
      name: named(given),
      arnSuffix: suffix(given, "app"),
      dnsName: `${named(given)}-${Number.parseInt(given.hex(8), 16)}.${given.scope.region}.elb.amazonaws.com`,
      vpcId: subnetsOf(given.account, texts(given.inputs.subnets))[0]?.inputs.vpcId,
      zoneId: `Z${given.scope.region.replaceAll("-", "").toUpperCase()}ELB`,
      internal: given.inputs.internal ?? false,
      loadBalancerType: given.inputs.loadBalancerType ?? "application",
      ipAddressType: given.inputs.ipAddressType ?? "ipv4",
    }),
    keeps: ({ outputs, inputs }) =>
      inputs.enableDeletionProtection === true &&
      `OperationNotPermitted: Load balancer '${outputs.name}' cannot be deleted because deletion protection is enabled`,
    // Listeners go with their load balancer.
    takes: ({ id }, { type, inputs }) => type === listener && inputs.loadBalancerArn === id,
  },
  [group]: {
    id: (given) => arn(given, "elasticloadbalancing", suffix(given, "targetgroup")),
    tagged: true,
    inUse: "ResourceInUse",
    refers: [{ path: "vpcId", to: to.vpc, loose: true }],
    checks: [
      (given) => nameProblem({ code: "ValidationError", what: "target group name", ...words }, named(given)),
      targets,
      health,
    ],
    claims: (given) => [
      { key: `target group ${named(given)} in ${given.scope.region}`, code: "DuplicateTargetGroupName" },
    ],
    replaces: ["name", "namePrefix", "port", "protocol", "protocolVersion", "targetType", "vpcId", "ipAddressType"],
    outputs: (given, id) => ({
      arn: id,
      name: named(given),
      arnSuffix: suffix(given, "targetgroup"),
      loadBalancerArns: [],
    }),
  },
  [listener]: {
    id: (given) => `${text(given.inputs.loadBalancerArn).replace(":loadbalancer/", ":listener/")}/${given.hex(16)}`,
    tagged: true,
    refers: [
      // A listener goes with its load balancer.
      { path: "loadBalancerArn", to: to.loadBalancer, loose: true },
      { path: "certificateArn", to: to.certificate },
      ...forwards("defaultActions"),
    ],
    checks: [secure, actions("defaultActions")],
    claims: ({ inputs }) => [{ key: `port ${inputs.port} of ${inputs.loadBalancerArn}`, code: "DuplicateListener" }],
    replaces: ["loadBalancerArn"],
    outputs: (_, id) => ({ arn: id }),
    takes: ({ id }, { type, inputs }) => type === "aws:lb/listenerRule:ListenerRule" && inputs.listenerArn === id,
  },
  "aws:lb/listenerRule:ListenerRule": {
    id: (given) => `${text(given.inputs.listenerArn).replace(":listener/", ":listener-rule/")}/${given.hex(16)}`,
    tagged: true,
    refers: [{ path: "listenerArn", to: to.listener, loose: true }, ...forwards("actions")],
    checks: [conditions, actions("actions")],
    claims: (given) => [{ key: `priority ${priorityOf(given)} of ${given.inputs.listenerArn}`, code: "PriorityInUse" }],
    replaces: ["listenerArn"],
    outputs: (given, id) => ({ arn: id, priority: priorityOf(given) }),
  },
};
