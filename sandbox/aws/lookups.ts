import type { Thing, View } from "../model";
import { text } from "../values";

/** The subnets with these ids that the account knows. */
export const subnetsOf = (account: View, ids: readonly string[]): readonly Thing[] =>
  ids.flatMap((id) => account.find("aws:ec2/subnet:Subnet", "id", id) ?? []);

export const zonesIn = (subnets: readonly Thing[]): ReadonlySet<string> =>
  new Set(subnets.map(({ outputs }) => text(outputs.availabilityZone)));

export const vpcsIn = (subnets: readonly Thing[]): ReadonlySet<string> =>
  new Set(subnets.map(({ inputs }) => text(inputs.vpcId)));

/** Security groups, of those that the account knows, that are not in that VPC. */
export const strangers = (account: View, groups: readonly string[], vpcId: string): readonly string[] =>
  groups.filter((id) => {
    const group = account.find("aws:ec2/securityGroup:SecurityGroup", "id", id);
    return group !== undefined && vpcId !== "" && group.inputs.vpcId !== vpcId;
  });
