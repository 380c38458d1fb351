/**
 * Owns the sending of a few values to our own site, and what its answer means when there is none.
 */

/**
 * @param {string} address
 * @param {string} token of a form of the page, against forgery
 * @param {Record<string, string> | string[][]} values
 * @returns {Promise<Record<string, unknown> & {state: string}>} the answer; ``offline`` without
 *   network or when the site is down, ``signed-out`` when it asks to sign in again
 */
export async function post(address, token, values) {
  try {
    const answer = await fetch(address, {
      method: "POST",
      body: new URLSearchParams(values),
      headers: { "X-CSRFToken": token, Accept: "application/json" },
      cache: "no-store",
    });
    if (answer.headers.get("Content-Type")?.startsWith("application/json")) {
      const read = await answer.json();
      return { state: "saved", ...read };
    }
    if (answer.redirected || answer.status === 403) return { state: "signed-out" };
    if (answer.status === 404) {
      return { state: "refused", message: "vous ne pouvez plus modifier ce texte" };
    }
    return { state: "offline" };
  } catch {
    return { state: "offline" };
  }
}
