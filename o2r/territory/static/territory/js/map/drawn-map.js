/**
 * Owns the making of one map in its section: loads the library, reads the theme, waits until the
 * background is drawn. Throws when anything is missing; fallback.js says what is shown then.
 */

import { createMap, library } from "./library.js";
import { buildStyle } from "./style.js";
import { readColours, readFonts } from "./theme.js";

/**
 * @param {HTMLElement} section carrying data-tiles and data-worker
 * @param {HTMLElement} canvas where it is drawn
 * @param {import("./data.js").Bounds} bounds first view
 * @param {string} [title] tells this map from the others of the page
 */
export async function drawMap(section, canvas, bounds, title = "Fond de carte") {
  const { tiles = "", worker } = section.dataset;
  const maplibre = await library(worker);
  const address = new URL(tiles, document.baseURI).href;
  const style = () => buildStyle(address, readColours(section), readFonts(section));
  const map = createMap(maplibre, canvas, style, bounds, title);
  try {
    await new Promise((resolve, reject) => {
      map.once("load", resolve);
      map.on("error", ({ error }) => reject(error));
    });
  } catch (error) {
    map.remove();
    throw error;
  }
  return { maplibre, map };
}
