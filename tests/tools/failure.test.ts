import { describe, expect, test } from "@jest/globals";
import * as aws from "@pulumi/aws";
import { RunError } from "@pulumi/pulumi";
import { Account } from "../../sandbox/account";
import { run } from "../../sandbox/run";
import { failureOf } from "../../tools/failure";
import { WrongInput } from "../../tools/wrong-input";
import { deploy } from "../support/deploy";

const asItIs = (trace: string): string => trace;
const failure = (error: unknown) => failureOf(error, asItIs);

/** What a run of a program fails with. */
const thrown = (program: () => unknown): Promise<unknown> =>
  deploy(program, { account: new Account() }).then(
    () => undefined,
    (error: unknown) => error,
  );

describe("how a command ends", () => {
  test("wrong settings or arguments end with 2 and are said as they are", () => {
    for (const error of [new WrongInput("no such file"), new RunError("no such file")]) {
      expect(failure(error)).toEqual({ code: 2, text: "no such file" });
    }
  });

  test("what the account refuses ends with 1, with AWS's code, what to do and no stack trace", async () => {
    const provider = () => new aws.Provider("aws", { region: "eu-central-1" });
    const error = await thrown(() => {
      new aws.ec2.Subnet("lost", { vpcId: "vpc-none", cidrBlock: "10.0.0.0/24" }, { provider: provider() });
    });
    const { code, text } = failure(error);
    expect(code).toBe(1);
    expect(text).toContain("refuses a resource, as AWS would");
    expect(text).toMatch(/lost.*InvalidVpcID\.NotFound/s);
    expect(text).toContain("plan again");
    expect(text).not.toMatch(/^ +at /m);
  });

  test("several refusals come together", async () => {
    const error = await thrown(() => {
      const provider = new aws.Provider("aws", { region: "eu-central-1" });
      for (const name of ["one", "two"]) {
        new aws.ec2.Subnet(name, { vpcId: `vpc-${name}`, cidrBlock: "10.0.0.0/24" }, { provider });
      }
    });
    const { code, text } = failure(error);
    expect(code).toBe(1);
    expect(text).toContain("refuses 2 resources");
    expect(text).toMatch(/"one".*"two"/s);
  });

  test("anything else is our bug: 3, where it happened and what to do", async () => {
    const { code, text } = failure(new TypeError("x is not a function"));
    expect(code).toBe(3);
    expect(text).toContain("fault of Atelier itself");
    expect(text).toMatch(/TypeError: x is not a function\n +at .*failure\.test\.ts/);
    expect(text).toContain("report it");
  });

  test("a bug beside a refusal is still a bug, and only it is shown", () => {
    const error = new AggregateError([new RunError("a wrong setting"), new Error("bug")]);
    expect(failure(error)).toMatchObject({ code: 3, text: expect.not.stringContaining("a wrong setting") });
  });

  test("what is thrown need not be an error", () => {
    expect(failure("text")).toMatchObject({ code: 3, text: expect.stringContaining("text") });
  });

  test("a run with traces says where in the program it went wrong", async () => {
    const program = () => {
      throw new Error("here");
    };
    const error = await run(program, { project: "p", stack: "s", account: new Account(), traces: true }).catch(
      (problem: unknown) => problem,
    );
    expect(failure(error).text).toMatch(/Error: here\n +at program/);
  });
});
