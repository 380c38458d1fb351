import assert from "node:assert/strict";
import test from "node:test";

import { bySlug, config, project } from "./geography.mjs";
import { load } from "./static.mjs";

const { groupsAt } = await load("public_map/js/map/counters.js");
const { opening } = await load("public_map/js/map/opening.js");

/** What pressing the first mark does. */
const press = (level, projects, zoom, closest = false) =>
  opening(groupsAt(level, projects, config, zoom)[0], bySlug(projects), config, closest);

test("a project alone is selected", () => {
  const lyon = project("lyon");
  assert.deepEqual(press("region", [lyon], 4.7), { type: "select", slug: lyon.slug });
});

test("projects of one commune are listed, since no zoom tells them apart", () => {
  const projects = [project("lyon"), project("lyon")];
  const expected = { type: "list", slugs: projects.map(({ slug }) => slug) };
  assert.deepEqual(press("project", projects, 9), expected);
  assert.deepEqual(press("region", projects, 4.7), expected);
});

test("a counter opens on its région or département", () => {
  const projects = [project("lyon"), project("grenoble")];
  assert.deepEqual(press("region", projects, 4.7), { type: "enter", bounds: [2, 44.1, 7.2, 46.8] });
  const rhone = [project("lyon"), project("venissieux")];
  assert.deepEqual(press("department", rhone, 6.2), { type: "enter", bounds: [4.2, 45.4, 5.2, 46.3] });
});

test("a counter that took a neighbour in opens on both, not on its own département", () => {
  const projects = ["paris", "paris", "boulogne", "boulogne"].map((place) => project(place));
  const expected = { type: "enter", bounds: [2.24, 48.84, 2.35, 48.86] };
  assert.deepEqual(press("department", projects, 6.2), expected);
});

test("a mark of several neighbours opens on where they are, and lists them when nearest", () => {
  const projects = [project("lyon"), project("venissieux")];
  assert.deepEqual(press("project", projects, 7), { type: "enter", bounds: [4.83, 45.7, 4.88, 45.76] });
  assert.equal(press("project", projects, 7, true).type, "list");
});
