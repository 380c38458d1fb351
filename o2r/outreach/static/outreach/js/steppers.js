/**
 * Owns the numbers [data-o2r-stepper]: two large buttons around each, − and +, for one thumb. The
 * field alone works without them.
 */

/**
 * @param {HTMLInputElement} input
 * @param {number} step −1 or +1
 * @param {string} label what the button does, for who does not see it
 */
function button(input, step, label) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "counter__step";
  made.textContent = step < 0 ? "−" : "+";
  made.setAttribute("aria-label", label);
  made.addEventListener("click", () => {
    const least = Number(input.min || 0);
    const most = Number(input.max || Number.MAX_SAFE_INTEGER);
    const value = (Number.parseInt(input.value, 10) || 0) + step;
    input.value = String(Math.min(Math.max(value, least), most));
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
  return made;
}

for (const input of document.querySelectorAll(".counter__row [data-o2r-stepper]")) {
  if (!(input instanceof HTMLInputElement)) continue;
  const name = input.labels?.[0]?.textContent?.trim() ?? "";
  input.before(button(input, -1, `Un de moins : ${name}`));
  input.after(button(input, 1, `Un de plus : ${name}`));
}
