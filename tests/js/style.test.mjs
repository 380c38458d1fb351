import assert from "node:assert/strict";
import test from "node:test";

import { config, project } from "./geography.mjs";
import { load } from "./static.mjs";

const { buildStyle, COLOURS, PERIMETER, ZONE } = await load("territory/js/map/style.js");
const { MARKS, ROOMS } = await load("territory/js/map/labels.js");
const { markPoints } = await load("public_map/js/map/mark-points.js");
const { groupsAt } = await load("public_map/js/map/counters.js");

/** One colour per name, so that a colour in the style tells where it comes from. */
const colours = Object.fromEntries(COLOURS.map((name, i) => [name, `rgba(${i}, 0, 0, 1)`]));
const style = buildStyle("https://exemple.test/fr.pmtiles", colours, ["Police", "sans-serif"]);
const layer = (id) => style.layers.find((one) => one.id === id);

test("the tiles are ours, and nothing else is fetched", () => {
  assert.equal(style.sources.fr.url, "pmtiles://https://exemple.test/fr.pmtiles");
  assert.equal(style.glyphs, undefined);
  assert.equal(style.sprite, undefined);
  assert.deepEqual(Object.keys(style.sources), ["fr", ZONE, PERIMETER, MARKS]);
});

test("every colour comes from the theme, and every colour of the theme is used", () => {
  const text = JSON.stringify(style.layers);
  for (const name of COLOURS) assert.ok(text.includes(`"${colours[name]}"`), name);
  assert.deepEqual(text.match(/#[0-9a-f]{3,8}\b/gi), null);
});

test("the zone is filled under the borders and outlined over them, under the labels", () => {
  const order = style.layers.map(({ id }) => id);
  const wanted = ["land", "zone", "departments", "perimeter", "zone-casing", "zone-line", "places"];
  const places = wanted.map((id) => order.indexOf(id));
  assert.ok(places.every((place) => place >= 0));
  assert.deepEqual([...places].sort((a, b) => a - b), places);
});

test("labels are written with the font of the page", () => {
  const symbols = style.layers.filter((one) => one.layout?.["text-field"]);
  assert.equal(symbols.length, 2);
  for (const one of symbols) assert.deepEqual(one.layout["text-font"], ["Police", "sans-serif"]);
});

test("marks keep their room: placed before every label, over any other", () => {
  assert.equal(style.layers.at(-1).id, "rooms");
  assert.equal(layer("rooms").layout["icon-allow-overlap"], true);
});

test("only counters of units are named, and not while a zone is drawn", () => {
  const projects = [project("lyon"), project("grenoble"), project("rennes")];
  const groups = groupsAt("region", projects, config, 4.7);
  const names = (named) => markPoints(groups, named).features.map((f) => f.properties.name);
  assert.deepEqual(names(true), ["Auvergne-Rhône-Alpes", ""]);
  assert.deepEqual(names(false), ["", ""]);
});

test("a mark is a pin or a counter, and each has an image to keep its room", () => {
  const groups = groupsAt("region", [project("lyon"), project("grenoble"), project("rennes")], config, 4.7);
  const rooms = markPoints(groups, true).features.map((f) => f.properties.room);
  assert.deepEqual(rooms, ["counter", "pin"]);
  assert.ok(rooms.every((room) => room in ROOMS));
});

test("the name of a counter does not leave the map on its outer side", () => {
  const groups = groupsAt("region", [
    project("lyon"), project("grenoble"), project("rennes"), project("rennes"),
  ], config, 4.7);
  const east = Object.fromEntries(
    markPoints(groups, true).features.map(({ properties }) => [properties.name, properties.east]),
  );
  assert.deepEqual(east, { "Auvergne-Rhône-Alpes": true, Bretagne: false });
});

test("units counted together are named together", () => {
  const projects = ["paris", "paris", "paris", "boulogne", "boulogne"].map((place) => project(place));
  const groups = groupsAt("department", projects, config, 6.2);
  const [feature] = markPoints(groups, true).features;
  assert.equal(feature.properties.name, "Paris et Hauts-de-Seine");
});
