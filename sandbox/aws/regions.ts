/**
 * Zones by region: the id of zone a, b, c and so on. Ids are AWS's; which letter means which differs from account to
 * account, so the letters here are shuffled on purpose: whoever takes a name for an id is found out.
 */
export const zoneIds: Readonly<Record<string, readonly string[]>> = {
  "eu-central-1": ["euc1-az2", "euc1-az3", "euc1-az1"],
  "eu-west-1": ["euw1-az3", "euw1-az1", "euw1-az2"],
  "eu-west-2": ["euw2-az2", "euw2-az3", "euw2-az1"],
  "eu-west-3": ["euw3-az1", "euw3-az2", "euw3-az3"],
  "eu-north-1": ["eun1-az1", "eun1-az2", "eun1-az3"],
  "eu-south-1": ["eus1-az1", "eus1-az2", "eus1-az3"],
  "us-east-1": ["use1-az4", "use1-az6", "use1-az1", "use1-az2", "use1-az3", "use1-az5"],
  "us-east-2": ["use2-az1", "use2-az2", "use2-az3"],
  "us-west-1": ["usw1-az3", "usw1-az1"],
  "us-west-2": ["usw2-az2", "usw2-az1", "usw2-az3", "usw2-az4"],
  "ca-central-1": ["cac1-az1", "cac1-az2", "cac1-az4"],
  "ap-southeast-1": ["apse1-az2", "apse1-az1", "apse1-az3"],
  "ap-southeast-2": ["apse2-az3", "apse2-az1", "apse2-az2"],
  "ap-northeast-1": ["apne1-az4", "apne1-az1", "apne1-az2"],
};

export interface Zone {
  /** `eu-central-1a` */
  readonly name: string;
  /** `euc1-az2` */
  readonly id: string;
}

export const zonesOf = (region: string): readonly Zone[] =>
  (zoneIds[region] ?? []).map((id, index) => ({ name: `${region}${"abcdef"[index]}`, id }));

/** Where EKS has no control plane: the guide's table of "subnet requirements". */
export const zonesWithoutEks: readonly string[] = ["use1-az3", "usw1-az2", "cac1-az3"];
