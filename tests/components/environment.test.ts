import { expect, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { access } from "../../components/core/access";
import { environment } from "../../components/environment";

const database = access("use database", {
  env: { POSTGRES_HOST: "db" },
  secrets: { POSTGRES_PASSWORD: pulumi.secret("hidden") },
});

test("own variables, those of the access and its secrets are kept apart, each in the order of names", () => {
  const { plain, secrets, problems } = environment({ LOG_LEVEL: "INFO", API_PORT: "8000" }, [database]);

  expect(Object.entries(plain)).toEqual([
    ["API_PORT", "8000"],
    ["LOG_LEVEL", "INFO"],
    ["POSTGRES_HOST", "db"],
  ]);
  expect(Object.keys(secrets)).toEqual(["POSTGRES_PASSWORD"]);
  expect(problems).toEqual([]);
});

test("a variable given twice is a problem that names both owners", () => {
  const replica = access("read replica", { env: { POSTGRES_HOST: "replica" } });

  expect(environment({ POSTGRES_HOST: "mine" }, [database, replica]).problems).toEqual([
    'POSTGRES_HOST is set by env and by access "use database"; leave one out, or rename it with known()',
    'POSTGRES_HOST is set by env and by access "read replica"; leave one out, or rename it with known()',
  ]);
});

test("a variable that is plain for one owner and secret for another is a problem", () => {
  expect(environment({ POSTGRES_PASSWORD: "mine" }, [database]).problems).toHaveLength(1);
});

test("the very same value may come from two owners", () => {
  expect(environment({}, [database, database]).problems).toEqual([]);
  expect(environment({ POSTGRES_HOST: "db" }, [database]).problems).toEqual([]);
});

test("a name that a shell cannot read is a problem", () => {
  const named = (name: string) => environment({ [name]: "x" }, []).problems;

  expect(named("LOG-LEVEL")).toEqual([
    'env sets "LOG-LEVEL"; a variable has letters, digits and _, no digit first: rename it',
  ]);
  for (const bad of ["1ST", "", "A B", "A.B"]) expect(named(bad)).toHaveLength(1);
  for (const good of ["A", "_A1", "log_level"]) expect(named(good)).toEqual([]);
});

test("the order of the access list changes nothing", () => {
  const names = fc.uniqueArray(fc.stringMatching(/^[A-Z_]{1,6}$/), { minLength: 2, maxLength: 6 });
  fc.assert(
    fc.property(names, (given) => {
      const list = given.map((name) => access(name, { env: { [name]: name } }));
      const texts = [list, [...list].reverse()].map((each) => JSON.stringify(environment({}, each).plain));

      expect(texts[1]).toBe(texts[0]);
    }),
  );
});
