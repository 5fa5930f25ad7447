import { isIPv4 } from "node:net";
import type { Check, Given, Table, Thing } from "../model";
import { list, numeric, records, text, texts } from "../values";
import { globalArn, nameProblem } from "./naming";
import * as to from "./targets";

const zone = "aws:route53/zone:Zone";
const types = ["A", "AAAA", "CAA", "CNAME", "DS", "HTTPS", "MX", "NS", "PTR", "SOA", "SPF", "SRV", "SVCB", "TXT"];
const bare = (name: string): string => name.toLowerCase().replace(/\.$/, "");

const zoneOf = ({ inputs, account }: Given): Thing | undefined => account.find(zone, "id", text(inputs.zoneId));

/** A record's whole name: the provider lets a program leave the zone's own away. */
const fqdn = (given: Given): string => {
  const name = bare(text(given.inputs.name));
  const home = bare(text(zoneOf(given)?.inputs.name));
  return name === home || name.endsWith(`.${home}`) || home === ""
    ? name
    : [name, home].filter((part) => part !== "").join(".");
};

const record: Check = (given) => {
  const { inputs } = given;
  const [type, values, alias] = [text(inputs.type), texts(inputs.records), records(inputs.aliases).length > 0];
  const apex = fqdn(given) === bare(text(zoneOf(given)?.inputs.name));
  return [
    !types.includes(type) && `InvalidInput: there is no record type ${type}`,
    alias === values.length > 0 && "InvalidInput: a record has either values or an alias",
    !alias && numeric(inputs.ttl) === undefined && "InvalidInput: a record with values needs a ttl",
    type === "CNAME" &&
      apex &&
      `InvalidChangeBatch: RRSet of type CNAME with DNS name ${fqdn(given)}. is not permitted at apex in zone`,
    type === "CNAME" && values.length > 1 && "InvalidChangeBatch: a CNAME has one value",
    type === "A" &&
      values.some((value) => !isIPv4(value)) &&
      `InvalidChangeBatch: ${values.join(", ")} are not IPv4 addresses`,
    nameProblem(
      {
        code: "InvalidChangeBatch",
        what: "name",
        pattern: /^(\*\.)?([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/,
        max: 255,
        allowed: "DNS labels",
      },
      fqdn(given),
    ),
  ];
};

export const route53: Table = {
  [zone]: {
    id: ({ hex }) => `Z${hex(19).toUpperCase()}`,
    tagged: true,
    inUse: "HostedZoneNotEmpty",
    checks: [
      ({ inputs }) =>
        nameProblem(
          {
            code: "InvalidDomainName",
            what: "domain",
            pattern: /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}\.?$/i,
            max: 255,
            allowed: "DNS labels",
          },
          text(inputs.name),
        ),
    ],
    replaces: ["name", "delegationSetId"],
    outputs: (given, id) => {
      // Under the name that is kept for documentation, RFC 2606.
      const nameServers = [1, 2, 3, 4].map((number) => `ns-${number}.awsdns.example`);
      return {
        arn: globalArn(given, "route53", `hostedzone/${id}`).replace(`:${given.account.id}:`, "::"),
        zoneId: id,
        name: bare(text(given.inputs.name)),
        nameServers,
        primaryNameServer: nameServers[0],
      };
    },
    keeps: ({ id, inputs, full }) =>
      full && inputs.forceDestroy !== true && `HostedZoneNotEmpty: there are records in ${id} that others made`,
  },
  "aws:route53/record:Record": {
    id: (given) =>
      [
        given.inputs.zoneId,
        fqdn(given),
        given.inputs.type,
        ...(given.inputs.setIdentifier === undefined ? [] : [given.inputs.setIdentifier]),
      ].join("_"),
    refers: [{ path: "zoneId", to: to.zone }],
    checks: [record],
    claims: (given) =>
      // The provider may write over what is there: two names of one certificate prove themselves by one record.
      given.inputs.allowOverwrite === true
        ? []
        : [
            {
              key: `record ${fqdn(given)} ${given.inputs.type} of ${given.inputs.zoneId} ${list(given.inputs.setIdentifier)}`.trimEnd(),
              code: "InvalidChangeBatch",
            },
          ],
    replaces: ["zoneId", "name", "type", "setIdentifier"],
    outputs: (given) => ({ name: fqdn(given), fqdn: fqdn(given) }),
  },
};
