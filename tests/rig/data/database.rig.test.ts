import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type PlannedDatabase, plannedDatabases, plannedParameters } from "./databases";
import { type Answer, type Ask, asking, type Login, type PostgresServer, startPostgres } from "./postgres";

/** Everything the server knows of roles, and of who may do what in a database, without numbers that mean nothing. */
const roles = `
  SELECT to_jsonb(a) - 'oid' FROM pg_authid a ORDER BY rolname;
  SELECT roleid::regrole, member::regrole, grantor::regrole, to_jsonb(m) - '{oid,roleid,member,grantor}'::text[]
    FROM pg_auth_members m ORDER BY 1, 2, 3;
  SELECT setdatabase, setrole::regrole, setconfig FROM pg_db_role_setting ORDER BY 1, 2;
  SELECT datname, datdba::regrole, datacl FROM pg_database ORDER BY 1;
`;
const rights = `
  SELECT nspname, nspowner::regrole, nspacl FROM pg_namespace ORDER BY 1;
  SELECT defaclrole::regrole, defaclnamespace::regnamespace, defaclobjtype, defaclacl FROM pg_default_acl ORDER BY 1, 2, 3;
  SELECT relname, relowner::regrole, relacl FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1;
`;

/** What a program that logs in as the product must not be able to do, in the server's words. */
const refused: readonly (readonly [what: string, statement: string, because: RegExp])[] = [
  ["make a role", "CREATE ROLE intruder", /permission denied to create role/],
  ["make a database", "CREATE DATABASE intruder", /permission denied to create database/],
  ["make a schema", "CREATE SCHEMA intruder", /permission denied for database automl/],
  ["add an extension", "CREATE EXTENSION citext", /permission denied to create extension|is not available/],
  ["become a superuser", "ALTER ROLE CURRENT_USER SUPERUSER", /must be superuser|permission denied to alter role/],
  ["pass over row-level security", "ALTER ROLE CURRENT_USER BYPASSRLS", /must be superuser|permission denied to alter/],
  ["become the owner of the database", "SET ROLE automl_owner", /permission denied to set role "automl_owner"/],
  ["become the master user", "SET ROLE atelier", /permission denied to set role "atelier"/],
  ["become RDS's superuser", "SET ROLE rds_superuser", /permission denied to set role "rds_superuser"/],
  [
    "join the owner of the database",
    "GRANT automl_owner TO CURRENT_USER",
    /must have admin option|permission denied to grant/,
  ],
  ["let another in", "GRANT automl_app TO automl_mlflow_app", /must have admin option|permission denied to grant/],
  ["prolong a login", "ALTER ROLE CURRENT_USER VALID UNTIL 'infinity'", /permission denied/],
  ["take the database", "ALTER DATABASE automl OWNER TO automl_app", /must be owner of database automl/],
  ["drop the database", "DROP DATABASE automl", /must be owner of database|cannot drop the currently open database/],
  ["take the schema", "ALTER SCHEMA public OWNER TO automl_app", /must be owner of schema public/],
  ["drop the schema", "DROP SCHEMA public CASCADE", /must be owner of schema public/],
  [
    "read what the server stores of passwords",
    "SELECT rolpassword FROM pg_authid",
    /permission denied for table pg_authid/,
  ],
  ["read a file of the server", "SELECT pg_read_file('/etc/passwd')", /permission denied for function pg_read_file/],
  [
    "run a program on the server",
    "COPY (SELECT 1) TO PROGRAM 'true'",
    /permission denied to COPY to or from an external program|must be superuser/,
  ],
  ["change the server's settings", "ALTER SYSTEM SET log_statement = 'none'", /permission denied|must be superuser/],
  ["hide what it does from the log", "SET log_statement = 'none'", /permission denied to set parameter/],
  [
    "make a language run on the server",
    "CREATE LANGUAGE plpython3u",
    /permission denied|must be superuser|not available/,
  ],
  ["disable triggers", "SET session_replication_role = 'replica'", /permission denied to set parameter/],
];

function named(planned: ReadonlyMap<string, PlannedDatabase>, database: string): PlannedDatabase {
  const found = planned.get(database);
  if (found === undefined) throw new Error(`there is no database "${database}", only ${[...planned.keys()]}`);
  return found;
}

