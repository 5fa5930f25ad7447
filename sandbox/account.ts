import { createHash } from "node:crypto";
import type { Asked, Cloud } from "./monitor";
import type { Properties } from "./wire";

export interface AccountOptions {
  /** @default "111122223333" */
  readonly id?: string;
  /** @default "eu-central-1" */
  readonly region?: string;
  /** Let types through that no table knows. Goes when the tables are complete. */
  readonly lenient?: boolean;
}

/** The simulated account. */
export class Account implements Cloud {
  readonly id: string;
  readonly region: string;

  constructor(options: AccountOptions = {}) {
    this.id = options.id ?? "111122223333";
    this.region = options.region ?? "eu-central-1";
  }

  create({ urn, type, name, inputs }: Asked): { readonly id: string; readonly outputs: Properties } {
    const id = `${name}-${createHash("sha256").update(urn).digest("hex").slice(0, 17)}`;
    const arn = `arn:aws:${type.split(":")[1]?.split("/")[0]}:${this.region}:${this.id}:${id}`;
    return { id, outputs: { arn, name: id, ...inputs } };
  }

  read(asked: Asked & { readonly id: string }): { readonly outputs: Properties } {
    return { outputs: asked.inputs };
  }

  invoke(token: string, args: Properties): Properties {
    switch (token) {
      case "aws:index/getAvailabilityZones:getAvailabilityZones": {
        const excluded = args.excludeZoneIds;
        const zones = ["a", "b", "c"]
          .map((letter, index) => ({ name: `${this.region}${letter}`, id: `euc1-az${index + 1}` }))
          .filter(({ id }) => !(Array.isArray(excluded) && excluded.includes(id)));
        return { id: this.region, names: zones.map(({ name }) => name), zoneIds: zones.map(({ id }) => id) };
      }
      case "aws:index/getCallerIdentity:getCallerIdentity":
        return {
          id: this.id,
          accountId: this.id,
          arn: `arn:aws:sts::${this.id}:assumed-role/deploy/session`,
          userId: "A",
        };
      case "aws:index/getRegion:getRegion":
        return { id: this.region, name: this.region, region: this.region };
      case "aws:index/getPartition:getPartition":
        return { id: "aws", partition: "aws", dnsSuffix: "amazonaws.com" };
      default:
        return { ...args, id: token, version: "v1.0.0-eksbuild.1" };
    }
  }
}
