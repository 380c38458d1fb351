/**
 * Owns what is seen when the map cannot be drawn (no WebGL 2, a file that does not come): the static
 * drawing that the page already holds, and a sentence that says why.
 */

/**
 * @param {HTMLElement} section
 * @param {string} reason sentence for the reader
 */
export function showFallback(section, reason) {
  section.dataset.o2rMapState = "failed";
  const drawing = section.querySelector("[data-o2r-map-fallback]");
  if (drawing instanceof HTMLElement) drawing.hidden = false;
  const canvas = section.querySelector("[data-o2r-map-canvas]");
  if (canvas instanceof HTMLElement) canvas.hidden = true;
  for (const part of section.querySelectorAll("[data-o2r-map-part]")) part.remove();
  const said = document.createElement("p");
  said.className = "o2r-map-message";
  said.dataset.o2rMapPart = "";
  said.textContent = reason;
  section.append(said);
}

/**
 * The opposite: the map is drawn, the drawing that waited in its place goes.
 *
 * @param {HTMLElement} section
 */
export function hideFallback(section) {
  section.dataset.o2rMapState = "ready";
  const drawing = section.querySelector("[data-o2r-map-fallback]");
  if (drawing instanceof HTMLElement) drawing.hidden = true;
}
