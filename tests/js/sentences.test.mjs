import assert from "node:assert/strict";
import test from "node:test";

import { bySlug, config, project } from "./geography.mjs";
import { load } from "./static.mjs";

const { groupsAt } = await load("public_map/js/map/counters.js");
const { groupName, inRegion, listHeading, selectedSentence } = await load(
  "public_map/js/map/sentences.js",
);

const several = (place, n) => Array.from({ length: n }, () => project(place));
const names = (level, projects, zoom, selected = null) => {
  const groups = groupsAt(level, projects, config, zoom, selected);
  const alone = groups.find((group) => group.selected) ?? null;
  return groups.map((group) => groupName(group, bySlug(projects), alone));
};

test("a counter of région says how many and where", () => {
  const projects = [...several("lyon", 20), ...several("grenoble", 3)];
  assert.deepEqual(names("region", projects, 4.7), ["23 projets en Auvergne-Rhône-Alpes"]);
});

test("régions take the preposition of their name", () => {
  assert.equal(inRegion("32", "Hauts-de-France"), "dans les Hauts-de-France");
  assert.equal(inRegion("44", "Grand Est"), "dans le Grand Est");
  assert.equal(inRegion("52", "Pays de la Loire"), "dans les Pays de la Loire");
  assert.equal(inRegion("04", "La Réunion"), "à La Réunion");
  assert.equal(inRegion("06", "Mayotte"), "à Mayotte");
  assert.equal(inRegion("11", "Île-de-France"), "en Île-de-France");
});

test("a counter of département gives its code", () => {
  assert.deepEqual(names("department", several("grenoble", 3), 6.2), ["3 projets, Isère (38)"]);
});

test("départements counted together are named", () => {
  const projects = [...several("paris", 3), ...several("boulogne", 2)];
  assert.deepEqual(names("department", projects, 6.2), ["5 projets, Paris (75), avec Hauts-de-Seine"]);
});

test("beyond two neighbours, the others are counted", () => {
  const group = {
    kind: "department",
    code: "75",
    name: "Paris",
    merged: ["Hauts-de-Seine", "Val-de-Marne", "Seine-Saint-Denis"],
    ids: ["a", "b"],
  };
  assert.equal(
    groupName(group, new Map()),
    "2 projets, Paris (75), avec Hauts-de-Seine, Val-de-Marne et 1 autre",
  );
});

test("a project says its title and its commune, and whether it is fictional", () => {
  const real = project("venissieux", { title: "O2R Portes du Sud" });
  const example = project("rennes", { title: "Horizon", example: true });
  assert.deepEqual(names("project", [real, example], 9), [
    "O2R Portes du Sud, Vénissieux",
    "Horizon, Rennes (exemple fictif)",
  ]);
});

test("projects of one commune, and of its neighbours", () => {
  assert.deepEqual(names("project", several("lyon", 3), 9), ["3 projets à Lyon"]);
  const near = [...several("lyon", 2), project("venissieux")];
  assert.deepEqual(names("project", near, 7), ["3 projets à Lyon et alentour"]);
});

test("the neighbours of the selected project are the others", () => {
  const projects = [...several("lyon", 3), ...several("rennes", 2)];
  const [, ...others] = names("region", projects, 4.7, projects[0].slug);
  assert.deepEqual(others, [
    "2 autres projets en Auvergne-Rhône-Alpes",
    "2 projets en Bretagne",
  ]);
});

test("the list of a mark has a heading", () => {
  assert.equal(listHeading(3, "Le Havre", false), "3 projets au Havre");
  assert.equal(listHeading(2, "Lyon", true), "2 projets à Lyon et alentour");
});

test("what is drawn is said, and what could not be drawn too", () => {
  const one = project("lyon", { title: "IFRA" });
  assert.equal(selectedSentence(one, "Rhône."), "IFRA\u00a0: zone dessinée sur la carte. Rhône.");
  assert.equal(selectedSentence(one, ""), "IFRA\u00a0: la zone n’a pas pu être chargée.");
});
