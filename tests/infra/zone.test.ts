import { expect, test } from "@jest/globals";
import { Zone } from "../../infra/zone";
import { deploy, named } from "../support/deploy";
import { here } from "./edge-parts";

const made = () =>
  deploy(() => new Zone("dns", { domain: "ml.atelier.example", parent: "Z0PARENTEXAMPLE", data: "kept" }, here()));

test("a zone is delegated to by the zone above, with its own name servers", async () => {
  const resources = await made();
  const zone = named(resources, "dns-zone");
  const delegation = named(resources, "dns-delegation");

  expect(zone.inputs).toMatchObject({ name: "ml.atelier.example" });
  expect(delegation.inputs).toMatchObject({
    zoneId: "Z0PARENTEXAMPLE",
    name: "ml.atelier.example",
    type: "NS",
    records: zone.outputs["nameServers"],
  });
});

test("the delegation hangs on the zone, so that a destroy takes it away first", async () => {
  const resources = await made();

  expect(named(resources, "dns-delegation").dependencies).toContain(named(resources, "dns-zone").urn);
});

test("a zone that is kept is never emptied to be deleted", async () => {
  const zone = named(await made(), "dns-zone");

  expect(zone.inputs["forceDestroy"]).toBe(false);
  expect(zone.options.protect).toBe(true);
});
