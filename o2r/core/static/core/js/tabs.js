/**
 * Owns the tabs [data-o2r-tabs]: a list of links to parts of the page becomes ARIA tabs, one part
 * shown at a time. Without it, all the parts are there, one below another, and the links lead to them.
 */

import { ledTo, opened } from "./tab-keys.js";

/**
 * @typedef {object} Tab
 * @property {HTMLAnchorElement} link
 * @property {HTMLElement} part
 */

/**
 * @param {Element} root
 * @returns {Tab[]}
 */
function tabsOf(root) {
  const found = [];
  for (const link of root.querySelectorAll("a[href^='#']")) {
    if (!(link instanceof HTMLAnchorElement)) continue;
    const part = document.getElementById(link.hash.slice(1));
    if (part) found.push({ link, part });
  }
  return found;
}

/** @param {Tab[]} tabs @param {number} rank */
function show(tabs, rank) {
  tabs.forEach(({ link, part }, one) => {
    link.setAttribute("aria-selected", String(one === rank));
    link.tabIndex = one === rank ? 0 : -1;
    part.hidden = one !== rank;
  });
}

/** @param {HTMLElement} root */
function begin(root) {
  const tabs = tabsOf(root);
  const list = root.querySelector("ul");
  if (tabs.length < 2 || !list) return;
  const held = tabs.map(({ part }) => [part.id, ...[...part.querySelectorAll("[id]")].map((one) => one.id)]);

  // A list of tabs is no navigation: its name passes to the list.
  list.setAttribute("role", "tablist");
  list.setAttribute("aria-label", root.getAttribute("aria-label") ?? "");
  root.setAttribute("role", "presentation");
  root.removeAttribute("aria-label");
  tabs.forEach(({ link, part }, rank) => {
    link.closest("li")?.setAttribute("role", "presentation");
    link.id = `${part.id}-tab`;
    link.setAttribute("role", "tab");
    link.setAttribute("aria-controls", part.id);
    part.setAttribute("role", "tabpanel");
    part.setAttribute("aria-labelledby", link.id);
    link.addEventListener("click", (event) => {
      event.preventDefault();
      history.replaceState(history.state, "", link.hash);
      show(tabs, rank);
    });
    link.addEventListener("keydown", (event) => {
      const next = tabs[event.key === " " ? rank : ledTo(event.key, rank, tabs.length)];
      if (!next || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      next.link.focus();
      next.link.click();
    });
  });

  const follow = () => {
    const rank = opened(location.hash, held);
    show(tabs, rank < 0 ? Math.max(tabs.findIndex(({ part }) => !part.hidden), 0) : rank);
    // A thing inside a part that was hidden: only now can the page go there.
    if (rank >= 0 && tabs[rank]?.part.id !== location.hash.slice(1)) {
      document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
    }
  };
  addEventListener("hashchange", follow);
  follow();
}

for (const root of document.querySelectorAll("[data-o2r-tabs]")) {
  if (root instanceof HTMLElement) begin(root);
}
