/** Something that goes wrong in AWS. */
export interface Fault {
  /** At which operation (a creation, an update or a deletion), counted from 1. */
  readonly at: number;
  readonly kind: FaultKind;
}

interface Effect {
  /** `before` anything happens, or `after` the thing is made, so that whoever asked never hears of it. */
  readonly when: "before" | "after";
  readonly message: string;
}

const effects = {
  throttling: { when: "before", message: "ThrottlingException: Rate exceeded" },
  "no capacity": {
    when: "before",
    message: "InsufficientInstanceCapacity: We currently do not have sufficient capacity in the zone you requested",
  },
  quota: { when: "before", message: "LimitExceeded: The maximum number of resources of this kind has been reached" },
  "role not known yet": {
    when: "before",
    message: "InvalidParameterValueException: The role cannot be assumed by the service; IAM has not spread it yet",
  },
  crash: { when: "after", message: "the connection broke before AWS answered" },
} as const satisfies Record<string, Effect>;

export type FaultKind = keyof typeof effects;

/** What befalls that operation, if anything. */
export function faultAt(faults: readonly Fault[], operation: number): Effect | undefined {
  const fault = faults.find(({ at }) => at === operation);
  return fault && effects[fault.kind];
}
