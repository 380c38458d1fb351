/**
 * Owns the opening of one map section: checks that the browser can draw it, loads the library and
 * the data together, makes the map, and falls back to the static drawing when anything is missing.
 */

import { announce } from "../../../core/js/announce.js";
import { fetchConfig, fetchZone } from "../../../territory/js/map/data.js";
import { drawMap } from "../../../territory/js/map/drawn-map.js";
import { hideFallback, showFallback } from "../../../territory/js/map/fallback.js";
import { canDraw, library } from "../../../territory/js/map/library.js";
import { Zone } from "../../../territory/js/map/overlay.js";
import { fetchResults } from "./data.js";
import { frame } from "./results-frame.js";
import { ResultsMap } from "./results-map.js";

/**
 * @typedef {object} View what tests and other scripts may ask of a map
 * @property {() => string[]} visibleIds slugs of the projects in sight
 * @property {readonly string[]} ids slugs of every project of the list
 * @property {string | null} selected
 * @property {Promise<boolean>} ready true once the present results are on the map
 */

const NO_WEBGL =
  "Votre navigateur ne peut pas dessiner la carte interactive (WebGL 2 absent). "
  + "La liste des projets dit la même chose.";
const NO_DATA =
  "La carte interactive n’a pas pu être chargée. La liste des projets dit la même chose\u00a0; "
  + "rechargez la page pour réessayer.";

/**
 * @param {HTMLElement} section carrying data-o2r-map
 * @returns {Promise<View | null>} null when the static drawing is shown instead
 */
export async function open(section) {
  const canvas = section.querySelector("[data-o2r-map-canvas]");
  if (!(canvas instanceof HTMLElement)) return null;
  if (!canDraw()) {
    showFallback(section, NO_WEBGL);
    return null;
  }
  section.dataset.o2rMapState = "loading";
  try {
    const { projects, zone } = section.dataset;
    const view = projects
      ? await openResults(section, canvas, projects)
      : await openZone(section, canvas, zone ?? "");
    hideFallback(section);
    return view;
  } catch (error) {
    console.warn(error);
    showFallback(section, NO_DATA);
    return null;
  }
}

/**
 * @param {HTMLElement} section
 * @param {HTMLElement} canvas
 * @param {string} address of the projects
 * @returns {Promise<View>}
 */
async function openResults(section, canvas, address) {
  const [config, results] = await Promise.all([
    fetchConfig(section.dataset.config ?? ""),
    fetchResults(address),
    library(section.dataset.worker),
  ]);
  const first = frame(results.projects, config, results.place);
  const { maplibre, map } = await drawMap(section, canvas, first.bounds);
  const shown = new ResultsMap(section, map, maplibre.Marker, config, results);
  let ready = Promise.resolve(true);
  /** @type {AbortController | null} */
  let request = null;

  const reload = async () => {
    request?.abort();
    const mine = (request = new AbortController());
    try {
      const next = await fetchResults(section.dataset.projects ?? "", mine.signal);
      if (!mine.signal.aborted) shown.replace(next);
      return true;
    } catch {
      if (mine.signal.aborted) return true;
      // A map that no longer says what the list says would be worse than none.
      showFallback(section, NO_DATA);
      announce(NO_DATA);
      return false;
    }
  };
  // map.js keeps the address of the section true to the page, even while the map is on its way.
  document.addEventListener("o2r:results", () => {
    ready = reload();
  });
  if (section.dataset.projects !== address) ready = reload();
  return {
    visibleIds: () => shown.visibleIds(),
    get ids() {
      return shown.ids;
    },
    get selected() {
      return shown.selection.selected;
    },
    get ready() {
      return ready;
    },
  };
}

/**
 * @param {HTMLElement} section
 * @param {HTMLElement} canvas
 * @param {string} address of the zone of one project
 * @returns {Promise<View>}
 */
async function openZone(section, canvas, address) {
  const [feature] = await Promise.all([fetchZone(address), library(section.dataset.worker)]);
  const { map } = await drawMap(section, canvas, feature.properties.bounds);
  new Zone(map).put(feature);
  return { visibleIds: () => [], ids: [], selected: null, ready: Promise.resolve(true) };
}
