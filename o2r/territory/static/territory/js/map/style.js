/**
 * Owns the drawing of the map background: the MapLibre style made from the layers of our PMTiles
 * (land, regions, departments, epci, communes, places), the colours of the theme and the font of the page.
 * Pure: no DOM, no MapLibre at run time.
 */

import { byZoom, labels, MARKS } from "./labels.js";

/** @typedef {import("maplibre-gl").StyleSpecification} Style */
/** @typedef {import("maplibre-gl").LayerSpecification} Layer */
/** @typedef {import("maplibre-gl").ExpressionSpecification} Expression */
/** @typedef {import("geojson").FeatureCollection} FeatureCollection */

/** Colours of the map: the tokens --o2r-map-… of the theme, under the same names. */
export const COLOURS = /** @type {const} */ ([
  "sea",
  "land",
  "abroad",
  "region",
  "label",
  "halo",
  "zone",
  "zone-line",
]);

/** @typedef {Record<typeof COLOURS[number], string>} Colours */

const ROUND = /** @type {const} */ ({ "line-join": "round", "line-cap": "round" });
export const ZONE = "zone"; // source of the selected zone
export const PERIMETER = "perimeter"; // source of what the zone must stay in, when something limits it
/** @type {FeatureCollection} */
export const NO_FEATURE = { type: "FeatureCollection", features: [] };

/**
 * @param {string} tiles address of the PMTiles archive
 * @param {Colours} colours
 * @param {readonly string[]} fonts families, the first that exists is used
 * @returns {Style}
 */
export function buildStyle(tiles, colours, fonts) {
  return {
    version: 8,
    // No glyphs: labels are drawn with the font of the page, and nothing is fetched for them.
    sources: {
      fr: { type: "vector", url: `pmtiles://${tiles}` },
      [ZONE]: { type: "geojson", data: NO_FEATURE },
      [PERIMETER]: { type: "geojson", data: NO_FEATURE },
      [MARKS]: { type: "geojson", data: NO_FEATURE },
    },
    layers: [...ground(colours), ...borders(colours), ...labels(colours, fonts)],
  };
}

/**
 * @param {Colours} colours
 * @returns {Layer[]}
 */
function ground(colours) {
  const fr = { source: "fr" };
  return [
    { id: "sea", type: "background", paint: { "background-color": colours.sea } },
    {
      id: "abroad",
      type: "fill",
      ...fr,
      "source-layer": "land",
      paint: { "fill-color": colours.abroad },
    },
    {
      id: "land",
      type: "fill",
      ...fr,
      "source-layer": "regions",
      paint: { "fill-color": colours.land },
    },
    {
      id: "zone",
      type: "fill",
      source: ZONE,
      paint: { "fill-color": colours.zone, "fill-opacity": 0.36 },
    },
  ];
}

/**
 * @param {Colours} colours
 * @returns {Layer[]}
 */
function borders(colours) {
  /**
   * One colour for every border, fainter from level to level: it is read on any ground, the zone's
   * included.
   *
   * @param {string} layer of the tiles
   * @param {number} opacity
   * @param {Expression} width pixels
   * @param {number} [minzoom]
   * @returns {Layer}
   */
  const border = (layer, opacity, width, minzoom = 0) => ({
    id: layer,
    type: "line",
    source: "fr",
    "source-layer": layer,
    minzoom,
    layout: ROUND,
    paint: { "line-color": colours.region, "line-opacity": opacity, "line-width": width },
  });
  /**
   * @param {string} id
   * @param {string} colour
   * @param {Expression} width pixels
   * @returns {Layer}
   */
  const edge = (id, colour, width) => ({
    id,
    type: "line",
    source: ZONE,
    layout: ROUND,
    paint: { "line-color": colour, "line-width": width },
  });
  return [
    border("communes", 0.2, byZoom(9, 0.5, 11, 1), 9),
    border("epci", 0.36, byZoom(5, 0.5, 8, 1.1, 11, 1.8), 5),
    border("departments", 0.6, byZoom(4, 0.5, 7, 1.2, 10, 2)),
    border("regions", 1, byZoom(3, 0.7, 6, 1.3, 10, 2.4)),
    {
      id: "perimeter",
      type: "line",
      source: PERIMETER,
      layout: ROUND,
      paint: { "line-color": colours.label, "line-width": byZoom(4, 1.4, 9, 2.4), "line-dasharray": [2, 2] },
    },
    // A pale casing keeps the edge of the zone readable where it follows a border.
    edge("zone-casing", colours.halo, byZoom(4, 4, 9, 7)),
    edge("zone-line", colours["zone-line"], byZoom(4, 1.8, 9, 3.2)),
  ];
}
