import { expect } from "@jest/globals";
import type { Platform } from "./platform";

/** What AWS itself does not delete while it is told to keep it, and what tells it. */
const kept: readonly (readonly [type: string, off: Readonly<Record<string, boolean>>])[] = [
  ["aws:rds/instance:Instance", { deletionProtection: false }],
  ["aws:eks/cluster:Cluster", { deletionProtection: false }],
  ["aws:lb/loadBalancer:LoadBalancer", { enableDeletionProtection: false }],
];

/** What a person does who means it: lifts Pulumi's protection, then AWS's, which until then refuses. */
export async function liftProtection({ account, engine, stack }: Platform): Promise<void> {
  const said = await engine.type("state", "unprotect", "--all", "--yes", "--stack", stack.name);
  expect(said).toContain("All resources unprotected");
  for (const [type, off] of kept) {
    for (const thing of account.all(type)) {
      expect(() => account.delete(thing)).toThrow(/protect/i);
      account.update({ ...thing, name: "", inputs: { ...thing.inputs, ...off } });
    }
  }
}
