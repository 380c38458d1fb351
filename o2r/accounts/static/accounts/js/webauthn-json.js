/**
 * WebAuthn over JSON: what the server asks, as the browser wants it, and back. Pure, but for the
 * buffers of the browser. Level 3 of the standard has the same functions; browsers of 2023 do not.
 */

/**
 * @param {string} text base64url, without padding
 * @returns {ArrayBuffer}
 */
export function toBytes(text) {
  const base64 = text.replace(/-/g, "+").replace(/_/g, "/");
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index += 1) bytes[index] = binary.charCodeAt(index);
  return bytes.buffer;
}

/**
 * @param {ArrayBuffer} buffer
 * @returns {string} base64url, without padding
 */
export function toText(buffer) {
  let binary = "";
  for (const byte of new Uint8Array(buffer)) binary += String.fromCharCode(byte);
  return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/**
 * @param {any} listed descriptors whose ids are base64url
 * @returns {any}
 */
function withIds(listed) {
  return (listed ?? []).map((/** @type {any} */ one) => ({ ...one, id: toBytes(one.id) }));
}

/**
 * @param {any} asked the options of the server to make a passkey
 * @returns {PublicKeyCredentialCreationOptions}
 */
export function creationOptions(asked) {
  return {
    ...asked,
    challenge: toBytes(asked.challenge),
    user: { ...asked.user, id: toBytes(asked.user.id) },
    excludeCredentials: withIds(asked.excludeCredentials),
  };
}

/**
 * @param {any} asked the options of the server to use a passkey
 * @returns {PublicKeyCredentialRequestOptions}
 */
export function requestOptions(asked) {
  return {
    ...asked,
    challenge: toBytes(asked.challenge),
    allowCredentials: withIds(asked.allowCredentials),
  };
}

/** The buffers that an answer may hold. */
const BUFFERS = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];

/**
 * @param {any} credential what the browser answers
 * @returns {object} the same, that JSON can carry
 */
export function asJson(credential) {
  /** @type {Record<string, unknown>} */
  const response = {};
  for (const name of BUFFERS) {
    const buffer = credential.response[name];
    if (buffer) response[name] = toText(buffer);
  }
  if (typeof credential.response.getTransports === "function") {
    response.transports = credential.response.getTransports();
  }
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment ?? null,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
}
