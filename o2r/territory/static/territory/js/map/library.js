/**
 * Owns the loading of MapLibre and PMTiles, only when a map is to be shown, and the settings that
 * every map of the site shares: French controls, gestures that leave the page free.
 */

import { allowWorker } from "../../../core/js/trusted.js";
import { ROOMS } from "./labels.js";
import { watchTheme } from "./theme.js";

/** @typedef {import("maplibre-gl").Map} MapLibreMap */
/** @typedef {typeof import("../../../vendor/maplibre/maplibre-gl.mjs")} MapLibre */

/** Greatest zoom, one level beyond the last tiles: a commune fills the screen. */
export const CLOSEST = 11;
/** Pixels kept free around what a view shows. */
export const PADDING = 20;

const KEYS = "flèches pour se déplacer, touches + et − pour zoomer";
const FRENCH = {
  "Marker.Title": "Repère",
  "NavigationControl.ZoomIn": "Zoomer",
  "NavigationControl.ZoomOut": "Dézoomer",
  "CooperativeGesturesHandler.WindowsHelpText":
    "Pour zoomer sur la carte, gardez la touche Ctrl enfoncée en faisant défiler",
  "CooperativeGesturesHandler.MacHelpText":
    "Pour zoomer sur la carte, gardez la touche ⌘ enfoncée en faisant défiler",
  "CooperativeGesturesHandler.MobileHelpText": "Déplacez la carte avec deux doigts",
};

/** @param {string} path under vendor/, beside the folders of our own static files */
function vendor(path) {
  return new URL(`../../../vendor/${path}`, import.meta.url).href;
}

/** @returns {boolean} whether this browser can draw the map */
export function canDraw() {
  return document.createElement("canvas").getContext("webgl2") !== null;
}

/** @returns {Promise<void>} once the style sheet is applied */
function loadCss() {
  return new Promise((resolve, reject) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = vendor("maplibre/maplibre-gl.css");
    link.addEventListener("load", () => resolve());
    link.addEventListener("error", () => reject(new Error(link.href)));
    // Before ours, which refines it.
    document.head.prepend(link);
  });
}

/**
 * @param {string} [worker] address of MapLibre's worker
 * @returns {Promise<MapLibre>}
 */
async function load(worker) {
  const [maplibre, { Protocol }] = await Promise.all([
    import("../../../vendor/maplibre/maplibre-gl.mjs"),
    import("../../../vendor/pmtiles/pmtiles.mjs"),
    loadCss(),
  ]);
  const address = worker || vendor("maplibre/maplibre-gl-worker.mjs");
  allowWorker(address);
  maplibre.setWorkerUrl(address);
  maplibre.addProtocol("pmtiles", new Protocol().tile);
  return maplibre;
}

/** @type {Promise<MapLibre> | undefined} */
let loaded;

/**
 * @param {string} [worker] the first caller's is used
 */
export function library(worker) {
  loaded ??= load(worker);
  return loaded;
}

/**
 * @param {MapLibre} maplibre
 * @param {HTMLElement} container
 * @param {() => import("maplibre-gl").StyleSpecification} style reads the present theme
 * @param {import("./data.js").Bounds} bounds first view
 * @param {string} title tells this map from the others of the page
 * @returns {MapLibreMap}
 */
export function createMap(maplibre, container, style, bounds, title) {
  const map = new maplibre.Map({
    container,
    style: style(),
    bounds,
    fitBoundsOptions: { padding: PADDING },
    maxZoom: CLOSEST,
    locale: { ...FRENCH, "Map.Title": `${title}\u00a0: ${KEYS}` },
    // The sources are under the map, in the page: over it, they would hide the south of Corsica.
    attributionControl: false,
    cooperativeGestures: true,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    renderWorldCopies: false,
    reduceMotion: matchMedia("(prefers-reduced-motion: reduce)").matches,
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
  for (const [name, [width, height]] of Object.entries(ROOMS)) {
    map.on("styledata", () => {
      if (map.hasImage(name)) return;
      map.addImage(name, { width, height, data: new Uint8Array(width * height * 4) });
    });
  }
  watchTheme(() => repaint(map, style()));
  return map;
}

/**
 * Changes the colours and nothing else: the view, the zone and the marks stay.
 *
 * @param {MapLibreMap} map
 * @param {import("maplibre-gl").StyleSpecification} style
 */
function repaint(map, style) {
  for (const { id, paint = {} } of style.layers) {
    for (const [name, value] of Object.entries(paint)) {
      map.setPaintProperty(id, /** @type {any} */ (name), value);
    }
  }
}
