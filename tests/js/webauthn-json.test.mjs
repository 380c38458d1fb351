/** WebAuthn over JSON: what the server asks reaches the browser byte for byte, and back. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./static.mjs";

const { asJson, creationOptions, requestOptions, toBytes, toText } = await load(
  "accounts/js/webauthn-json.js",
);

/** @param {ArrayBuffer} buffer */
const list = (buffer) => [...new Uint8Array(buffer)];

test("every byte survives the way there and back", () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
  const text = toText(bytes.buffer);
  assert.match(text, /^[A-Za-z0-9_-]+$/);
  assert.deepEqual(list(toBytes(text)), [...bytes]);
  for (const length of [0, 1, 2, 3]) {
    assert.equal(toBytes(toText(new Uint8Array(length).buffer)).byteLength, length);
  }
});

test("options to make a passkey keep what is not bytes", () => {
  const options = creationOptions({
    challenge: "AAEC",
    rp: { id: "o2r.example" },
    user: { id: "_w", name: "nora" },
    excludeCredentials: [{ type: "public-key", id: "-_8" }],
  });
  assert.deepEqual(list(options.challenge), [0, 1, 2]);
  assert.deepEqual(list(options.user.id), [255]);
  assert.equal(options.user.name, "nora");
  assert.deepEqual(list(options.excludeCredentials[0].id), [251, 255]);
  assert.equal(options.rp.id, "o2r.example");
});

test("options to use a passkey may name none", () => {
  assert.deepEqual(requestOptions({ challenge: "AAEC" }).allowCredentials, []);
  const named = requestOptions({ challenge: "AAEC", allowCredentials: [{ id: "_w" }] });
  assert.deepEqual(list(named.allowCredentials[0].id), [255]);
});

test("an answer of the browser becomes JSON, without what it does not hold", () => {
  const answer = asJson({
    id: "_w",
    rawId: Uint8Array.of(255).buffer,
    type: "public-key",
    getClientExtensionResults: () => ({ credProps: { rk: true } }),
    response: {
      clientDataJSON: Uint8Array.of(1).buffer,
      signature: Uint8Array.of(2).buffer,
      userHandle: null,
    },
  });
  assert.deepEqual(JSON.parse(JSON.stringify(answer)), {
    id: "_w",
    rawId: "_w",
    type: "public-key",
    authenticatorAttachment: null,
    clientExtensionResults: { credProps: { rk: true } },
    response: { clientDataJSON: "AQ", signature: "Ag" },
  });
});
