/**
 * Owns what is written on the map: towns, and the names of the units beside their counters, none of
 * them under a mark. Pure: no DOM, no MapLibre at run time.
 */

/** @typedef {import("./style.js").Colours} Colours */
/** @typedef {import("maplibre-gl").LayerSpecification} Layer */
/** @typedef {import("maplibre-gl").ExpressionSpecification} Expression */
/** @typedef {import("geojson").FeatureCollection} FeatureCollection */

export const MARKS = "marks"; // source of the points where marks stand
/** Invisible images that keep the room of the marks free of labels, by name: width and height. */
export const ROOMS = /** @type {const} */ ({ counter: [36, 36], pin: [26, 34] });

/**
 * A width, or an opacity, that grows with the zoom.
 *
 * @param {number[]} stops zoom, value, zoom, value…
 * @returns {Expression}
 */
export function byZoom(...stops) {
  return /** @type {Expression} */ (["interpolate", ["linear"], ["zoom"], ...stops]);
}

/**
 * @param {Colours} colours
 * @param {readonly string[]} fonts
 * @returns {Layer[]}
 */
export function labels(colours, fonts) {
  const paint = {
    "text-color": colours.label,
    "text-halo-color": colours.halo,
    "text-halo-width": 1.6,
  };
  const font = { "text-font": [...fonts] };
  return [
    {
      id: "places",
      type: "symbol",
      source: "fr",
      "source-layer": "places",
      minzoom: 5,
      layout: {
        ...font,
        "text-field": ["get", "name"],
        "text-size": byZoom(5, 12, 9, 15),
        "text-max-width": 8,
        "text-padding": 5,
        "symbol-sort-key": ["-", ["get", "population"]],
        "text-variable-anchor": ["bottom", "top", "left", "right"],
        "text-radial-offset": 0.35,
      },
      paint,
    },
    {
      id: "names",
      type: "symbol",
      source: MARKS,
      layout: {
        ...font,
        "text-field": ["get", "name"],
        "text-size": 12.5,
        "text-max-width": 7,
        "text-padding": 1,
        // Under the counter, over it, or on its inner side: never out of the map.
        "text-variable-anchor-offset": [
          "case",
          ["get", "east"],
          ["literal", ["top", [0, 2.1], "bottom", [0, -2.1], "right", [-2, 0]]],
          ["literal", ["top", [0, 2.1], "bottom", [0, -2.1], "left", [2, 0]]],
        ],
      },
      paint,
    },
    {
      // Placed first, being last: no label goes under a mark.
      id: "rooms",
      type: "symbol",
      source: MARKS,
      layout: {
        "icon-image": ["get", "room"],
        "icon-anchor": ["case", ["==", ["get", "room"], "pin"], "bottom", "center"],
        "icon-allow-overlap": true,
        "icon-padding": 0,
      },
    },
  ];
}
