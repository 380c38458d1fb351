import assert from "node:assert/strict";
import test from "node:test";

import { load } from "./static.mjs";

const { shadesLayer, SHADES, STEPS } = await load("territory/js/map/shades.js");
const { buildStyle, COLOURS } = await load("territory/js/map/style.js");

const scale = Array.from({ length: STEPS }, (_, step) => `rgb(${step}, 0, 0)`);

test("each EPCI has the colour of its level, and the others none", () => {
  const layer = shadesLayer({ 200085751: 0, 246300701: 3, 200040715: 9 }, scale);
  assert.equal(layer.id, SHADES);
  assert.equal(layer["source-layer"], "epci");
  assert.deepEqual(layer.filter[2], ["literal", ["200040715", "200085751", "246300701"]]);
  assert.deepEqual(layer.paint["fill-color"].slice(2), [
    "200040715", scale[5], "200085751", scale[0], "246300701", scale[3], "rgba(0, 0, 0, 0)",
  ]);
});

test("nothing to shade is a layer that shows nothing", () => {
  const layer = shadesLayer({}, scale);
  assert.equal(layer.paint["fill-color"], "rgba(0, 0, 0, 0)");
});

test("the layer under which shades are put exists", () => {
  const colours = Object.fromEntries(COLOURS.map((name) => [name, "rgb(0, 0, 0)"]));
  const ids = buildStyle("https://exemple.test/fr.pmtiles", colours, []).layers.map(({ id }) => id);
  assert.ok(ids.includes("communes"));
});
