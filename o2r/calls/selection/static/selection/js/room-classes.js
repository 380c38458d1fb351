/**
 * Owns what the map of the room paints for each class of unit: the expression that gives a pattern
 * to each code, and the patterns themselves, which are read without colour. Pure: no DOM, no map.
 */

/** @typedef {import("maplibre-gl").ExpressionSpecification} Expression */
/** @typedef {[r: number, g: number, b: number]} Rgb */
/** @typedef {{white: Rgb, once: Rgb, twice: Rgb}} RoomColours */

export const SIDE = 8; // pixels of a pattern
export const NONE = "room-none";
/** Classes as the server writes them. */
export const CLASSES = /** @type {const} */ (["0", "1", "2", "3"]);

/** @param {string} kind a class */
export function imageOf(kind) {
  return `room-${kind}`;
}

/**
 * The pattern of each unit.
 *
 * @param {readonly string[]} codes of the units
 * @param {string} classes one character for each code
 * @returns {Expression | string} for fill-pattern
 */
export function patternOf(codes, classes) {
  const parts = CLASSES.flatMap((kind) => {
    const some = codes.filter((_, rank) => classes[rank] === kind);
    return some.length ? [some, imageOf(kind)] : [];
  });
  if (!parts.length) return NONE;
  const match = ["match", ["get", "code"], ...parts, NONE];
  return /** @type {Expression} */ (/** @type {unknown} */ (match));
}

/**
 * How strongly one pixel of a pattern is painted, and with which colour.
 *
 * @param {string} kind
 * @param {number} x
 * @param {number} y
 * @returns {["white" | "once" | "twice", number]} the colour and its opacity, 0 to 1
 */
function pixel(kind, x, y) {
  const rising = (x + y) % SIDE === 0;
  const falling = (x - y + SIDE) % SIDE === 0;
  switch (kind) {
    case "0":
      return ["white", rising || falling ? 0.85 : 0.14];
    case "1":
      return ["once", 0.55];
    case "2":
      return y % 4 < 2 ? ["twice", 0.85] : ["once", 0.7];
    default:
      return ["once", (x + y) % SIDE < 3 ? 0.7 : 0.12];
  }
}

/**
 * @param {string} kind a class, or anything else for nothing at all
 * @param {RoomColours} colours
 * @returns {{width: number, height: number, data: Uint8Array}} an image for the map
 */
export function pattern(kind, colours) {
  const data = new Uint8Array(SIDE * SIDE * 4);
  if (CLASSES.some((known) => known === kind)) {
    for (let place = 0; place < SIDE * SIDE; place += 1) {
      const [name, opacity] = pixel(kind, place % SIDE, Math.floor(place / SIDE));
      const alpha = Math.round(opacity * 255);
      // Straight alpha: the map multiplies it.
      data.set([...colours[name], alpha], place * 4);
    }
  }
  return { width: SIDE, height: SIDE, data };
}
