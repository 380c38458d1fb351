/**
 * Owns the French sentences of the map: names of marks, announcements, headings. Pure: no DOM.
 */

import { count, inCommune, list } from "../../../core/js/french.js";

/** @typedef {import("./counters.js").Group} Group */
/** @typedef {import("./data.js").Project} Project */

const NAMED = 2; // neighbours named in a sentence; the others are counted

/** Code of each région and the preposition that goes before its name; « en » for the others. */
const PREPOSITIONS = new Map([
  ["04", "à"],
  ["06", "à"],
  ["32", "dans les"],
  ["44", "dans le"],
  ["52", "dans les"],
]);

/**
 * « 23 projets en Auvergne-Rhône-Alpes », « O2R Portes du Sud, Vénissieux ».
 *
 * @param {Group} group
 * @param {ReadonlyMap<string, Project>} projects by slug
 * @param {Group | null} [selected] the selected project, which its neighbours do not count
 */
export function groupName(group, projects, selected = null) {
  const only = group.ids.length === 1 ? projects.get(group.ids[0] ?? "") : undefined;
  if (only) {
    const example = only.example ? " (exemple fictif)" : "";
    return `${only.title}, ${only.commune_name}${example}`;
  }
  const apart = selected !== null && belongs(projects.get(selected.ids[0] ?? ""), group);
  const projectsHere = apart
    ? count(group.ids.length, "autre projet", "autres projets")
    : count(group.ids.length, "projet", "projets");
  return projectsHere + where(group);
}

/**
 * @param {Project | undefined} project
 * @param {Group} group
 */
function belongs(project, group) {
  if (!project) return false;
  if (group.kind === "project") return project.commune === group.code;
  return project[group.kind] === group.code;
}

/** @param {Group} group */
function where({ kind, code, name, merged }) {
  if (kind === "project") return ` ${inCommune(name)}${merged.length ? " et alentour" : ""}`;
  // « en Isère », « dans le Rhône », « à Paris »: the code spares a table of a hundred articles.
  const place = kind === "region" ? ` ${inRegion(code, name)}` : `, ${name} (${code})`;
  if (!merged.length) return place;
  const rest = merged.length - NAMED;
  const more = rest > 0 ? [count(rest, "autre", "autres")] : [];
  return `${place}, avec ${list([...merged.slice(0, NAMED), ...more])}`;
}

/**
 * @param {string} code of a région
 * @param {string} name
 */
export function inRegion(code, name) {
  return `${PREPOSITIONS.get(code) ?? "en"} ${name}`;
}

/** @param {string} commune the one searched */
export function placeName(commune) {
  return `Commune cherchée\u00a0: ${commune}`;
}

/**
 * Said when a project is selected and its zone drawn.
 *
 * @param {Project} project
 * @param {string} label the sentence of its zone; empty when it could not be had
 */
export function selectedSentence(project, label) {
  if (!label) return `${project.title}\u00a0: la zone n’a pas pu être chargée.`;
  return `${project.title}\u00a0: zone dessinée sur la carte. ${label}`;
}

/**
 * Heads the panel that lists the projects of one mark.
 *
 * @param {number} n
 * @param {string} commune
 * @param {boolean} wider whether some stand on neighbouring communes
 */
export function listHeading(n, commune, wider) {
  const place = inCommune(commune);
  return `${count(n, "projet", "projets")} ${place}${wider ? " et alentour" : ""}`;
}
