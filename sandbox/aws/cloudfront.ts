import type { Check, Functions, Given, Table } from "../model";
import { Refusal } from "../model";
import { at, list, record, records, text } from "../values";
import { globalArn, named, nameProblem, oneOf, uuid } from "./naming";
import * as to from "./targets";

/** Policies that AWS keeps, by name: CloudFront guide, "Use managed cache policies" and its two sister pages. */
const managed: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  cache: {
    "Managed-CachingOptimized": "658327ea-f89d-4fab-a63d-7e88639e58f6",
    "Managed-CachingDisabled": "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
  },
  "origin request": {
    "Managed-CORS-S3Origin": "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf",
    "Managed-AllViewer": "216adef6-5c7f-47e4-b989-5492eafa07d3",
    "Managed-AllViewerExceptHostHeader": "b689b0a8-53d0-40ab-baf2-68738e2966ac",
  },
  "response headers": {
    "Managed-SecurityHeadersPolicy": "67f7725c-6f97-4210-82d7-5512b31e9d03",
  },
};

const behaviours = ({ inputs }: Given) => [
  record(inputs.defaultCacheBehavior),
  ...records(inputs.orderedCacheBehaviors),
];

const origins: Check = (given) => {
  const ids = records(given.inputs.origins).map(({ originId }) => text(originId));
  return [
    ids.length === 0 && "InvalidArgument: a distribution needs an origin",
    new Set(ids).size < ids.length && "InvalidArgument: origin ids must be unique",
    ...behaviours(given).map(
      ({ targetOriginId }) =>
        !ids.includes(text(targetOriginId)) &&
        `NoSuchOrigin: there is no origin ${targetOriginId}, only ${ids.join(", ")}`,
    ),
    ...behaviours(given).map(({ viewerProtocolPolicy }) =>
      oneOf("InvalidArgument", "viewerProtocolPolicy", viewerProtocolPolicy, [
        "allow-all",
        "https-only",
        "redirect-to-https",
      ]),
    ),
    ...behaviours(given).map(
      ({ cachePolicyId, forwardedValues }) =>
        (cachePolicyId === undefined) === (forwardedValues === undefined) &&
        "InvalidArgument: a behaviour has a cachePolicyId or forwardedValues",
    ),
    ...behaviours(given).map(
      ({ cachePolicyId }) =>
        text(cachePolicyId) !== "" &&
        !Object.values(managed.cache ?? {}).includes(text(cachePolicyId)) &&
        `NoSuchCachePolicy: there is no cache policy ${cachePolicyId}`,
    ),
  ];
};

const certificate: Check = ({ inputs }) => {
  const given = text(record(inputs.viewerCertificate).acmCertificateArn);
  return [
    list(inputs.aliases).length > 0 &&
      given === "" &&
      "InvalidViewerCertificate: names of one's own need a certificate that covers them",
    given !== "" &&
      !given.startsWith("arn:aws:acm:us-east-1:") &&
      `InvalidViewerCertificate: The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid: ${given}`,
    oneOf("InvalidArgument", "priceClass", inputs.priceClass, ["PriceClass_100", "PriceClass_200", "PriceClass_All"]),
    text(inputs.webAclId).startsWith("arn:aws:wafv2:") &&
      !text(inputs.webAclId).startsWith("arn:aws:wafv2:us-east-1:") &&
      `InvalidWebACLId: ${inputs.webAclId} is not of scope CLOUDFRONT`,
  ];
};

/** A kind of thing that distributions use: named, unique, and held by its users. */
const part = (what: string, code: string, checks: readonly Check[]): Table[string] => ({
  id: ({ hex }) => `E${hex(13).toUpperCase()}`,
  inUse: `${code}InUse`,
  checks: [
    (given) =>
      nameProblem(
        { code: "InvalidArgument", what, pattern: /^[\w.-]+$/, max: 64, allowed: "letters, digits, - . and _" },
        named(given),
      ),
    ...checks,
  ],
  claims: (given) => [{ key: `${what} ${named(given)}`, code: `${code}AlreadyExists` }],
  replaces: ["name"],
  outputs: (given, id) => ({
    arn: globalArn(given, "cloudfront", `${what.replaceAll(" ", "-")}/${id}`),
    name: named(given),
    etag: `E${given.hex(13).toUpperCase()}`,
  }),
});

const signing: Check = ({ inputs }) => [
  oneOf("InvalidArgument", "originAccessControlOriginType", inputs.originAccessControlOriginType, [
    "s3",
    "mediastore",
    "lambda",
    "mediapackagev2",
  ]),
  oneOf("InvalidArgument", "signingBehavior", inputs.signingBehavior, ["always", "never", "no-override"]),
  oneOf("InvalidArgument", "signingProtocol", inputs.signingProtocol, ["sigv4"]),
];

const accessControl = "aws:cloudfront/originAccessControl:OriginAccessControl";
const headersPolicy = "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy";
const headers = {
  types: [headersPolicy],
  by: "id",
  code: "NoSuchResponseHeadersPolicy",
  given: /^[0-9a-f]{8}-/,
} as const;

export const cloudfront: Table = {
  [accessControl]: part("origin access control", "OriginAccessControl", [signing]),
  [headersPolicy]: part("response headers policy", "ResponseHeadersPolicy", []),
  "aws:cloudfront/distribution:Distribution": {
    id: ({ hex }) => `E${hex(13).toUpperCase()}`,
    tagged: true,
    refers: [
      {
        path: "origins[].originAccessControlId",
        to: { types: [accessControl], by: "id", code: "NoSuchOriginAccessControl" },
      },
      { path: "defaultCacheBehavior.responseHeadersPolicyId", to: headers },
      { path: "orderedCacheBehaviors[].responseHeadersPolicyId", to: headers },
      { path: "viewerCertificate.acmCertificateArn", to: to.certificate },
      { path: "webAclId", to: to.webAcl },
    ],
    checks: [origins, certificate],
    claims: ({ inputs }) =>
      at(inputs, "aliases[]").map((alias) => ({ key: `alias ${alias} of a distribution`, code: "CNAMEAlreadyExists" })),
    outputs: (given, id) => ({
      arn: globalArn(given, "cloudfront", `distribution/${id}`),
      callerReference: uuid(given),
      domainName: `d${given.hex(13)}.cloudfront.net`,
      etag: `E${given.hex(13).toUpperCase()}`,
      // The zone of every distribution: Route 53 API, AliasTarget.
      hostedZoneId: "Z2FDTNDATAQYW2",
      inProgressValidationBatches: 0,
      lastModifiedTime: "2026-01-01T00:00:00Z",
      status: "Deployed",
    }),
  },
};

const lookup =
  (kind: string) =>
  ({ args }: { readonly args: Readonly<Record<string, unknown>> }) => {
    const policies = managed[kind] ?? {};
    const id = text(args.id) || policies[text(args.name)];
    const name = text(args.name) || Object.keys(policies).find((key) => policies[key] === id);
    if (id === undefined || name === undefined)
      throw new Refusal(`NoSuchPolicy: there is no ${kind} policy ${args.name ?? args.id}`);
    return { ...args, id, name, arn: `arn:aws:cloudfront::aws:policy/${id}` };
  };

export const cloudfrontFunctions: Functions = {
  "aws:cloudfront/getCachePolicy:getCachePolicy": lookup("cache"),
  "aws:cloudfront/getOriginRequestPolicy:getOriginRequestPolicy": lookup("origin request"),
  "aws:cloudfront/getResponseHeadersPolicy:getResponseHeadersPolicy": lookup("response headers"),
};
