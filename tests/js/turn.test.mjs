import assert from "node:assert/strict";
import { test } from "node:test";

import { Turn } from "../../o2r/core/static/core/js/turn.js";

test("what is sent waits for what is on its way, in order", async () => {
  /** @type {string[]} */
  const said = [];
  /** @type {() => void} */
  let answer = () => {};
  let rank = 0;
  const turn = new Turn(async () => {
    const mine = ++rank;
    said.push(`sent ${mine}`);
    if (mine === 1) await new Promise((resolve) => (answer = () => resolve(undefined)));
    said.push(`answered ${mine}`);
  });
  const first = turn.now();
  const second = turn.now();
  await Promise.resolve();
  assert.deepEqual(said, ["sent 1"]);
  answer();
  await Promise.all([first, second]);
  assert.deepEqual(said, ["sent 1", "answered 1", "sent 2", "answered 2"]);
});

test("keys put the sending off, and sending at once forgets the wait", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  let sent = 0;
  const turn = new Turn(async () => void sent++);
  turn.soon();
  context.mock.timers.tick(700);
  turn.soon();
  context.mock.timers.tick(700);
  assert.equal(sent, 0);
  context.mock.timers.tick(200);
  await turn.sending;
  assert.equal(sent, 1);
  turn.soon();
  await turn.now();
  context.mock.timers.tick(2000);
  await turn.sending;
  assert.equal(sent, 2);
});
