import assert from "node:assert/strict";
import test from "node:test";

import { config, project } from "./geography.mjs";
import { load } from "./static.mjs";

const { around, contains, fitZoom, pixel, zoneBounds } = await load("territory/js/map/framing.js");
const { frame } = await load("public_map/js/map/results-frame.js");

test("the world is 512 pixels wide at zoom 0, and its centre is in the middle", () => {
  assert.deepEqual(pixel(0, 0, 0), [256, 256]);
  assert.deepEqual(pixel(0, 180, 1), [1024, 512]);
  assert.ok(pixel(50, 0, 0)[1] < 256);
});

test("the zoom that fits is the one at which the bounds touch the edges", () => {
  const zoom = fitZoom(config.metropole, 500, 5000);
  const [left] = pixel(46, config.metropole[0], zoom);
  const [right] = pixel(46, config.metropole[2], zoom);
  assert.ok(Math.abs(right - left - 500) < 1e-6);
});

test("results of one région are framed by it, of the country by the métropole", () => {
  assert.equal(frame([project("lyon"), project("grenoble")], config).key, "reg:84");
  assert.equal(frame([], config).key, "metropole");
  const national = ["lyon", "rennes", "paris", "lille"].map((place) => project(place));
  assert.equal(frame(national, config).key, "metropole");
});

test("a few régions are framed together", () => {
  const { key, bounds } = frame([project("lyon"), project("rennes")], config);
  assert.equal(key, "reg:84+53");
  assert.deepEqual(bounds, [-5.2, 44.1, 7.2, 48.9]);
});

test("projects overseas draw the view only when there is no other", () => {
  assert.equal(frame([project("saintDenis"), project("lyon")], config).key, "reg:84");
  assert.equal(frame([project("saintDenis")], config).key, "reg:04");
});

test("the commune searched frames its département, even without project", () => {
  const place = { code: "69259", name: "Vénissieux", lat: 45.7, lon: 4.88, department: "69" };
  assert.equal(frame([], config, place).key, "dep:69");
});

test("a zone of the whole country is shown by its part in the métropole", () => {
  assert.deepEqual(zoneBounds([-61.8, -21.4, 55.9, 51.1], config.metropole), config.metropole);
  assert.deepEqual(zoneBounds([55.2, -21.4, 55.9, -20.8], config.metropole), [55.2, -21.4, 55.9, -20.8]);
  assert.deepEqual(zoneBounds([4, 45, 5, 46], config.metropole), [4, 45, 5, 46]);
});

test("bounds around points hold them", () => {
  const points = [project("lyon"), project("rennes"), project("lille")];
  const bounds = around(points);
  assert.ok(points.every((point) => contains(bounds, point)));
  assert.equal(contains(bounds, project("grenoble")), false);
});
