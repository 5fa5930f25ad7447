import type { Recorded } from "../../../sandbox/record";
import { within } from "../short-names";
import { owners } from "../tree";
import { type BandName, balancer, type Drawn, distribution, drawn, firewall, inner, pods, text } from "./drawn";
import { textsIn, tierFinder } from "./tiers";

/** One thing in the picture, or several of a sort. */
export interface Box {
  readonly id: string;
  readonly band: BandName;
  readonly title: string;
  readonly detail: string;
}

/** Something goes from one box to another: requests, or data. */
export interface Line {
  readonly from: string;
  readonly to: string;
}

export interface Picture {
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
}

/** The name of a thing is its component's; its own says only which part of it it is. */
function boxOf(resource: Recorded, owner: Recorded | undefined, look: Drawn, band: BandName): Box {
  const title = owner === undefined || owner.parent === undefined ? resource.name : owner.name;
  const part = owner === undefined ? "" : within(owner.name, resource.name);
  const what = look.what === "" && look.detail === undefined ? part : look.what;
  const detail = [what, look.detail?.(resource.inputs) ?? ""].filter((piece) => piece !== "").join(", ");
  return { id: resource.urn, band, title, detail };
}

function boxesOf(resources: readonly Recorded[], ownerOf: (resource: Recorded) => Recorded | undefined): Box[] {
  const tierOf = tierFinder(resources);
  const single: Box[] = [];
  const groups = new Map<
    string,
    { readonly band: BandName; readonly many: readonly [string, string]; count: number }
  >();
  for (const resource of resources) {
    const look = drawn[resource.type];
    if (look === undefined) continue;
    const band = look.band ?? tierOf(resource) ?? "services";
    if (look.many === undefined) {
      single.push(boxOf(resource, ownerOf(resource), look, band));
      continue;
    }
    const key = `${resource.type} ${band}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { band, many: look.many, count: 1 });
    else group.count += 1;
  }
  const folded = [...groups].map(([id, { band, many, count }]) => ({
    id,
    band,
    title: count === 1 ? many[0] : `${count} ${many[1]}`,
    detail: "",
  }));
  return [...single, ...folded];
}

/** Public names: each record that stands for something else, with a line to it, or to the firewall before it. */
function entrances(resources: readonly Recorded[]): { readonly boxes: Box[]; readonly lines: Line[] } {
  const guards = new Map<unknown, string>();
  for (const { inputs } of resources.filter(({ type }) => type === "aws:wafv2/webAclAssociation:WebAclAssociation")) {
    const acl = resources.find(({ type, outputs }) => type === firewall && outputs["arn"] === inputs["webAclArn"]);
    if (acl !== undefined) guards.set(inputs["resourceArn"], acl.urn);
  }
  const fronts = resources.filter(({ type }) => type === balancer || type === distribution);
  const boxes: Box[] = [];
  const lines: Line[] = [];
  for (const front of fronts) {
    const guard = guards.get(front.outputs["arn"]);
    if (guard !== undefined) lines.push({ from: guard, to: front.urn });
    const name = front.outputs["dnsName"] ?? front.outputs["domainName"];
    for (const { urn, type, inputs } of resources) {
      if (type !== "aws:route53/record:Record" || !textsIn(inputs["aliases"]).includes(String(name))) continue;
      const whole = String(inputs["name"]);
      // A name often has two records, for either kind of address.
      if (boxes.some((box) => box.detail === whole)) continue;
      boxes.push({ id: urn, band: "internet", title: whole.replace(/\..*/, ""), detail: whole });
      lines.push({ from: urn, to: guard ?? front.urn });
    }
  }
  return { boxes, lines };
}

/** From the load balancer to pods: target group, binding, Service, and the labels it selects. */
function backends(resources: readonly Recorded[]): Line[] {
  const find = (type: string, fits: (resource: Recorded) => boolean) =>
    resources.find((resource) => resource.type === type && fits(resource));
  const front = find(balancer, () => true);
  if (front === undefined) return [];
  return resources.flatMap(({ type, inputs }): Line[] => {
    if (!type.endsWith(":TargetGroupBinding")) return [];
    const wanted = text(inner(inputs, "spec", "serviceRef", "name"));
    const service = find("kubernetes:core/v1:Service", (one) => text(inner(one.inputs, "metadata", "name")) === wanted);
    const selector = JSON.stringify(inner(service?.inputs, "spec", "selector"));
    const workload = resources.find(
      (one) =>
        pods.includes(one.type) && JSON.stringify(inner(one.inputs, "spec", "selector", "matchLabels")) === selector,
    );
    return workload === undefined ? [] : [{ from: front.urn, to: workload.urn }];
  });
}

/** From a workload to the data it is given, and from the CDN to what it publishes. */
function uses(resources: readonly Recorded[], ownerOf: (resource: Recorded) => Recorded | undefined): Line[] {
  const stores = new Set(resources.filter(({ type }) => drawn[type]?.store === true).map(({ urn }) => urn));
  const needs = new Map<string, Set<string>>();
  for (const resource of resources) {
    const found = resource.dependencies.filter((urn) => stores.has(urn));
    for (let at = ownerOf(resource); found.length > 0 && at !== undefined; at = ownerOf(at)) {
      const known = needs.get(at.urn) ?? new Set();
      for (const urn of found) known.add(urn);
      needs.set(at.urn, known);
    }
  }
  return resources
    .filter(({ type }) => pods.includes(type) || type === distribution)
    .flatMap((resource) => {
      const near = ownerOf(resource);
      const used =
        near === undefined ? resource.dependencies.filter((urn) => stores.has(urn)) : [...(needs.get(near.urn) ?? [])];
      return used.map((to) => ({ from: resource.urn, to }));
    });
}

const unique = (lines: readonly Line[]): Line[] => [
  ...new Map(lines.map((line) => [`${line.from} ${line.to}`, line])).values(),
];

/** Things of one sort that the same workloads use become one box: a line to each would say the same many times. */
function merged({ boxes, lines }: Picture, typeOf: (id: string) => string | undefined): Picture {
  const groups = new Map<string, Box[]>();
  for (const box of boxes) {
    const alike = drawn[typeOf(box.id) ?? ""]?.alike;
    const users = lines.filter(({ to }) => to === box.id).map(({ from }) => from);
    const key = alike === undefined || users.length === 0 ? box.id : [alike, ...users.sort()].join("\n");
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [box]);
    else group.push(box);
  }
  const leader = new Map<string, string>();
  const together = [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    for (const { id } of group) leader.set(id, first.id);
    const what = drawn[typeOf(first.id) ?? ""]?.alike ?? "";
    const titles = group.map(({ title }) => title.slice(title.lastIndexOf("-") + 1));
    return [group.length === 1 ? first : { ...first, title: `${group.length} ${what}`, detail: titles.join(", ") }];
  });
  const ends = lines.map(({ from, to }) => ({ from: leader.get(from) ?? from, to: leader.get(to) ?? to }));
  return { boxes: together, lines: unique(ends) };
}

/** What a platform looks like, out of what its plan says: from the internet to the data. */
export function pictureOf(resources: readonly Recorded[]): Picture {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const owner = owners(resources);
  const ownerOf = ({ urn }: Recorded): Recorded | undefined => {
    const above = owner.get(urn);
    return above === undefined ? undefined : byUrn.get(above);
  };
  const outside = entrances(resources);
  const boxes = [...outside.boxes, ...boxesOf(resources, ownerOf)];
  const lines = unique([...outside.lines, ...backends(resources), ...uses(resources, ownerOf)]);
  return merged({ boxes, lines }, (id) => byUrn.get(id)?.type);
}
