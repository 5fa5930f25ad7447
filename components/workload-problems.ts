import { image } from "./core/fields";
import { federationProblems } from "./federation";
import { lowestUser } from "./pod-security";
import { ruleProblems } from "./queue-rule";
import type { Serves, WorkloadArgs } from "./workload-args";

/** The longest name that still leaves room for what is put in front of it and behind it in names and labels of 63. */
const longest = 50;

const dnsLabel = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;

/** What is wrong with the arguments of a workload, in words for `refuse`. */
export function workloadProblems(name: string, args: WorkloadArgs & Partial<Serves>): readonly (string | false)[] {
  const { gpus = 0, user } = args;
  return [
    !(dnsLabel.test(name) && name.length <= longest) &&
      `the name is "${name}"; use lower-case letters, digits and hyphens, a letter first, at most ${longest} characters`,
    !image.safeParse(args.image).success &&
      `image is "${args.image}"; a tag can be moved, so pin it by digest: registry/name@sha256:<64 hex digits>`,
    !(Number.isInteger(gpus) && gpus >= 0) &&
      `gpus is ${gpus}; a GPU cannot be shared out: use a whole number, 0 or more`,
    user !== undefined &&
      !(Number.isInteger(user) && user >= lowestUser) &&
      `user is ${user}; lower ones are the node's own: use ${lowestUser} or more, and files of that user in the image`,
    ...replicaProblems(args),
    ...new Set(probeProblems(args)),
    ...(args.queues === undefined ? [] : ruleProblems(args.queues)),
    ...federationProblems(args.access),
  ];
}

function replicaProblems({ replicas, queues }: WorkloadArgs): readonly (string | false)[] {
  if (replicas === "exactly one") {
    return [queues !== undefined && 'replicas is "exactly one", and queues would make more; leave one of them out'];
  }
  const { min, max } = replicas;
  const whole = Number.isInteger(min) && Number.isInteger(max);
  return [
    !(whole && min >= 0 && max >= 1) &&
      `replicas are ${min} to ${max}; use whole numbers, min 0 or more, max 1 or more`,
    min === max &&
      queues !== undefined &&
      `replicas are always ${min}, so queues decide nothing; raise max or leave them out`,
    max < min && `replicas.max (${max}) is below replicas.min (${min}); raise max or lower min`,
    min === 0 &&
      queues === undefined &&
      "replicas.min is 0, and without a pod the processors' load starts none: use 1 or more, or give queues",
  ];
}

function probeProblems(args: WorkloadArgs & Partial<Serves>): readonly (string | false)[] {
  const { port = args.metricsPort, health, alive = health } = args;
  return [health, alive].map(
    (probe) =>
      port === undefined &&
      probe.kind === "http" &&
      probe.port === undefined &&
      `there is no port to ask for ${probe.path}; give the probe one, or use Probe.exec`,
  );
}
