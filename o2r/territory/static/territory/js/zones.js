/**
 * Entry point of the pages with a zone: makes each editor live, and draws the map of each zone that
 * is only read.
 */

import { worthDrawing } from "./map/start.js";
import { ZoneEditor } from "./zone-editor.js";

/** @param {HTMLElement} section */
async function draw(section) {
  await worthDrawing(section);
  const { openZoneMap } = await import("./map/zone-map.js");
  const map = await openZoneMap(section);
  section.dataset.o2rZoneReady = String(map !== null);
}

for (const root of document.querySelectorAll("[data-o2r-zone-editor]")) {
  if (root instanceof HTMLElement) new ZoneEditor(root).start();
}
for (const section of document.querySelectorAll("[data-o2r-zone-map]")) {
  if (!(section instanceof HTMLElement) || section.closest("[data-o2r-zone-editor]")) continue;
  // Too long for an address: the server's drawing is enough.
  if (section.dataset.zone) void draw(section);
}
