/**
 * Entry point of the public pages with [data-o2r-map]: opens the map when it is worth drawing, and
 * follows the results of the page from the start.
 */

import { withSearch } from "../../core/js/query.js";
import { worthDrawing } from "../../territory/js/map/start.js";

/** @typedef {import("./map/view.js").View} View */

/**
 * @param {HTMLElement} section
 * @returns {Promise<View | null>}
 */
async function start(section) {
  await worthDrawing(section);
  const { open } = await import("./map/view.js");
  return open(section);
}

/** @type {View | null} */
let view = null;

/**
 * The state of the map, for tests. `ready` answers whether the map is drawn (true) or replaced by
 * the static drawing (false), and, after the filters changed, whether it shows the new results.
 */
const state = {
  visibleIds: () => view?.visibleIds() ?? [],
  get ids() {
    return view?.ids ?? [];
  },
  get selected() {
    return view?.selected ?? null;
  },
  get ready() {
    return view ? view.ready : opened;
  },
};

const section = document.querySelector("[data-o2r-map]");
// The results may change before the map has started: what it will ask for follows at once.
document.addEventListener("o2r:results", (event) => {
  if (!(section instanceof HTMLElement) || !(event instanceof CustomEvent)) return;
  if (section.dataset.projects) {
    section.dataset.projects = withSearch(section.dataset.projects, event.detail.search);
  }
});
const opened = (async () => {
  if (!(section instanceof HTMLElement)) return false;
  view = await start(section);
  return view !== null;
})();
Object.assign(window, { o2rMap: state });
