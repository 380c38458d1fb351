/**
 * Owns the password fields [data-o2r-reveal]: adds a button that shows what is typed, which the
 * attribute may name otherwise than a password. Without JavaScript the field stays as browsers draw
 * it.
 */

/** @param {HTMLInputElement} field */
function own(field) {
  const what = field.dataset.o2rReveal || "le mot de passe";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "link-button";
  button.textContent = `Afficher ${what}`;
  button.setAttribute("aria-pressed", "false");
  button.setAttribute("aria-controls", field.id);
  button.addEventListener("click", () => {
    const shown = field.type === "text";
    field.type = shown ? "password" : "text";
    button.setAttribute("aria-pressed", String(!shown));
    button.textContent = `${shown ? "Afficher" : "Masquer"} ${what}`;
  });
  // What is shown must not be sent as a plain field that the browser remembers.
  field.form?.addEventListener("submit", () => {
    field.type = "password";
  });
  field.after(button);
}

for (const field of document.querySelectorAll("input[data-o2r-reveal]")) {
  if (field instanceof HTMLInputElement) own(field);
}
