/**
 * Owns the names of what a zone editor and the page around it say to each other.
 */

/** Sent by the editor when its zone has changed, with the new expression. */
export const CHANGED = "o2r:zone";
/** Sent to the editor to make it hold another zone: its detail is the expression. */
export const SET = "o2r:zone-set";
