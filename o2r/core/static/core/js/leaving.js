/**
 * Owns the leaving of a page where something typed is not saved yet: a link waits for it, the browser
 * asks before it is lost, and what waited for the network is sent again.
 */

/** @typedef {{isPending: boolean, save: () => Promise<void>}} Saver save: never fails */

const RETRY = 15_000;
/** A link does not wait longer: the browser then asks whether to leave. */
const PATIENCE = 3000;

/** @type {Saver[]} */
const savers = [];

/** @param {Saver} saver of a text or of a form, for as long as the page lives */
export function watch(saver) {
  if (savers.push(saver) === 1) start();
}

/** Sends all that is to be sent; done once each is answered. */
export async function saveAll() {
  await Promise.all(savers.map((saver) => saver.save()));
}

function isPending() {
  return savers.some((saver) => saver.isPending);
}

function start() {
  addEventListener("online", () => void saveAll());
  setInterval(() => void saveAll(), RETRY);
  addEventListener("beforeunload", (event) => {
    if (isPending()) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    const link = followed(event);
    if (!link || !isPending()) return;
    event.preventDefault();
    const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE));
    void Promise.race([saveAll(), patience]).then(() => location.assign(link.href));
  });
}

/**
 * @param {MouseEvent} event
 * @returns {HTMLAnchorElement | null} the link that this click opens in place of the page
 */
function followed(event) {
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (!(link instanceof HTMLAnchorElement) || event.defaultPrevented || event.button) return null;
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return null;
  if (link.target || link.hasAttribute("download")) return null;
  const { origin, pathname, search } = location;
  const stays = link.hash && link.pathname === pathname && link.search === search;
  return link.origin === origin && !stays ? link : null;
}
