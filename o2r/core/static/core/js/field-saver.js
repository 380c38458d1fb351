/**
 * Owns where one text stands between the page and the site, without page nor network: what is to be
 * sent, over which revision, and what to say of it.
 */

/** @typedef {"idle" | "dirty" | "saving" | "saved" | "offline" | "conflict" | "signed-out" | "refused"} State */
/**
 * @typedef {object} Answer
 * @property {"saved" | "conflict" | "closed" | "refused" | "offline" | "signed-out"} state
 * @property {number} [revision]
 * @property {string} [at] the hour, in words
 * @property {string} [theirs]
 * @property {string} [by]
 * @property {string} [message]
 */

const SAID = {
  idle: "",
  dirty: "en cours",
  saving: "en cours",
  offline: "pas de réseau : gardé sur cet appareil",
  conflict: "deux textes : choisissez lequel garder",
  "signed-out": "session terminée : gardé sur cet appareil, reconnectez-vous",
};

export class FieldSaver {
  /**
   * @param {string} text what the site has
   * @param {number} revision
   */
  constructor(text, revision) {
    this.site = text;
    this.text = text;
    this.revision = revision;
    /** @type {State} */
    this.state = "idle";
    this.at = "";
    this.message = "";
    /** @type {string | null} */
    this.sent = null;
  }

  /** Whether something typed is not on the site. */
  get isPending() {
    return this.text !== this.site;
  }

  /** Whether it is to be sent now: nothing on its way, nobody to choose between two texts. */
  get isDue() {
    const stopped = this.state === "conflict" || this.state === "refused";
    return this.isPending && this.sent === null && !stopped;
  }

  /** The state in words, for the page. */
  get said() {
    if (this.state === "saved") return this.at ? `enregistré à ${this.at}` : "enregistré";
    return this.state === "refused" ? this.message : SAID[this.state];
  }

  /** @param {string} text what the field now holds */
  typed(text) {
    this.text = text;
    if (this.state === "conflict") return;
    // What was refused may pass once shortened.
    this.state = this.isPending ? "dirty" : this.at ? "saved" : "idle";
  }

  /** @returns {{text: string, revision: number}} what goes to the site */
  send() {
    this.sent = this.text;
    this.state = "saving";
    return { text: this.text, revision: this.revision };
  }

  /** @param {Answer} answer */
  answered(answer) {
    const sent = this.sent ?? this.text;
    this.sent = null;
    if (answer.state === "saved") {
      this.site = sent;
      this.revision = answer.revision ?? this.revision;
      this.at = answer.at ?? "";
      this.state = this.isPending ? "dirty" : "saved";
    } else if (answer.state === "conflict") {
      this.conflicted(answer.theirs ?? "", answer.revision ?? this.revision);
    } else if (answer.state === "closed" || answer.state === "refused") {
      this.state = "refused";
      this.message = answer.message ?? "non enregistré";
    } else {
      this.state = answer.state;
    }
  }

  /**
   * Someone else saved another text: nothing more is sent until a choice is made.
   *
   * @param {string} theirs
   * @param {number} revision
   */
  conflicted(theirs, revision) {
    this.site = theirs;
    this.revision = revision;
    this.state = this.isPending ? "conflict" : "saved";
  }

  /** Keeps one's own text: it will be written over the other, knowingly. */
  keepMine() {
    this.state = "dirty";
  }

  /** Takes the other's text; gives what the field must hold. */
  takeTheirs() {
    this.text = this.site;
    this.state = "saved";
    return this.text;
  }
}
