/**
 * Owns what pressing a mark does: a project is selected, projects that cannot be told apart are
 * listed, a counter opens into smaller ones. Pure: no DOM, no MapLibre.
 */

import { around } from "../../../territory/js/map/framing.js";

/** @typedef {import("./data.js").Bounds} Bounds */
/** @typedef {import("./data.js").Config} Config */
/** @typedef {import("./data.js").Project} Project */
/** @typedef {import("./counters.js").Group} Group */

/**
 * @typedef {{type: "select", slug: string}
 *   | {type: "list", slugs: string[]}
 *   | {type: "enter", bounds: Bounds}} Opening
 */

/**
 * @param {Group} group the mark pressed
 * @param {ReadonlyMap<string, Project>} projects by slug
 * @param {Config} config
 * @param {boolean} closest whether the map can hardly come nearer
 * @returns {Opening}
 */
export function opening({ kind, code, ids, merged }, projects, config, closest) {
  const [slug] = ids;
  if (slug && ids.length === 1) return { type: "select", slug };
  const here = ids.flatMap((id) => projects.get(id) ?? []);
  const communes = new Set(here.map(({ commune }) => commune));
  if (closest || communes.size === 1) return { type: "list", slugs: [...ids] };
  const units = kind === "region" ? config.regions : config.departments;
  const unit = kind === "project" || merged.length ? null : units.find((u) => u.code === code);
  return { type: "enter", bounds: unit?.bounds ?? around(here) };
}
