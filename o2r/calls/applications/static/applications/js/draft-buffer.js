/**
 * Owns what was typed and not yet saved, on this device: one entry for each text of an application
 * and for each account, cleared when the site has it.
 */

/** @typedef {{text: string, revision: number}} Draft revision: the one that its author was reading */

export class DraftBuffer {
  /**
   * @param {Pick<Storage, "getItem" | "setItem" | "removeItem">} storage
   * @param {string} account whoever else uses this device never sees it
   * @param {string} application
   */
  constructor(storage, account, application) {
    this.storage = storage;
    this.prefix = `o2r-draft:${account}:${application}:`;
  }

  /**
   * @param {string} field
   * @param {Draft} draft
   * @returns {boolean} whether this device keeps it
   */
  put(field, draft) {
    try {
      this.storage.setItem(this.prefix + field, JSON.stringify(draft));
      return true;
    } catch {
      return false;
    }
  }

  /**
   * @param {string} field
   * @returns {Draft | null}
   */
  get(field) {
    try {
      const known = JSON.parse(this.storage.getItem(this.prefix + field) ?? "null");
      const isDraft = typeof known?.text === "string" && Number.isInteger(known?.revision);
      return isDraft ? { text: known.text, revision: known.revision } : null;
    } catch {
      return null;
    }
  }

  /**
   * Forgets a text that the site has; what was typed since stays.
   *
   * @param {string} field
   * @param {string} text the one acknowledged
   */
  clear(field, text) {
    if (this.get(field)?.text !== text) return;
    try {
      this.storage.removeItem(this.prefix + field);
    } catch {
      // Nothing was kept either.
    }
  }
}
