/** What the map of the committee room paints for each class. */

import assert from "node:assert/strict";
import test from "node:test";

import { load } from "./static.mjs";

const { CLASSES, imageOf, NONE, pattern, patternOf, SIDE } = await load(
  "selection/js/room-classes.js",
);
const COLOURS = { white: [200, 0, 0], once: [0, 200, 0], twice: [0, 0, 200] };

/** Shares of the pixels of a pattern painted with each colour. */
function painted(kind) {
  const { data } = pattern(kind, COLOURS);
  const found = { white: 0, once: 0, twice: 0 };
  for (let place = 0; place < data.length; place += 4) {
    if (!data[place + 3]) continue;
    const name = Object.keys(COLOURS).find((one) =>
      COLOURS[one].every((value, rank) => value === data[place + rank]));
    found[name] += 1;
  }
  return found;
}

test("each unit has the pattern of its class, the others none", () => {
  const found = patternOf(["01", "03", "07"], "021");
  assert.deepEqual(found, [
    "match", ["get", "code"],
    ["01"], imageOf("0"),
    ["07"], imageOf("1"),
    ["03"], imageOf("2"),
    NONE,
  ]);
  assert.equal(patternOf([], ""), NONE);
});

test("patterns differ without any colour: hatches, stripes, plain", () => {
  const alphas = CLASSES.map((kind) => {
    const { data } = pattern(kind, { white: [0, 0, 0], once: [0, 0, 0], twice: [0, 0, 0] });
    return [...data].filter((_, place) => place % 4 === 3).join();
  });
  assert.equal(new Set(alphas).size, CLASSES.length);
});

test("a pattern repeats without a seam and keeps to its colours", () => {
  assert.equal(pattern("0", COLOURS).data.length, SIDE * SIDE * 4);
  assert.deepEqual(painted("1"), { white: 0, once: SIDE * SIDE, twice: 0 });
  assert.deepEqual(painted("2"), { white: 0, once: 32, twice: 32 });
  assert.deepEqual(painted("none"), { white: 0, once: 0, twice: 0 });
});
