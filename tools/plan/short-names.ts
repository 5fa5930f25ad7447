import type { Recorded } from "../../sandbox/record";

/** The services whose types stand alone; of the others the name says little without the service. */
const shortPackages: Readonly<Record<string, string>> = { kubernetes: "k8s", pulumi: "pulumi" };

/** A type as people say it: `aws:ec2/subnet:Subnet` is `ec2:Subnet`, `kubernetes:apps/v1:Deployment` is `k8s:Deployment`. */
export function shortType(type: string): string {
  const [pack = "", module = "", kind = type] = type.split(":");
  if (pack === "pulumi" && module === "providers") return `provider:${kind}`;
  if (pack === "aws") return `${module.split("/")[0]}:${kind}`;
  return `${shortPackages[pack] ?? pack}:${kind}`;
}

/** Name of a component class or of any other type, without where it comes from. */
export const kindOf = (type: string): string => type.split(":").at(-1) ?? type;

/** A child's name without the name of its parent, which it carries in front; nothing where it is the parent's own. */
export function within(parent: string, name: string): string {
  if (name === parent) return "";
  return name.startsWith(`${parent}-`) ? name.slice(parent.length + 1) : name;
}

/** The name at the end of a URN. */
export const nameIn = (urn: string): string => urn.slice(urn.lastIndexOf("::") + 2);

export const isStack = ({ type }: Pick<Recorded, "type">): boolean => type === "pulumi:pulumi:Stack";

export const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
