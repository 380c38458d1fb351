/**
 * Owns the map of a list of results: joins marks, cards, zone, panel and insets through the
 * selection, and keeps what stands on the map true to the zoom and to the list.
 */

import { announce } from "../../../core/js/announce.js";
import { Camera } from "../../../territory/js/map/camera.js";
import { Cards } from "./cards.js";
import { groupsAt, levelFor } from "./counters.js";
import { contains, zoneBounds } from "../../../territory/js/map/framing.js";
import { Insets } from "../../../territory/js/map/insets.js";
import { CLOSEST } from "../../../territory/js/map/library.js";
import { Markers } from "./markers.js";
import { opening } from "./opening.js";
import { Zone } from "../../../territory/js/map/overlay.js";
import { drawMarks } from "./mark-points.js";
import { frame } from "./results-frame.js";
import { Panel } from "./panel.js";
import { NOTHING, reduce } from "./selection.js";
import { selectedSentence } from "./sentences.js";

/** @typedef {import("./data.js").Config} Config */
/** @typedef {import("./data.js").Project} Project */
/** @typedef {import("./data.js").Results} Results */
/** @typedef {import("./counters.js").Group} Group */

const AROUND_VIEW = 0.25; // part of the view where marks already stand, for the next small move

export class ResultsMap {
  /**
   * @param {HTMLElement} section
   * @param {import("maplibre-gl").Map} map its style loaded
   * @param {typeof import("maplibre-gl").Marker} Marker
   * @param {Config} config
   * @param {Results} results
   */
  constructor(section, map, Marker, config, results) {
    this.map = map;
    this.config = config;
    this.selection = NOTHING;
    /** @type {Group[]} */
    this.groups = [];
    /** @type {readonly string[]} */
    this.origin = []; // projects of the mark that opened the panel
    /** @type {readonly string[] | null} */
    this.focusNext = null; // projects whose mark takes the keyboard after the move under way
    this.zone = new Zone(map);
    this.markers = new Markers(map, Marker, {
      activate: (group, keyboard) => this.#activate(group, keyboard),
      hover: (group) => this.#dispatch({ type: "hover", slug: group?.ids[0] ?? null }),
    });
    this.panel = new Panel(section, {
      close: () => this.#close(),
      select: (slug) => this.#dispatch({ type: "select", slug }),
    });
    this.camera = new Camera(map);
    this.insets = new Insets(section, config, (bounds) => this.camera.go(bounds), [
      "projet",
      "projets",
    ]);
    this.cards = new Cards(section, {
      hover: (slug) => this.#dispatch({ type: "hover", slug }),
      toggle: (slug) => this.#dispatch({ type: "toggle", slug }),
    });
    section.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.#close();
    });
    map.on("moveend", () => this.#refresh());
    this.frame = frame(results.projects, config, results.place);
    this.#take(results);
  }

  /**
   * Shows other results: the view moves only when they are elsewhere.
   *
   * @param {Results} results
   */
  replace(results) {
    const next = frame(results.projects, this.config, results.place);
    const moved = next.key !== this.frame.key;
    this.frame = next;
    this.#take(results);
    if (moved && this.selection.selected === null) this.camera.go(next.bounds);
  }

  /** @returns {string[]} slugs of every project of the list, on the map or in an inset */
  get ids() {
    return [...this.projects.keys()];
  }

  /** @returns {string[]} slugs of the projects whose mark is in sight */
  visibleIds() {
    const bounds = this.camera.bounds();
    return this.groups.filter((group) => contains(bounds, group)).flatMap(({ ids }) => ids);
  }

  /** @param {Results} results */
  #take(results) {
    const before = this.selection.selected;
    /** @type {Map<string, Project>} */
    this.projects = new Map(results.projects.map((project) => [project.slug, project]));
    this.insets.count(results.projects);
    this.markers.showPlace(results.place ?? null);
    this.selection = reduce(this.selection, { type: "loaded", slugs: [...this.projects.keys()] });
    if (this.selection.selected !== before) this.#showSelection();
    else if (before === null) this.panel.hide();
    this.#refresh();
    this.cards.mark(this.selection.selected, null);
    const [only] = results.projects;
    if (only && results.projects.length === 1) this.#dispatch({ type: "select", slug: only.slug });
  }

  /** @param {import("./selection.js").Event} event */
  #dispatch(event) {
    const before = this.selection;
    this.selection = reduce(before, event);
    const { selected, hovered, listed } = this.selection;
    if (this.selection === before) return;
    if (selected !== before.selected || listed !== before.listed) this.#showSelection();
    if (selected !== before.selected) this.#refresh();
    if (hovered !== before.hovered) this.markers.highlight(hovered);
    this.cards.mark(selected, hovered);
  }

  /** Says the selection in the panel, and draws its zone. */
  #showSelection() {
    const { selected, listed } = this.selection;
    const inside = this.panel.root.contains(document.activeElement);
    const project = selected === null ? undefined : this.projects.get(selected);
    const several = listed.flatMap((slug) => this.projects.get(slug) ?? []);
    if (project) {
      this.panel.showProject(project);
      void this.#drawZone(project);
    } else {
      this.zone.clear();
      if (several.length) this.panel.showList(several);
      else this.panel.hide();
    }
    if (inside && (project || several.length)) this.panel.focus();
  }

  /** @param {Project} project */
  async #drawZone(project) {
    try {
      const feature = await this.zone.show(`${project.url}zone.geojson`);
      if (!feature) return;
      const { label, bounds } = feature.properties;
      this.panel.showZone(label);
      announce(selectedSentence(project, label));
      this.camera.go(zoneBounds(bounds, this.config.metropole));
    } catch {
      this.panel.showZone("La zone n’a pas pu être chargée. Elle est écrite dans la fiche du projet.");
      announce(selectedSentence(project, ""));
    }
  }

  /**
   * @param {Group} group
   * @param {boolean} keyboard
   */
  #activate(group, keyboard) {
    const closest = this.camera.zoom > CLOSEST - 1;
    const next = opening(group, this.projects, this.config, closest);
    this.origin = group.ids;
    if (next.type === "enter") {
      if (keyboard) this.focusNext = group.ids;
      this.camera.go(next.bounds, this.camera.zoom + 1);
      return;
    }
    this.#dispatch(next);
    if (next.type === "select") this.cards.reveal(next.slug);
    if (keyboard) this.panel.focus();
  }

  #close() {
    const inside = this.panel.root.contains(document.activeElement);
    this.#dispatch({ type: "clear" });
    if (inside) this.markers.focus(this.origin);
  }

  /** Puts on the map the marks of the present view. */
  #refresh() {
    const projects = [...this.projects.values()];
    const { zoom, center } = this.camera;
    const base = this.camera.zoomFor(this.config.metropole);
    const level = levelFor({ zoom, base, center }, projects.length, this.config);
    const groups = groupsAt(level, projects, this.config, zoom, this.selection.selected);
    const wider = this.camera.bounds(AROUND_VIEW);
    this.groups = groups.filter((group) => contains(wider, group));
    this.markers.show(this.groups, this.projects);
    this.markers.highlight(this.selection.hovered);
    // A zone is read against the names of towns: those of units step back.
    drawMarks(this.map, this.groups, this.selection.selected === null);
    const overseas = this.config.insets.find(({ bounds }) => contains(bounds, center));
    this.insets.mark(overseas?.code ?? null);
    if (this.focusNext) this.markers.focus(this.focusNext);
    this.focusNext = null;
  }
}
