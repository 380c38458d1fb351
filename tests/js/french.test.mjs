import assert from "node:assert/strict";
import test from "node:test";

import { load } from "./static.mjs";

const { count, inCommune, list } = await load("core/js/french.js");

test("0 and 1 are singular, 2 is plural", () => {
  assert.equal(count(0, "projet", "projets"), "0 projet");
  assert.equal(count(1, "projet", "projets"), "1 projet");
  assert.equal(count(2, "projet", "projets"), "2 projets");
});

test("thousands are separated by a space that does not break", () => {
  assert.match(count(4025, "commune", "communes"), /^4[\u00a0\u202f]025 communes$/);
});

test("a list ends with « et »", () => {
  assert.equal(list([]), "");
  assert.equal(list(["Ain"]), "Ain");
  assert.equal(list(["Ain", "Isère"]), "Ain et Isère");
  assert.equal(list(["Ain", "Isère", "Loire"]), "Ain, Isère et Loire");
});

test("the article of a commune merges with « à » when it is masculine or plural", () => {
  assert.equal(inCommune("Lyon"), "à Lyon");
  assert.equal(inCommune("Le Havre"), "au Havre");
  assert.equal(inCommune("Les Mureaux"), "aux Mureaux");
  assert.equal(inCommune("La Rochelle"), "à La Rochelle");
  assert.equal(inCommune("Lesquin"), "à Lesquin");
  assert.equal(inCommune("L’Haÿ-les-Roses"), "à L’Haÿ-les-Roses");
});
