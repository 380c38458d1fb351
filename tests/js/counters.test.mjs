import assert from "node:assert/strict";
import test from "node:test";

import { config, project } from "./geography.mjs";
import { load } from "./static.mjs";

const { FEW, groupsAt, levelFor, MOST } = await load("public_map/js/map/counters.js");

const BASE = 4.7;
const CENTER = { lat: 46.5, lon: 2.5 };
const level = (zoom, total = 200, center = CENTER) =>
  levelFor({ zoom, base: BASE, center }, total, config);
const several = (place, n) => Array.from({ length: n }, () => project(place));
const ids = (groups) => groups.flatMap((group) => group.ids).sort();
const slugs = (projects) => projects.map(({ slug }) => slug).sort();

test("régions, then départements, then projects, as the map comes nearer", () => {
  assert.equal(level(BASE), "region");
  assert.equal(level(BASE + 1.5), "department");
  assert.equal(level(BASE + 3), "project");
});

test("the levels follow the screen: a phone sees the country at a lower zoom", () => {
  const phone = { zoom: 4.7, base: 3.8, center: CENTER };
  assert.equal(levelFor(phone, 200, config), "department");
});

test("few results are shown themselves at any zoom", () => {
  assert.equal(level(BASE, FEW), "project");
  assert.equal(level(BASE, FEW + 1), "region");
});

test("overseas, projects are shown themselves", () => {
  assert.equal(level(8, 200, { lat: -21.1, lon: 55.5 }), "project");
});

test("counters carry the number of their région, and stand where it says", () => {
  const projects = [...several("lyon", 2), ...several("grenoble", 3), ...several("rennes", 2)];
  const groups = groupsAt("region", projects, config, BASE);
  assert.deepEqual(
    groups.map(({ key, ids, lat, lon }) => [key, ids.length, lat, lon]),
    [["region:84", 5, 45.4, 4.6], ["region:53", 2, 48.2, -2.8]],
  );
});

test("counters carry the number of their département", () => {
  const projects = [...several("lyon", 2), ...several("grenoble", 3)];
  const groups = groupsAt("department", projects, config, 6.2);
  assert.deepEqual(groups.map(({ name, ids }) => [name, ids.length]), [["Isère", 3], ["Rhône", 2]]);
});

test("the only project of a région stands itself, at its commune", () => {
  const [group] = groupsAt("region", [project("rennes")], config, BASE);
  assert.deepEqual([group.kind, group.lat, group.lon], ["project", 48.11, -1.68]);
});

test("projects of the same commune share a mark at any zoom", () => {
  const projects = [...several("lyon", 2), project("grenoble")];
  const groups = groupsAt("project", projects, config, 11);
  assert.deepEqual(groups.map(({ code, ids }) => [code, ids.length]), [["69123", 2], ["38185", 1]]);
});

test("marks that would touch are counted together, and told apart nearer", () => {
  const projects = [...several("lyon", 2), project("venissieux")];
  const [far, ...none] = groupsAt("project", projects, config, 7);
  assert.equal(none.length, 0);
  assert.deepEqual([far.name, far.ids.length, far.merged], ["Lyon", 3, ["Vénissieux"]]);
  assert.equal(groupsAt("project", projects, config, 11).length, 2);
});

test("two départements that would touch are named together", () => {
  const projects = [...several("paris", 3), ...several("boulogne", 2)];
  const [group] = groupsAt("department", projects, config, 6.2);
  assert.deepEqual([group.name, group.merged, group.ids.length], ["Paris", ["Hauts-de-Seine"], 5]);
});

test("two neighbours of the same name are one place in words", () => {
  const twins = ["a", "b"].map((commune) => project("lyon", { commune, commune_name: "Saint-Jean" }));
  const [group] = groupsAt("project", twins, config, 9);
  assert.deepEqual([group.ids.length, group.merged], [2, []]);
});

test("no two marks touch, at any zoom", async () => {
  const { pixel } = await load("territory/js/map/framing.js");
  const projects = cloud(400);
  for (let zoom = 4; zoom <= 11; zoom += 0.25) {
    const points = groupsAt("project", projects, config, zoom).map(({ ids, lat, lon }) => {
      const [x, y] = pixel(lat, lon, zoom);
      return [x, ids.length === 1 ? y - 16 : y];
    });
    for (const [i, [x, y]] of points.entries()) {
      for (const [u, v] of points.slice(i + 1)) assert.ok(Math.hypot(x - u, y - v) >= 35.9);
    }
  }
});

test("the selected project always stands alone, first, and its counter leaves it out", () => {
  const projects = [...several("lyon", 3), ...several("rennes", 2)];
  const chosen = projects[1].slug;
  const [first, ...others] = groupsAt("region", projects, config, BASE, chosen);
  assert.deepEqual([first.ids, first.selected], [[chosen], true]);
  assert.equal(others.find(({ code }) => code === "84").ids.length, 2);
  assert.ok(others.every(({ selected }) => !selected));
});

test("every project is in exactly one mark, whatever the level, the zoom and the selection", () => {
  const projects = [...cloud(300), ...several("saintDenis", 3)];
  for (const kind of ["region", "department", "project"]) {
    for (const selected of [null, projects[7].slug]) {
      for (const zoom of [3.8, 6, 8.4, 11]) {
        const groups = groupsAt(kind, projects, config, zoom, selected);
        assert.deepEqual(ids(groups), slugs(projects));
      }
    }
  }
});

test("a mark keeps its key from one zoom to the next, and keys are unique", () => {
  const projects = [...several("lyon", 2), project("grenoble"), project("rennes")];
  const keys = (zoom) => groupsAt("project", projects, config, zoom).map(({ key }) => key);
  assert.deepEqual(keys(9), keys(9.1));
  assert.equal(new Set(keys(9)).size, keys(9).length);
});

test("projects come in the order of the list; counters by name", () => {
  const projects = [project("rennes"), project("lyon"), project("grenoble")];
  const shown = groupsAt("project", projects, config, 9).flatMap((group) => group.ids);
  assert.deepEqual(shown, projects.map(({ slug }) => slug));
  const many = [...several("rennes", 2), ...several("paris", 2), ...several("lille", 2), ...several("lyon", 2)];
  assert.deepEqual(
    groupsAt("region", many, config, BASE + 1).map(({ name }) => name),
    ["Auvergne-Rhône-Alpes", "Bretagne", "Hauts-de-France", "Île-de-France"],
  );
});

test("the page never holds more marks than its limit", () => {
  const projects = cloud(3000, 60).map((one, i) => ({ ...one, commune: `c${i}` }));
  const groups = groupsAt("project", projects, config, 11);
  assert.ok(groups.length <= MOST, `${groups.length}`);
  assert.deepEqual(ids(groups), slugs(projects));
});

/** Projects scattered without chance around Lyon. */
function cloud(n, spread = 4) {
  return Array.from({ length: n }, (_, i) => {
    const lat = 45 + ((i * 0.6180339) % 1) * spread * 0.5;
    const lon = 3 + ((i * 0.7548776) % 1) * spread;
    return project(i % 2 ? "lyon" : "grenoble", { lat, lon, commune: `c${i}`, commune_name: `C${i}` });
  });
}
