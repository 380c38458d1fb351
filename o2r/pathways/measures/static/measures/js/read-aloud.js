/**
 * Owns « Lire à voix haute » beside each element [data-o2r-read]: read by a voice that is on the
 * device, never by one that would send the words elsewhere. Without such a voice, no button.
 */

/**
 * The voice to read with: of the language, on the device; the first one when several are.
 *
 * @template {{lang: string, localService: boolean}} V
 * @param {readonly V[]} voices
 * @param {string} lang such as "fr" or "fr-FR"
 * @returns {V | null} null: no voice reads this without the network
 */
export function localVoice(voices, lang) {
  const asked = (lang || "fr").toLowerCase().split(/[-_]/)[0];
  const known = voices.filter(
    (voice) => voice.localService && voice.lang.toLowerCase().split(/[-_]/)[0] === asked,
  );
  return known[0] ?? null;
}

/**
 * The words of a question, in the order of the page, each line a sentence of its own.
 *
 * @param {string} text
 * @returns {string}
 */
export function spoken(text) {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map((line) => (/[.?!…:]$/.test(line) ? line : `${line}.`))
    .join(" ");
}

/**
 * @param {HTMLElement} element what is read
 * @param {SpeechSynthesisVoice} voice
 */
function add(element, voice) {
  const text = spoken(element.innerText);
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-quiet";
  button.textContent = "Lire à voix haute";
  button.addEventListener("click", () => {
    const talking = speechSynthesis.speaking;
    speechSynthesis.cancel();
    if (talking) return;
    const said = new SpeechSynthesisUtterance(text);
    said.voice = voice;
    said.lang = voice.lang;
    speechSynthesis.speak(said);
  });
  element.append(button);
}

/** Adds the buttons once; voices may come late. */
function start() {
  const voices = speechSynthesis.getVoices();
  for (const element of document.querySelectorAll("[data-o2r-read]:not([data-o2r-read-ready])")) {
    if (!(element instanceof HTMLElement)) continue;
    const lang = element.closest("[lang]")?.getAttribute("lang") ?? "fr";
    const voice = localVoice(voices, lang);
    if (!voice) continue;
    element.setAttribute("data-o2r-read-ready", "");
    add(element, voice);
  }
}

if (typeof document !== "undefined" && "speechSynthesis" in window) {
  start();
  speechSynthesis.addEventListener("voiceschanged", start);
}
