/**
 * Owns the part of the country that shows a set of results. Pure: no DOM, no MapLibre.
 */

import { contains, union } from "../../../territory/js/map/framing.js";

/** @typedef {import("./data.js").Bounds} Bounds */
/** @typedef {import("./data.js").Project} Project */
/** @typedef {import("./data.js").Config} Config */
/** @typedef {import("./data.js").Place} Place */
/** @typedef {{key: string, bounds: Bounds}} Frame a view and the name under which it is known */

const MANY_REGIONS = 3; // above, the results are "national": the whole métropole is shown

/**
 * The view that shows results: the département of the commune searched, else the régions where the
 * projects stand when they are few, else the métropole. Projects of overseas départements are in
 * the insets, and draw the view to them only when there is no other.
 *
 * @param {readonly Project[]} projects
 * @param {Config} config
 * @param {Place | null} [place]
 * @returns {Frame}
 */
export function frame(projects, config, place) {
  const department = place && config.departments.find(({ code }) => code === place.department);
  if (department) return { key: `dep:${department.code}`, bounds: department.bounds };
  const home = projects.filter((project) => contains(config.metropole, project));
  const codes = new Set((home.length ? home : projects.slice(0, 1)).map(({ region }) => region));
  const regions = config.regions.filter(({ code }) => codes.has(code));
  if (!regions.length || regions.length > MANY_REGIONS) {
    return { key: "metropole", bounds: config.metropole };
  }
  return {
    key: `reg:${regions.map(({ code }) => code).join("+")}`,
    bounds: union(regions.map(({ bounds }) => bounds)),
  };
}
