/**
 * Owns the one live region of the page: sentences said to screen readers when something changes
 * without a new page.
 */

/** @type {HTMLElement | null} */
let region = null;

/**
 * Says a sentence, once the reader has finished what it is saying.
 *
 * @param {string} sentence plain French; an empty one silences the previous one
 */
export function announce(sentence) {
  if (!region) {
    region = document.createElement("div");
    region.setAttribute("role", "status");
    region.className = "visually-hidden";
    region.dataset.o2rAnnounce = "";
    document.body.append(region);
  }
  const target = region;
  // Emptied first, and filled on a later frame: the same sentence twice is read twice, and a region
  // that has just been created is already watched when its text arrives.
  target.textContent = "";
  setTimeout(() => {
    target.textContent = sentence;
  }, 60);
}
