/**
 * Owns the points where marks stand, as the map needs them to write names beside the counters and to
 * keep other labels away.
 */

import { MARKS } from "../../../territory/js/map/labels.js";
import { setData } from "../../../territory/js/map/overlay.js";

/** @typedef {import("geojson").FeatureCollection} FeatureCollection */

/**
 * Where marks stand, and the names of the régions and départements that they count, to be written
 * beside them.
 *
 * @param {readonly import("./counters.js").Group[]} groups on the map
 * @param {boolean} named whether the names are written
 * @returns {FeatureCollection}
 */
export function markPoints(groups, named) {
  const middle = groups.reduce((sum, { lon }) => sum + lon, 0) / groups.length;
  return {
    type: "FeatureCollection",
    features: groups.map((group) => ({
      type: "Feature",
      geometry: { type: "Point", coordinates: [group.lon, group.lat] },
      properties: {
        name: named ? unitName(group) : "",
        east: group.lon > middle,
        room: group.ids.length === 1 ? "pin" : "counter",
      },
    })),
  };
}

/** @param {import("./counters.js").Group} group */
function unitName({ kind, name, merged }) {
  if (kind === "project") return "";
  if (!merged.length) return name;
  return merged.length === 1 ? `${name} et ${merged[0]}` : `${name} et ${merged.length} autres`;
}

/**
 * Writes the names of the units beside their counters, and moves the other labels out of the way of
 * the marks.
 *
 * @param {import("maplibre-gl").Map} map
 * @param {readonly import("./counters.js").Group[]} groups
 * @param {boolean} named whether the units are named
 */
export function drawMarks(map, groups, named) {
  setData(map, MARKS, markPoints(groups, named));
}
