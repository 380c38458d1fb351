/**
 * Owns the small panel under the map that says in words what is selected: a project and the sentence
 * of its zone, or the projects that share one mark.
 */

import { listHeading } from "./sentences.js";

/** @typedef {import("./data.js").Project} Project */

export class Panel {
  /**
   * @param {HTMLElement} parent
   * @param {{close: () => void, select: (slug: string) => void}} act
   */
  constructor(parent, act) {
    this.act = act;
    this.root = document.createElement("div");
    this.root.className = "o2r-map-panel";
    this.root.dataset.o2rMapPart = "panel";
    this.root.hidden = true;
    this.root.tabIndex = -1;
    this.root.setAttribute("role", "group");
    parent.append(this.root);
  }

  /**
   * @param {Project} project
   */
  showProject(project) {
    const title = document.createElement("p");
    title.className = "o2r-map-panel-title";
    const link = document.createElement("a");
    link.href = project.url;
    link.textContent = project.title;
    title.append(link);
    const example = project.example ? " · exemple fictif" : "";
    this.zone = text("p", "o2r-map-panel-zone", "Chargement de la zone…");
    this.#fill(project.title, [
      title,
      text("p", "o2r-map-panel-note", `${project.bearer} · ${project.commune_name}${example}`),
      this.zone,
    ]);
  }

  /**
   * @param {string} label the sentence of the zone now drawn, or why it is not
   */
  showZone(label) {
    if (this.zone) this.zone.textContent = label;
  }

  /**
   * @param {readonly Project[]} projects at least two, in the order of the list
   */
  showList(projects) {
    const [first] = projects;
    if (!first) return;
    const wider = projects.some(({ commune }) => commune !== first.commune);
    const heading = listHeading(projects.length, first.commune_name, wider);
    const items = document.createElement("ul");
    items.className = "o2r-map-panel-list";
    for (const { slug, title, bearer, example } of projects) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = title;
      button.addEventListener("click", () => this.act.select(slug));
      const note = text("span", "o2r-map-panel-note", `${bearer}${example ? " · exemple fictif" : ""}`);
      const item = document.createElement("li");
      item.append(button, note);
      items.append(item);
    }
    this.#fill(heading, [text("p", "o2r-map-panel-title", heading), items]);
  }

  hide() {
    this.root.hidden = true;
    this.root.replaceChildren();
  }

  focus() {
    this.root.focus({ preventScroll: true });
  }

  /**
   * @param {string} name
   * @param {HTMLElement[]} content
   */
  #fill(name, content) {
    const close = document.createElement("button");
    close.type = "button";
    close.className = "o2r-map-panel-close";
    close.setAttribute("aria-label", "Fermer et ne plus montrer la zone");
    close.title = "Fermer";
    close.textContent = "×";
    close.addEventListener("click", () => this.act.close());
    this.root.setAttribute("aria-label", name);
    this.root.replaceChildren(...content, close);
    this.root.hidden = false;
  }
}

/**
 * @param {"p" | "span"} tag
 * @param {string} className
 * @param {string} content
 */
function text(tag, className, content) {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = content;
  return element;
}
