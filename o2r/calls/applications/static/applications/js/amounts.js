/**
 * Owns amounts as people type them, in whole cents: the totals that the page shows while the server
 * has not counted yet. The server alone decides.
 */

/** @typedef {{side: string, mark: string, typed: string}} Cell side: expense or income */

/**
 * @param {string} typed « 12 000,50 »
 * @returns {number | null} cents; null for what is no amount
 */
export function cents(typed) {
  const text = typed.replace(/[\s\u00a0\u202f€]/g, "").replace(",", ".");
  if (text === "") return 0;
  const found = /^(\d{1,10})(?:\.(\d{1,2}))?$/.exec(text);
  if (!found) return null;
  return Number(found[1]) * 100 + Number((found[2] ?? "").padEnd(2, "0") || "0");
}

/**
 * @param {number} amount in cents
 * @returns {string} « 12 000,50 € »
 */
export function euros(amount) {
  const whole = Math.floor(Math.abs(amount) / 100);
  const rest = Math.abs(amount) % 100;
  const grouped = String(whole).replace(/\B(?=(\d{3})+$)/g, "\u202f");
  const decimals = rest ? `,${String(rest).padStart(2, "0")}` : "";
  return `${amount < 0 ? "−" : ""}${grouped}${decimals}\u00a0€`;
}

/**
 * @param {Iterable<Cell>} cells what cannot be read counts for nothing
 */
export function totals(cells) {
  const sums = { expense: 0, income: 0, used: 0, given: 0 };
  for (const { side, mark, typed } of cells) {
    const amount = cents(typed) ?? 0;
    if (mark === "in-kind") sums[side === "expense" ? "used" : "given"] += amount;
    else sums[side === "expense" ? "expense" : "income"] += amount;
  }
  return {
    expense: sums.expense,
    income: sums.income,
    gap: sums.expense - sums.income,
    "in-kind": sums.used - sums.given,
  };
}
