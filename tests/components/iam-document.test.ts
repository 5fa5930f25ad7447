import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { type KnownStatement, mergeStatements, policyDocument } from "../../components/iam-document";

const action = fc.constantFrom("s3:GetObject", "s3:PutObject", "s3:ListBucket", "kms:Decrypt");
const resource = fc.constantFrom("arn:aws:s3:::models", "arn:aws:s3:::models/*", "arn:aws:s3:::reports/*");
const condition = fc.constantFrom(
  { StringEquals: { "aws:SourceAccount": "111122223333" } },
  { StringEquals: { "s3:prefix": "a" }, Bool: { "aws:SecureTransport": "true" } },
);
const statement = fc
  .record({
    actions: fc.array(action, { minLength: 1, maxLength: 3 }),
    resources: fc.array(resource, { minLength: 1, maxLength: 3 }),
    conditions: fc.option(condition, { nil: undefined }),
  })
  .map(({ conditions, ...rest }): KnownStatement => (conditions === undefined ? rest : { ...rest, conditions }));
const statements = fc.array(statement, { maxLength: 8 });

/** Every single permission: one action on one resource under one condition. */
const permissions = (given: readonly KnownStatement[]): Set<string> =>
  new Set(
    given.flatMap(({ actions, resources, conditions }) =>
      actions.flatMap((a) => resources.map((r) => `${a} ${r} ${JSON.stringify(conditions)}`)),
    ),
  );

test("a merged policy allows exactly what its statements allowed", () => {
  fc.assert(
    fc.property(statements, (given) => {
      expect(permissions(mergeStatements(given))).toEqual(permissions(given));
    }),
  );
});

test("a merged policy has no more statements than it was made of, and says nothing twice", () => {
  fc.assert(
    fc.property(statements, (given) => {
      const merged = mergeStatements(given);

      expect(merged.length).toBeLessThanOrEqual(given.length);
      for (const { actions, resources } of merged) {
        expect(new Set(actions).size).toBe(actions.length);
        expect(new Set(resources).size).toBe(resources.length);
      }
    }),
  );
});

test("the same statements in any order give the same text", () => {
  const shuffled = statements.chain((given) =>
    fc.tuple(fc.constant(given), fc.shuffledSubarray(given, { minLength: given.length })),
  );
  fc.assert(
    fc.property(shuffled, ([given, other]) => {
      expect(policyDocument("api", other)).toBe(policyDocument("api", given));
    }),
  );
});

test("what differs only in its actions becomes one statement, and so does what differs only in its resources", () => {
  const models = "arn:aws:s3:::models/*";
  const reports = "arn:aws:s3:::reports/*";

  expect(
    mergeStatements([
      { actions: ["s3:PutObject"], resources: [models] },
      { actions: ["s3:GetObject"], resources: [models] },
      { actions: ["s3:GetObject", "s3:PutObject"], resources: [reports] },
    ]),
  ).toEqual([{ actions: ["s3:GetObject", "s3:PutObject"], resources: [models, reports] }]);
});

test("a condition is never lost in a merge", () => {
  const conditions = { StringEquals: { "kms:ViaService": "s3.eu-central-1.amazonaws.com" } };
  const document = policyDocument("api", [
    { actions: ["kms:Decrypt"], resources: ["arn:aws:kms:eu-central-1:111122223333:key/a"], conditions },
    { actions: ["kms:DescribeKey"], resources: ["arn:aws:kms:eu-central-1:111122223333:key/a"] },
  ]);

  expect(JSON.parse(document)).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: ["kms:Decrypt"],
        Resource: ["arn:aws:kms:eu-central-1:111122223333:key/a"],
        Condition: conditions,
      },
      {
        Effect: "Allow",
        Action: ["kms:DescribeKey"],
        Resource: ["arn:aws:kms:eu-central-1:111122223333:key/a"],
      },
    ],
  });
});

test("a policy longer than a role may carry is refused with its length, and one that just fits is not", () => {
  const ofLength = (length: number) => {
    const empty = policyDocument("api", [{ actions: ["s3:GetObject"], resources: [""] }]).length;
    return policyDocument("api", [{ actions: ["s3:GetObject"], resources: ["r".repeat(length - empty)] }]);
  };

  expect(ofLength(10_240)).toHaveLength(10_240);
  expect(() => ofLength(10_241)).toThrow("the policy of api has 10241 characters; a role carries at most 10240");
});
