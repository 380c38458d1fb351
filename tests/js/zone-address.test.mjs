import assert from "node:assert/strict";
import test from "node:test";

import { load } from "./static.mjs";

const { LONGEST, zoneAddress } = await load("territory/js/zone-address.js");

test("an expression goes without spaces, its signs kept", () => {
  const address = zoneAddress("/territoire/zone", { expression: "dep:38 - epci:200085751 + dep:73" });
  assert.equal(address, "/territoire/zone?expression=dep:38-epci:200085751%2Bdep:73");
  const read = new URL(address, "https://exemple.test").searchParams.get("expression");
  assert.equal(read, "dep:38-epci:200085751+dep:73");
});

test("what is empty is not sent, but the expression", () => {
  const address = zoneAddress("/z", { expression: "", act: "add", text: "", within: "", unit: "dep:38" });
  assert.equal(address, "/z?expression=&act=add&unit=dep:38");
});

test("what is typed arrives as it was typed", () => {
  const text = "L’Isle-d’Abeau & Cie + 38 = ?";
  const address = zoneAddress("/z", { expression: "dep:38", act: "remove=2", text });
  const { searchParams } = new URL(address, "https://exemple.test");
  assert.equal(searchParams.get("text"), text);
  assert.equal(searchParams.get("act"), "remove=2");
});

test("an address that servers would cut is not asked", () => {
  const expression = Array.from({ length: 400 }, () => "com:38344").join(" + ");
  assert.equal(zoneAddress("/z", { expression }), null);
  assert.ok(LONGEST < 4094);
});
