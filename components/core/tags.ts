/** Tags of everything a stack makes, set once on its AWS provider. */
export interface StackTags {
  readonly stack: string;
  readonly environment: string;
  readonly owner: string;
  readonly "cost-center": string;
  readonly "managed-by": "pulumi";
}

/** The tags of a stack; AWS shows them in cost reports, IAM conditions and the audit after a destroy. */
export function stackTags(
  stack: string,
  environment: string,
  { owner, costCenter }: { readonly owner: string; readonly costCenter: string },
): StackTags {
  return { stack, environment, owner, "cost-center": costCenter, "managed-by": "pulumi" };
}
