import type { Check, Given, Table } from "../model";
import { text, texts } from "../values";
import { arn, nameProblem, uuid } from "./naming";
import * as to from "./targets";

const domainsOf = ({ inputs }: Given): readonly string[] => [
  ...new Set([text(inputs.domainName), ...texts(inputs.subjectAlternativeNames)]),
];

const domains: Check = (given) => [
  ...domainsOf(given).map((domain) =>
    nameProblem(
      {
        code: "ValidationException",
        what: "domain",
        pattern: /^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i,
        max: 253,
        allowed: "DNS labels",
      },
      domain,
    ),
  ),
  // ACM guide, "Certificate characteristics": the first name is the common name.
  text(given.inputs.domainName).length > 64 &&
    `ValidationException: the first domain ${given.inputs.domainName} is longer than 64 characters`,
  domainsOf(given).length > 10 && "LimitExceededException: a certificate has at most 10 domains",
];

/** The record that proves a domain; a wildcard and the domain itself share one. */
const proof = (given: Given, domain: string) => ({
  domainName: domain,
  resourceRecordName: `_${given.hex(32)}.${domain.replace(/^\*\./, "")}.`,
  resourceRecordType: "CNAME",
  resourceRecordValue: `_${given.hex(64).slice(32)}.acm-validations.aws.`,
});

const proven: Check = ({ inputs, account }) => {
  const options = account.find("aws:acm/certificate:Certificate", "arn", text(inputs.certificateArn))?.outputs
    .domainValidationOptions;
  const wanted = Array.isArray(options)
    ? options.map((option: { resourceRecordName: string }) => option.resourceRecordName.replace(/\.$/, ""))
    : [];
  const there = account.all("aws:route53/record:Record").map(({ outputs }) => outputs.fqdn);
  const missing = [...new Set(wanted)].filter((name) => !there.includes(name));
  return (
    missing.length > 0 &&
    `timeout while waiting for state to become 'ISSUED': no zone of the account has the record ${missing.join(", ")}`
  );
};

export const acm: Table = {
  "aws:acm/certificate:Certificate": {
    id: (given) => arn(given, "acm", `certificate/${uuid(given)}`),
    tagged: true,
    inUse: "ResourceInUseException",
    checks: [domains],
    replaces: ["domainName", "subjectAlternativeNames", "validationMethod", "keyAlgorithm"],
    outputs: (given, id) => ({
      arn: id,
      domainValidationOptions: domainsOf(given).map((domain) => proof(given, domain)),
      keyAlgorithm: given.inputs.keyAlgorithm ?? "RSA_2048",
      status: "PENDING_VALIDATION",
      type: "AMAZON_ISSUED",
      validationEmails: [],
    }),
  },
  "aws:acm/certificateValidation:CertificateValidation": {
    id: ({ inputs }) => text(inputs.certificateArn),
    refers: [{ path: "certificateArn", to: to.certificate, loose: true }],
    checks: [proven],
    replaces: ["certificateArn", "validationRecordFqdns"],
  },
};