/** Debian's is from before the rules on who may grant a role became strict (16); RDS runs the other. */
describe.each(["postgres", "postgres-18"] as const)("on %s", (program) => {
  let server: PostgresServer;
  let ask: Ask;
  let automl: PlannedDatabase;
  let mlflow: PlannedDatabase;
  let all: readonly PlannedDatabase[];

  const asPlanned = ({ login, password, database }: PlannedDatabase): Login => ({ user: login, password, database });
  const setUp = ({ script, verifier }: PlannedDatabase): Promise<Answer> =>
    ask(server.master, script, { variables: { LOGIN_VERIFIER: verifier } });
  const nothing: Answer = { done: true, said: "" };
  const catalogs = async (databases: readonly PlannedDatabase[]): Promise<readonly string[]> => {
    const answers = [
      await ask(server.superuser, roles),
      ...(await Promise.all(databases.map(({ database }) => ask({ ...server.superuser, database }, rights)))),
    ];
    expect(answers.map(({ done }) => done)).not.toContain(false);
    return answers.map(({ said }) => said);
  };

  beforeAll(async () => {
    const planned = await plannedDatabases("staging");
    automl = named(planned, "automl");
    mlflow = named(planned, "automl_mlflow");
    all = [...planned.values()];
    server = await startPostgres(program, await plannedParameters("staging"));
    ask = await asking(server);
    for (const database of all) expect(await setUp(database)).toEqual(nothing);
  });
  afterAll(() => server?.process.stop());

  test("each product's script, run twice, ends where it did the first time", async () => {
    const first = await catalogs(all);
    for (const database of all) expect(await setUp(database)).toEqual(nothing);
    expect(await catalogs(all)).toEqual(first);
    expect(first[0]).toContain(automl.login);
    expect(all.length).toBeGreaterThan(1);
  });

  test("whoever connects without TLS is refused, with the right password too", async () => {
    const login = asPlanned(automl);
    expect(await ask(login, "SET ROLE NONE; SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")).toEqual({
      done: true,
      said: "t",
    });
    expect(await ask(login, "SELECT 1", { tls: false })).toMatchObject({
      done: false,
      said: expect.stringMatching(/no pg_hba.conf entry .* no encryption/),
    });
  });

  test("a wrong password is refused", async () => {
    expect(await ask({ ...asPlanned(automl), password: "wrong" }, "SELECT 1")).toMatchObject({
      done: false,
      said: expect.stringContaining("password authentication failed"),
    });
  });

  test("a product makes, changes, fills, reads and drops its own tables", async () => {
    const everything = `
      CREATE TABLE jobs (id bigserial PRIMARY KEY, name text NOT NULL);
      ALTER TABLE jobs ADD COLUMN state text NOT NULL DEFAULT 'new';
      CREATE INDEX ON jobs (state);
      INSERT INTO jobs (name) VALUES ('one'), ('two');
      UPDATE jobs SET state = 'done' WHERE name = 'one';
      DELETE FROM jobs WHERE name = 'two';
      CREATE TEMPORARY TABLE scratch AS SELECT * FROM jobs;
      CREATE VIEW done AS SELECT name FROM jobs WHERE state = 'done';
      SELECT string_agg(name, ',') FROM done;
      DROP VIEW done;
      DROP TABLE jobs;
    `;
    for (const database of all) expect(await ask(asPlanned(database), everything)).toEqual({ done: true, said: "one" });
  });

  test("a query that hangs is ended by the server", async () => {
    const limits = "SHOW statement_timeout; SHOW idle_in_transaction_session_timeout;";
    expect(await ask(asPlanned(automl), limits)).toEqual({ done: true, said: "5min\n5min" });
  });

  test.each(refused)("a product cannot %s", async (_what, statement, because) => {
    for (const first of ["", "SET ROLE NONE;\n"]) {
      const { done, said } = await ask(asPlanned(automl), `${first}${statement};`);
      expect({ done, said }).toEqual({ done: false, said: expect.stringMatching(because) });
    }
  });

  test("no product gets into another's database", async () => {
    for (const [from, to] of [
      [automl, mlflow.database],
      [mlflow, automl.database],
    ] as const) {
      expect(await ask({ ...asPlanned(from), database: to }, "SELECT 1")).toMatchObject({
        done: false,
        said: expect.stringContaining(`permission denied for database "${to}"`),
      });
    }
  });

  test("in the server's own database a product makes nothing", async () => {
    expect(await ask({ ...asPlanned(automl), database: "postgres" }, "CREATE TABLE hidden (id int)")).toMatchObject({
      done: false,
      said: expect.stringContaining("permission denied for schema public"),
    });
  });

  test("row-level security on a table of the database's owner holds for the product, which cannot switch it off", async () => {
    const restored = { ...server.master, database: automl.database };
    const made = await ask(
      restored,
      `SET ROLE automl_owner;
       CREATE TABLE restored (tenant text, secret text);
       INSERT INTO restored VALUES ('ours', 'seen'), ('theirs', 'hidden');
       ALTER TABLE restored ENABLE ROW LEVEL SECURITY;
       CREATE POLICY tenants ON restored USING (tenant = 'ours');`,
    );
    expect(made).toEqual(nothing);
    const login = asPlanned(automl);
    expect(await ask(login, "SELECT secret FROM restored")).toEqual({ done: true, said: "seen" });
    for (const [statement, because] of [
      ["ALTER TABLE restored DISABLE ROW LEVEL SECURITY", "must be owner of table restored"],
      ["DROP POLICY tenants ON restored", "must be owner of"],
      ["ALTER TABLE restored OWNER TO automl_app", "must be owner of table restored"],
      ["DROP TABLE restored", "must be owner of table restored"],
      ["SET row_security = off; SELECT secret FROM restored", "would be affected by row-level security policy"],
    ] as const) {
      expect(await ask(login, statement)).toMatchObject({ done: false, said: expect.stringContaining(because) });
    }
    expect(await ask(restored, "SET ROLE automl_owner; DROP TABLE restored")).toEqual(nothing);
  });

  test("a rotation lets the new login in at once and the old for a day; what one made the other changes", async () => {
    const rotated = async (rotate: string): Promise<PlannedDatabase> => {
      const next = named(await plannedDatabases("staging", rotate), "automl");
      expect(await setUp(next)).toEqual(nothing);
      return next;
    };
    const until = async (...logins: readonly PlannedDatabase[]): Promise<readonly string[]> => {
      const hours = "round(extract(epoch FROM nullif(rolvaliduntil, 'infinity') - now()) / 3600)";
      const asked = logins.map(({ login }) =>
        ask(server.superuser, `SELECT ${hours} FROM pg_roles WHERE rolname = '${login}'`),
      );
      return (await Promise.all(asked)).map(({ said }) => said);
    };
    const aDayPasses = () =>
      ask(
        server.superuser,
        `SELECT format('ALTER ROLE %I VALID UNTIL %L', rolname, rolvaliduntil - interval '1 day') FROM pg_roles
           WHERE isfinite(rolvaliduntil) \\gexec`,
      );
    const works = async (database: PlannedDatabase) => (await ask(asPlanned(database), "SELECT 1")).done;

    expect(await ask(asPlanned(automl), "CREATE TABLE kept (id int)")).toEqual(nothing);
    const second = await rotated("2026-12");
    expect(second.login).not.toBe(automl.login);
    expect(second.password).not.toBe(automl.password);
    expect(await ask(asPlanned(second), "ALTER TABLE kept ADD COLUMN name text; DROP TABLE kept")).toEqual(nothing);
    expect([await works(automl), await works(second)]).toEqual([true, true]);
    expect(await until(automl, second)).toEqual(["24", ""]);

    expect(await aDayPasses()).toEqual(nothing);
    expect([await works(automl), await works(second)]).toEqual([false, true]);

    const third = await rotated("2027-01");
    expect([await works(automl), await works(second), await works(third)]).toEqual([false, true, true]);
    expect(await until(automl, second, third)).toEqual(["0", "24", ""]);
    expect(await works(mlflow)).toBe(true);
  });

  test("the server's log tells no password", () => {
    const log = server.process.log();
    expect(log).toContain("ALTER ROLE");
    for (const { password } of all) expect(log).not.toContain(password);
  });
});
