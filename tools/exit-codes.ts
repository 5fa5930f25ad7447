/** How a run of the command line ends; scripts and pipelines read it. */
export const exitCodes = {
  fine: 0,
  /** A policy, or the simulated account, refuses what the program asks for. */
  stackAtFault: 1,
  /** The stack file or the arguments are wrong. */
  wrongInput: 2,
  ourBug: 3,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
