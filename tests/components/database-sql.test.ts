import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { databaseNameProblem, databaseNames, databaseScript } from "../../components/database-sql";

const names = fc.stringMatching(/^[a-z][a-z0-9_]{0,54}$/).filter((name) => databaseNameProblem(name) === false);
const script = databaseScript(databaseNames("automl", "2026-11"));
const position = (text: string): number => {
  const at = script.indexOf(text);
  expect({ text, found: at >= 0 }).toEqual({ text, found: true });
  return at;
};

describe("names", () => {
  test("all that a database needs fit PostgreSQL's 63 bytes and differ", () => {
    fc.assert(
      fc.property(names, fc.string(), (database, rotate) => {
        const all = Object.values(databaseNames(database, rotate));
        expect(new Set(all).size).toBe(all.length);
        for (const name of all) expect(name).toMatch(/^[a-z][a-z0-9_]{0,62}$/);
      }),
    );
  });

  test("only the login changes with the rotation", () => {
    const [before, after] = [databaseNames("automl", "2026-11"), databaseNames("automl", "2026-12")];

    expect({ ...after, login: before.login }).toEqual(before);
    expect(after.login).not.toBe(before.login);
  });

  test.each(["automl", "a", "user", "a".repeat(55), "mlflow_2"])('"%s" is a database', (database) => {
    expect(databaseNameProblem(database)).toBe(false);
  });

  test.each(["", "AutoML", "1st", "auto-ml", 'a"; drop', "a".repeat(56), "a$b", "a b"])('"%s" is none', (database) => {
    expect(databaseNameProblem(database)).toBe(
      `database is "${database}"; allowed are a letter and up to 54 letters, digits and _, in lower case`,
    );
  });

  test.each(["postgres", "template1", "pg_catalog", "rdsadmin", "public"])('"%s" is taken', (database) => {
    expect(databaseNameProblem(database)).toContain("which PostgreSQL or RDS keeps for itself");
  });
});

describe("the script", () => {
  test("makes nothing that may be there already without looking", () => {
    for (const made of script.matchAll(/CREATE (?:ROLE|DATABASE)[^;]*/g)) {
      expect(made[0]).toContain("WHERE NOT EXISTS");
      expect(made[0]).toContain("\\gexec");
    }
  });

  test("holds no password, and nothing that a shell or Kubernetes would read as a variable", () => {
    fc.assert(
      fc.property(names, fc.string(), (database, rotate) => {
        expect(databaseScript(databaseNames(database, rotate))).not.toMatch(/[$`]/);
      }),
    );
    expect(script).toContain("PASSWORD :'verifier'");
  });

  test("gives no role more than PostgreSQL gives an ordinary one", () => {
    expect(script).not.toMatch(/(?<!NO)(SUPERUSER|CREATEROLE|CREATEDB|BYPASSRLS|REPLICATION)\b/);
    expect(script).not.toMatch(/GRANT ALL|TO PUBLIC|WITH ADMIN/);
  });

  test("lets the application make tables in one schema, and own no database", () => {
    position('GRANT USAGE, CREATE ON SCHEMA public TO "automl_app";');
    position('CREATE DATABASE "automl" OWNER "automl_owner"');
    position('GRANT CONNECT, TEMPORARY ON DATABASE "automl" TO "automl_app";');
  });

  test("closes the database and its schema to everyone else, and the schema in that database", () => {
    position('REVOKE ALL ON DATABASE "automl" FROM PUBLIC;');
    expect(position('\\connect "automl"')).toBeLessThan(position("REVOKE ALL ON SCHEMA public FROM PUBLIC;"));
  });

  test("makes every login act as the application, so that the next login may change what this one made", () => {
    position(`ALTER ROLE "automl_w90rsll" SET role TO 'automl_app';`);
    position('GRANT "automl_app" TO "automl_w90rsll";');
  });

  test("shuts an earlier login after a day, once, and only after the new one works", () => {
    const made = position("LOGIN NOCREATEDB NOCREATEROLE PASSWORD :'verifier' VALID UNTIL 'infinity'");
    const shut = position("VALID UNTIL %L', rolname, now() + interval '1 day'");

    expect(made).toBeLessThan(shut);
    expect(script.slice(shut)).toContain("rolname <> 'automl_w90rsll'");
    expect(script.slice(shut)).toContain("coalesce(rolvaliduntil, 'infinity') = 'infinity'");
  });

  test("ends a query that hangs and a transaction that idles", () => {
    position(`ALTER ROLE "automl_w90rsll" SET statement_timeout TO '5min';`);
    position(`ALTER ROLE "automl_w90rsll" SET idle_in_transaction_session_timeout TO '5min';`);
  });

  test("names every role and database in quotes, because a product may be called as a word of SQL is", () => {
    const reserved = databaseScript(databaseNames("user", "2026-11"));
    const outside = reserved.replace(/"[a-z0-9_]+"|'[^']*'/g, "").replace(/--.*/g, "");

    expect(outside).not.toMatch(/\buser(_|\b)/);
  });
});
