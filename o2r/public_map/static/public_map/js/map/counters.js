/**
 * Owns what stands on the map at each zoom: counters by région, then by département, then the
 * projects themselves, those of the same commune together, and never two marks on top of each
 * other. Pure: no DOM, no MapLibre.
 */

import { contains, pixel } from "../../../territory/js/map/framing.js";

/** @typedef {import("./data.js").Bounds} Bounds */
/** @typedef {import("./data.js").Project} Project */
/** @typedef {import("./data.js").Config} Config */
/** @typedef {"region" | "department" | "project"} Level */

/**
 * One mark on the map.
 *
 * @typedef {object} Group
 * @property {string} key the same for the same mark from one zoom to the next
 * @property {Level} kind what it counts; "project" for one project, or several of one commune
 * @property {string} code of the région or département; INSEE code of the commune for a project
 * @property {string} name of that unit
 * @property {string} unit name of the unit of the present level where it stands
 * @property {string[]} merged names of the neighbouring units counted with it, for want of room
 * @property {string[]} ids slugs of the projects, in the order of the list
 * @property {number} lat
 * @property {number} lon
 * @property {boolean} selected whether it is the selected project, which always stands alone
 */

/** With so few results, the projects themselves are shown at any zoom. */
export const FEW = 12;
/** Marks nearer than this many pixels are counted together, by level. */
export const ROOM = { region: 32, department: 38, project: 36 };
/** A pin stands on its point; its body is this many pixels higher. */
const PIN = 16;
/** The page never holds more marks than this. */
export const MOST = 1000;

// Zooms above the one that shows the whole métropole, whatever the size of the screen.
const DEPARTMENTS_FROM = 0.9;
const PROJECTS_FROM = 2.5;

/**
 * @param {object} view
 * @param {number} view.zoom
 * @param {number} view.base zoom at which the whole métropole is seen
 * @param {{lat: number, lon: number}} view.center
 * @param {number} total number of projects
 * @param {Config} config
 * @returns {Level}
 */
export function levelFor({ zoom, base, center }, total, config) {
  if (total <= FEW) return "project";
  // Overseas, the région is the département, and a screen shows only one.
  if (!contains(config.metropole, center)) return "project";
  if (zoom < base + DEPARTMENTS_FROM) return "region";
  return zoom < base + PROJECTS_FROM ? "department" : "project";
}

/**
 * The marks of a level. Every project is in exactly one.
 *
 * @param {Level} level
 * @param {readonly Project[]} projects in the order of the list
 * @param {Config} config
 * @param {number} zoom decides which marks lack room
 * @param {string | null} [selected] slug of the project that stands alone
 * @returns {Group[]} counters by name; projects in the order of the list, the selected one first
 */
export function groupsAt(level, projects, config, zoom, selected = null) {
  const alone = projects.filter(({ slug }) => slug === selected).map((p) => single(p, p.commune_name, true));
  const others = projects.filter(({ slug }) => slug !== selected);
  const groups = sorted(merge(partition(level, others, config), level, zoom), projects);
  if (groups.length < MOST || level === "region") return [...alone, ...groups];
  return groupsAt(level === "project" ? "department" : "region", projects, config, zoom, selected);
}

/**
 * @param {Level} level
 * @param {readonly Project[]} projects
 * @param {Config} config
 * @returns {Group[]}
 */
function partition(level, projects, config) {
  /** @type {Map<string, Project[]>} */
  const parts = new Map();
  for (const project of projects) {
    const code = level === "project" ? project.commune : project[level];
    const part = parts.get(code);
    if (part) part.push(project);
    else parts.set(code, [project]);
  }
  const units = level === "region" ? config.regions : config.departments;
  return [...parts].flatMap(([code, part]) => {
    const [first] = part;
    if (!first) return [];
    const unit = level === "project" ? undefined : units.find((u) => u.code === code);
    const name = unit?.name ?? first.commune_name;
    if (part.length === 1) return [single(first, name, false)];
    return [
      {
        key: `${level}:${code}`,
        kind: level,
        code,
        name,
        unit: name,
        merged: [],
        ids: part.map(({ slug }) => slug),
        lat: unit?.lat ?? first.lat,
        lon: unit?.lon ?? first.lon,
        selected: false,
      },
    ];
  });
}

/**
 * @param {Project} project
 * @param {string} unit
 * @param {boolean} selected
 * @returns {Group}
 */
function single({ slug, commune: code, commune_name: name, lat, lon }, unit, selected) {
  const key = `one:${slug}`;
  return { key, kind: "project", code, name, unit, merged: [], ids: [slug], lat, lon, selected };
}

/**
 * Counts together the marks that would touch: the greater takes the smaller in.
 *
 * @param {Group[]} groups
 * @param {Level} level
 * @param {number} zoom
 * @returns {Group[]}
 */
function merge(groups, level, zoom) {
  const bySize = [...groups].sort(greaterFirst);
  /** @type {{group: Group, x: number, y: number}[]} */
  const kept = [];
  for (const group of bySize) {
    // Zoom by quarters: marks do not change at each step of the wheel.
    const [x, foot] = pixel(group.lat, group.lon, Math.round(zoom * 4) / 4);
    const y = group.ids.length === 1 ? foot - PIN : foot;
    const near = kept.find((k) => (k.x - x) ** 2 + (k.y - y) ** 2 < ROOM[level] ** 2);
    if (near) near.group = together(near.group, group);
    else kept.push({ group, x, y });
  }
  const merged = kept.map(({ group }) => group);
  // Two pins that became one counter take another place, where a neighbour may now touch them.
  return merged.length < groups.length ? merge(merged, level, zoom) : merged;
}

/**
 * @param {Group} great
 * @param {Group} small
 * @returns {Group}
 */
function together(great, small) {
  const ids = [...great.ids, ...small.ids];
  const units = new Set([...great.merged, small.unit, ...small.merged]);
  units.delete(great.unit);
  return { ...great, key: `${great.key.split("+")[0]}+${ids.length}`, ids, merged: [...units] };
}

/**
 * The mark that gives its place and its name: the one that counts most, rather one that stands for
 * a single unit; the key, so that the same projects always give the same marks.
 *
 * @param {Group} a
 * @param {Group} b
 */
function greaterFirst(a, b) {
  const size = b.ids.length - a.ids.length || a.merged.length - b.merged.length;
  return size || (a.key < b.key ? -1 : 1);
}

/**
 * @param {Group[]} groups
 * @param {readonly Project[]} projects
 * @returns {Group[]}
 */
function sorted(groups, projects) {
  const rank = new Map(projects.map(({ slug }, i) => [slug, i]));
  /** @param {string} slug */
  const at = (slug) => rank.get(slug) ?? 0;
  for (const group of groups) group.ids.sort((a, b) => at(a) - at(b));
  /** @param {Group} group */
  const first = (group) => at(group.ids[0] ?? "");
  return groups.sort((a, b) => {
    if (a.kind !== "project" && b.kind !== "project") return a.name.localeCompare(b.name, "fr");
    if (a.kind !== b.kind) return a.kind === "project" ? 1 : -1;
    return first(a) - first(b);
  });
}
