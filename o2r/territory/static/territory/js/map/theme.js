/**
 * Owns the passage from the theme of the page to the map: reads the colours and the font that CSS
 * gives to the section, and tells when they change.
 */

import { COLOURS } from "./style.js";

/** @typedef {import("./style.js").Colours} Colours */

/**
 * @param {HTMLElement} section
 * @returns {Colours}
 */
export function readColours(section) {
  const read = readTokens(section, COLOURS.map((name) => `map-${name}`));
  const pairs = COLOURS.map((name, i) => [name, read[i] ?? ""]);
  return Object.fromEntries(pairs);
}

/**
 * @param {HTMLElement} section
 * @param {readonly string[]} names of tokens, without their prefix --o2r-
 * @returns {string[]} their present colours
 */
export function readTokens(section, names) {
  const probe = document.createElement("span");
  probe.hidden = true;
  section.append(probe);
  const colours = names.map((name) => {
    probe.style.color = `var(--o2r-${name})`;
    return asRgb(getComputedStyle(probe).color);
  });
  probe.remove();
  return colours;
}

/**
 * Any colour that CSS knows, in the notation that MapLibre knows: a skin may write its tokens with
 * color-mix() or oklch().
 *
 * @param {string} colour computed by the browser
 */
function asRgb(colour) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const context = canvas.getContext("2d");
  if (!context) return colour;
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [r = 0, g = 0, b = 0, a = 0] = context.getImageData(0, 0, 1, 1).data;
  return `rgba(${r}, ${g}, ${b}, ${a / 255})`;
}

/**
 * @param {HTMLElement} section
 * @returns {string[]} the font family of the page, without quotes, and the one that always exists:
 *   MapLibre complains of any other that the machine does not have
 */
export function readFonts(section) {
  const [first = ""] = getComputedStyle(section).fontFamily.split(",");
  return [first.trim().replace(/^["']|["']$/g, ""), "sans-serif"];
}

/**
 * Calls back when the reader, or the system, changes between light and dark.
 *
 * @param {() => void} changed
 */
export function watchTheme(changed) {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed);
  new MutationObserver(changed).observe(document.documentElement, {
    attributeFilter: ["data-bs-theme", "class"],
  });
}
