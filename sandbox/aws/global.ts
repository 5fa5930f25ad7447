import type { Asking, Functions } from "../model";
import { records, text, texts } from "../values";
import { type Zone, zonesOf } from "./regions";

/** What each filter of `getAvailabilityZones` looks at. */
const looks: Readonly<Record<string, (zone: Zone, region: string) => string>> = {
  "opt-in-status": () => "opt-in-not-required",
  "region-name": (_, region) => region,
  state: () => "available",
  "zone-id": ({ id }) => id,
  "zone-name": ({ name }) => name,
  "zone-type": () => "availability-zone",
};

function availabilityZones({ args, scope }: Asking) {
  const zones = zonesOf(scope.region)
    .filter(({ id }) => !texts(args.excludeZoneIds).includes(id))
    .filter(({ name }) => !texts(args.excludeNames).includes(name))
    .filter(() => args.state === undefined || args.state === "available")
    .filter((zone) =>
      records(args.filters).every(({ name, values }) => {
        const look = looks[text(name)];
        if (look === undefined) throw new Error(`InvalidParameterValue: there is no filter ${name}`);
        return texts(values).includes(look(zone, scope.region));
      }),
    );
  return {
    ...args,
    id: scope.region,
    region: scope.region,
    names: zones.map(({ name }) => name),
    zoneIds: zones.map(({ id }) => id),
    groupNames: [scope.region],
  };
}

/** Questions about the account itself. */
export const globals: Functions = {
  "aws:index/getAvailabilityZones:getAvailabilityZones": availabilityZones,
  "aws:index/getCallerIdentity:getCallerIdentity": ({ account }) => ({
    id: account.id,
    accountId: account.id,
    arn: `arn:aws:sts::${account.id}:assumed-role/deploy/session`,
    userId: "AROAEXAMPLE:session",
  }),
  "aws:index/getRegion:getRegion": ({ scope }) => ({
    id: scope.region,
    name: scope.region,
    region: scope.region,
    description: scope.region,
    endpoint: `ec2.${scope.region}.amazonaws.com`,
  }),
  "aws:index/getPartition:getPartition": () => ({
    id: "aws",
    partition: "aws",
    dnsSuffix: "amazonaws.com",
    reverseDnsPrefix: "com.amazonaws",
  }),
};
