/**
 * Owns the moment when a map starts: after the page is complete, and only when the section is near
 * the screen, so that the list never waits for it. Entry point of the pages with [data-o2r-map].
 */

import { withSearch } from "../../core/js/query.js";

/** @typedef {import("./map/view.js").View} View */

const NEAR = "300px"; // from the screen

/**
 * @param {HTMLElement} section
 * @returns {Promise<void>} when the section comes near the screen
 */
function near(section) {
  return new Promise((resolve) => {
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        observer.disconnect();
        resolve();
      },
      { rootMargin: NEAR },
    );
    observer.observe(section);
  });
}

/** @returns {Promise<void>} when the browser has nothing more urgent */
async function pageComplete() {
  if (document.readyState !== "complete") {
    await new Promise((resolve) => addEventListener("load", resolve, { once: true }));
  }
  await new Promise((resolve) =>
    "requestIdleCallback" in window ? requestIdleCallback(resolve, { timeout: 1000 }) : setTimeout(resolve, 1),
  );
}

/**
 * @param {HTMLElement} section
 * @returns {Promise<View | null>}
 */
async function start(section) {
  await Promise.all([near(section), pageComplete()]);
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
