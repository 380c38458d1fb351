/**
 * Owns the buttons [data-o2r-print], hidden in the server's page because they need JavaScript: they
 * open the print window of the browser.
 */

for (const button of document.querySelectorAll("[data-o2r-print]")) {
  if (!(button instanceof HTMLElement)) continue;
  button.hidden = false;
  button.addEventListener("click", () => print());
}
