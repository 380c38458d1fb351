/**
 * Owns the questions of the commune field to the server, GET source?q=… →
 * {"results": [{code, name, label}]}, and remembers the answers while the page is open.
 */

/** @typedef {import("./combobox-state.js").Option} Option */

/**
 * @param {string} source address of the search
 * @returns {(text: string, signal: AbortSignal) => Promise<readonly Option[]>} rejects when the
 *   server cannot be reached, refuses or is no longer waited for
 */
export function proposals(source) {
  /** @type {Map<string, readonly Option[]>} */
  const known = new Map();
  return async (text, signal) => {
    const already = known.get(text);
    if (already) return already;
    const address = new URL(source, document.baseURI);
    address.searchParams.set("q", text);
    const answer = await fetch(address, { signal, headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    const { results } = await answer.json();
    known.set(text, results);
    return results;
  };
}
