import assert from "node:assert/strict";
import test from "node:test";

import { load } from "./static.mjs";

const { cents, euros, totals } = await load("applications/js/amounts.js");

test("amounts are read as people type them, as the server does", () => {
  const read = [["12 000,50", 1200050], ["12\u202f000,5 €", 1200050], ["", 0], ["7", 700], ["0,05", 5]];
  for (const [typed, amount] of read) assert.equal(cents(typed), amount, typed);
  for (const typed of ["douze", "-5", "1,234", "1.000.000", "٣"]) assert.equal(cents(typed), null);
});

test("amounts are written in French", () => {
  assert.equal(euros(1200050), "12\u202f000,50\u00a0€");
  assert.equal(euros(-100000000), "−1\u202f000\u202f000\u00a0€");
  assert.equal(euros(5), "0,05\u00a0€");
});

test("in kind is counted apart", () => {
  const cells = [
    { side: "expense", mark: "", typed: "100" },
    { side: "income", mark: "requested", typed: "80" },
    { side: "income", mark: "", typed: "20,00" },
    { side: "expense", mark: "in-kind", typed: "5" },
    { side: "income", mark: "in-kind", typed: "illisible" },
  ];
  assert.deepEqual(totals(cells), { expense: 10000, income: 10000, gap: 0, "in-kind": 500 });
});
