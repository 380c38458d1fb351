/**
 * Owns how the page of the card closes: [data-o2r-card-idle] is sent after that many seconds without
 * a gesture; [data-o2r-card-left] takes the page out of the history, an empty one in its place.
 */

const GESTURES = ["pointerdown", "keydown", "scroll", "touchstart"];
/** Milliseconds: the server, which only sees requests, hears of gestures this often at most. */
const TOLD_EVERY = 60_000;

/** @param {HTMLFormElement} form */
function closeWhenIdle(form) {
  const wait = Number(form.dataset.o2rCardIdle) * 1000;
  let timer = setTimeout(() => form.submit(), wait);
  let told = Date.now();
  const again = () => {
    clearTimeout(timer);
    timer = setTimeout(() => form.submit(), wait);
    if (Date.now() - told < TOLD_EVERY) return;
    told = Date.now();
    // Unheard, the page closes at its next request: nothing more is lost.
    fetch(location.pathname, { method: "HEAD" }).catch(() => {});
  };
  for (const gesture of GESTURES) document.addEventListener(gesture, again, { passive: true });
}

const form = document.querySelector("form[data-o2r-card-idle]");
if (form instanceof HTMLFormElement) closeWhenIdle(form);
if (document.querySelector("[data-o2r-card-left]")) location.replace("about:blank");
// A page shown again from memory by « back » asks the server anew.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
