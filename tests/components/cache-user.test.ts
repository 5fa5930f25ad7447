import { expect, test } from "@jest/globals";
import { productAcl } from "../../components/cache-acl";
import { CacheUser } from "../../components/cache-user";
import type { Access } from "../../components/core/access";
import { deploy, named, settle } from "../support/deploy";
import { cacheServer, hidden, key } from "./data-parts";

const make = (rotate = "2026-11") => new CacheUser("automl-cache", { cache: cacheServer, key, data: "kept", rotate });
const made = (rotate?: string) => deploy(() => make(rotate));

test("a user may do what a product needs, and is let in by the cache's group", async () => {
  const resources = await made();
  const { userId } = named(resources, "automl-cache-user").inputs;

  expect(named(resources, "automl-cache-user").inputs).toMatchObject({ userName: userId, accessString: productAcl });
  expect(named(resources, "automl-cache-member").inputs).toEqual({ userGroupId: "cache-users", userId });
});

test("another rotation is another user with another password, so the old one works until nobody needs it", async () => {
  const [before, after] = [await made("2026-11"), await made("2026-12")];
  const nameIn = (resources: typeof before) => named(resources, "automl-cache-user").inputs["userName"];

  expect(nameIn(before)).not.toBe(nameIn(after));
  expect(nameIn(before)).toBe(nameIn(await made("2026-11")));
  expect(named(after, "automl-cache-password-value").inputs).toMatchObject({ keepers: { rotate: "2026-12" } });
});

/** The access of a user, with everything known. */
async function connection() {
  const given: Access[] = [];
  const resources = await deploy(() => {
    given.push(make().connect());
  });
  const [access] = given;
  if (access === undefined) throw new Error("the user gave nothing");
  return { access: await settle(access), resources };
}

test("a product finds the cache under the names of its contract, each thing in a database of its own", async () => {
  const { access, resources } = await connection();
  const user = named(resources, "automl-cache-user").inputs["userName"];
  const password = hidden(named(resources, "automl-cache-password-value").outputs["result"]);
  const url = (database: number) =>
    `rediss://${user}:${password}@cache.atelier.example:6379/${database}?ssl_cert_reqs=required`;

  expect(access.env).toEqual({ REDIS_HOST: "cache.atelier.example", REDIS_PORT: "6379", REDIS_USERNAME: user });
  expect(access.secrets).toEqual({
    REDIS_PASSWORD: password,
    REDIS_URL: url(2),
    CELERY_BROKER_URL: url(0),
    CELERY_RESULT_BACKEND: url(1),
  });
  expect(access.reach).toEqual([
    { to: "addresses", what: "cache", cidrs: ["10.20.2.0/24", "10.20.3.0/24"], port: 6379 },
  ]);
  expect(access.statements).toEqual([]);
});

test("whoever knows the user name waits until the user is let in", async () => {
  const resources = await deploy(() => {
    const user = make();
    new CacheUser("second", { cache: { ...cacheServer, userGroupId: user.username }, key, data: "kept", rotate: "1" });
  });

  expect(named(resources, "second-member").dependencies).toContain(named(resources, "automl-cache-member").urn);
});

test("the same access is given every time, so two of a program's parts may list it", async () => {
  await deploy(() => {
    const user = make();
    expect(user.connect()).toBe(user.connect());
  });
  expect.assertions(1);
});
