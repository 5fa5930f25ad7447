import { shortHash } from "./core/names";

/** What a product's database and its roles are called. */
export interface DatabaseNames {
  readonly database: string;
  /** Owns the database. Nobody logs in as it, so no program can drop or reassign the database. */
  readonly owner: string;
  /** What every login of the product acts as, and so the owner of every table the product makes. */
  readonly application: string;
  /** Who logs in; another with every rotation. */
  readonly login: string;
}

/** PostgreSQL's limit is 63 bytes (`NAMEDATALEN`), and the longest name below adds eight. */
const longest = 55;
const taken = ["postgres", "template0", "template1", "public"];

/** What is wrong with the name of a database, if something is. */
export function databaseNameProblem(database: string): string | false {
  const allowed = `allowed are a letter and up to ${longest - 1} letters, digits and _, in lower case`;
  if (!/^[a-z][a-z0-9_]*$/.test(database) || database.length > longest) return `database is "${database}"; ${allowed}`;
  if (taken.includes(database) || /^(pg_|rds)/.test(database)) {
    return `database is "${database}", which PostgreSQL or RDS keeps for itself; give it the product's name`;
  }
  return false;
}

export const databaseNames = (database: string, rotate: string): DatabaseNames => ({
  database,
  owner: `${database}_owner`,
  application: `${database}_app`,
  login: `${database}_${shortHash(rotate)}`,
});

/** The environment variable that says what the server should store of the login's password. */
export const verifierVariable = "LOGIN_VERIFIER";

const quoted = (name: string): string => `"${name}"`;

/**
 * A script for psql that makes a product's database and roles, or leaves them as they are when they are right: run
 * twice it ends where it did the first time. Whoever runs it is RDS's master user, who is no superuser.
 *
 * - The application makes and changes its own tables when it starts, so its role may create in the one schema there is.
 *   It owns what it makes and nothing else: not the database, no other schema, no extension. It cannot make roles or
 *   databases, and PostgreSQL gives no ordinary role the right to pass over row-level security.
 * - Logins own nothing: each acts as the application's role from its first statement, so what one made the next may
 *   change. An older login stays valid for a day, in which the pods that use it roll. Then it is shut.
 * - The password does not pass here. What the server stores of it comes from the environment, not from an argument.
 * - There is no `$` in it, because Kubernetes would read `$$` in a variable as `$`.
 */
export function databaseScript(names: DatabaseNames): string {
  // Quoted, because a product may be called as a word of SQL is. Letters, digits and `_` need no escaping.
  const [database, owner, application, login] = [
    quoted(names.database),
    quoted(names.owner),
    quoted(names.application),
    quoted(names.login),
  ];
  const session = [
    ["role", names.application],
    // A query that hangs gives its locks and its connection back; a program that needs longer may ask for it.
    ["statement_timeout", "5min"],
    ["idle_in_transaction_session_timeout", "5min"],
  ];
  const ensure = (role: string) =>
    `SELECT 'CREATE ROLE ${quoted(role)}' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${role}') \\gexec`;
  return [
    "SET client_min_messages = warning;",
    `\\getenv verifier ${verifierVariable}`,
    "-- The roles. To give a database to its owner, one must be the owner's member.",
    ...[names.owner, names.application, names.login].map(ensure),
    ...[owner, application].map((role) => `ALTER ROLE ${role} NOLOGIN NOCREATEDB NOCREATEROLE;`),
    `GRANT ${owner} TO CURRENT_USER;`,
    "-- The login of this rotation.",
    `ALTER ROLE ${login} LOGIN NOCREATEDB NOCREATEROLE PASSWORD :'verifier' VALID UNTIL 'infinity';`,
    `GRANT ${application} TO ${login};`,
    ...session.map(([name, value]) => `ALTER ROLE ${login} SET ${name} TO '${value}';`),
    "-- The logins of earlier rotations: one day more, and only once.",
    `SELECT format('ALTER ROLE %I VALID UNTIL %L', rolname, now() + interval '1 day') FROM pg_roles`,
    `  WHERE rolname ~ '^${names.database}_[0-9a-z]{7}\\Z' AND rolname <> '${names.login}' AND rolcanlogin`,
    `  AND pg_has_role(oid, '${names.application}', 'MEMBER') AND coalesce(rolvaliduntil, 'infinity') = 'infinity' \\gexec`,
    "-- The database.",
    `SELECT 'CREATE DATABASE ${database} OWNER ${owner}'`,
    `  WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '${names.database}') \\gexec`,
    `REVOKE ALL ON DATABASE ${database} FROM PUBLIC;`,
    `GRANT CONNECT, TEMPORARY ON DATABASE ${database} TO ${application};`,
    "-- Its one schema, which belongs to the owner of the database.",
    `\\connect ${database}`,
    "REVOKE ALL ON SCHEMA public FROM PUBLIC;",
    `GRANT USAGE, CREATE ON SCHEMA public TO ${application};`,
    "-- What the owner makes, a restore for one, the application may use.",
    ...[
      ["SELECT, INSERT, UPDATE, DELETE", "TABLES"],
      ["SELECT, USAGE, UPDATE", "SEQUENCES"],
      ["EXECUTE", "FUNCTIONS"],
    ].map(
      ([rights, things]) =>
        `ALTER DEFAULT PRIVILEGES FOR ROLE ${owner} IN SCHEMA public GRANT ${rights} ON ${things} TO ${application};`,
    ),
    "",
  ].join("\n");
}
