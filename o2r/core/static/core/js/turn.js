/** Owns when something typed is sent: one at a time, a while after the last key, or at once. */

const PAUSE = 800;

export class Turn {
  /**
   * @param {() => Promise<void>} send never fails
   * @param {number} [pause] milliseconds after the last key
   */
  constructor(send, pause = PAUSE) {
    this.send = send;
    this.pause = pause;
    /** @type {Promise<void>} */
    this.sending = Promise.resolve();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  /** Once nothing more is typed for a while. */
  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.now(), this.pause);
  }

  /** After what is on its way; done once it is answered. */
  now() {
    clearTimeout(this.timer);
    this.sending = this.sending.then(() => this.send());
    return this.sending;
  }
}
