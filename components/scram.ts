import { createHash, createHmac, pbkdf2Sync } from "node:crypto";

const iterations = 4096;

/**
 * What PostgreSQL stores of a password (RFC 5803). Handed this, a server never sees the password, and neither do its
 * logs, which quote statements that change a login.
 *
 * The salt comes from login and password, so the same two give the same verifier and nothing changes between two runs.
 * A salt keeps equal passwords from being recognised, and logins differ.
 */
export function scramVerifier(login: string, password: string): string {
  const salt = createHmac("sha256", password).update(`salt of ${login}`).digest().subarray(0, 16);
  const salted = pbkdf2Sync(password, salt, iterations, 32, "sha256");
  const sign = (text: string) => createHmac("sha256", salted).update(text).digest();
  const storedKey = createHash("sha256").update(sign("Client Key")).digest("base64");
  const serverKey = sign("Server Key").toString("base64");
  return `SCRAM-SHA-256$${iterations}:${salt.toString("base64")}$${storedKey}:${serverKey}`;
}
