import { refuse } from "../components/core/errors";
import { shortHash } from "../components/core/names";

/**
 * Hosts of a load balancer. Its rules may be raised above this, its target groups may not (Elastic Load Balancing user
 * guide, "Quotas for your Application Load Balancers"), and each of our rules has one.
 */
export const mostRules = 100;

/** Rules are numbered from 1 to this (Elastic Load Balancing API, RulePriorityPair). */
export const lastPriority = 50_000;

/** Where a host's number is, unless another host was there first. */
const home = (host: string): number => Number.parseInt(shortHash(host), 36) % lastPriority;

const repeated = (hosts: readonly string[]): string[] => [
  ...new Set(hosts.filter((host, index) => hosts.indexOf(host) !== index)),
];

/** One label, because a wildcard certificate covers no more; or the domain itself. */
const label = /^(@|[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)$/;

/** What is wrong with the hosts of one load balancer. */
export function hostProblems(hosts: readonly string[]): (string | false)[] {
  return [
    hosts.length > mostRules &&
      `given ${hosts.length} hosts; allowed: ${mostRules} rules a load balancer; put some of them on an edge of their own`,
    ...repeated(hosts).map((host) => `host "${host}" is given twice; allowed: one route a host; rename one of them`),
    ...hosts.map(
      (host) =>
        !label.test(host) &&
        `host "${host}" is not one DNS label in lower case; allowed: such as api, or @ for the domain itself; rename it`,
    ),
  ];
}

/**
 * The number of each host's listener rule. It comes from the host's own name, because counting would renumber the
 * rules of all others when one comes or goes, and AWS refuses a number that is still taken by a rule about to move.
 * Only hosts whose names meet in one number (1 in 50,000 for a pair) can move each other.
 *
 * @throws {Mistake} when a host is no label or appears twice, or there are more hosts than rules.
 */
export function listenerPriorities(hosts: readonly string[]): ReadonlyMap<string, number> {
  refuse("listener rules", hostProblems(hosts));

  const taken = new Map<number, string>();
  for (const host of [...hosts].sort()) {
    let slot = home(host);
    while (taken.has(slot)) slot = (slot + 1) % lastPriority;
    taken.set(slot, host);
  }
  return new Map([...taken].map(([slot, host]) => [host, slot + 1]));
}
