"""People and devices for figures and tests: an application of codes, a passkey, in software."""

import hashlib
import json
import os
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.test import Client
from fido2 import cbor

from o2r.accounts.models import User
from o2r.accounts.signin.engine import Authenticator, encrypt, format_hotp_value, hotp_value
from o2r.accounts.signin.factors import PERIOD, TOTP
from o2r.core import clock

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105 — of a measured person, known to all


def everyone(user: User) -> bool:
    """A rule of second factors: everybody must have one."""
    return True


def give_totp(user: User, secret: str = SECRET) -> Authenticator:
    """An application of codes that was never used."""
    factor: Authenticator = Authenticator.objects.create(
        user=user, type=TOTP, data={"secret": encrypt(secret), "last_counter": 0}
    )
    return factor


def current_code(secret: str = SECRET, *, periods: int = 0) -> str:
    """What the application shows now, or ``periods`` of 30 seconds later."""
    counter = int(clock.now().timestamp()) // PERIOD + periods
    return str(format_hotp_value(hotp_value(secret, counter)))


def as_text(given: bytes) -> str:
    """Base64url without padding, as WebAuthn writes bytes."""
    return urlsafe_b64encode(given).rstrip(b"=").decode()


def as_bytes(given: str) -> bytes:
    """The bytes behind base64url without padding."""
    return urlsafe_b64decode(given + "=" * (-len(given) % 4))


class SoftPasskey:
    """A passkey in software: makes itself and signs, as a phone would (WebAuthn Level 2, § 6)."""

    def __init__(self, *, origin: str = "https://testserver", rp_id: str = "testserver") -> None:
        self.origin, self.rp_id = origin, rp_id
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = os.urandom(32)
        self.user_handle = b""

    def _client_data(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _authenticator_data(self, *, flags: int, more: bytes = b"") -> bytes:
        return hashlib.sha256(self.rp_id.encode()).digest() + struct.pack(">BI", flags, 1) + more

    def make(self, options: dict[str, Any], *, verified: bool = True) -> dict[str, Any]:
        """The answer of a browser asked to make a passkey."""
        asked = options["publicKey"]
        self.user_handle = as_bytes(asked["user"]["id"])
        numbers = self.key.public_key().public_numbers()
        cose = {
            1: 2,
            3: -7,
            -1: 1,
            -2: numbers.x.to_bytes(32, "big"),
            -3: numbers.y.to_bytes(32, "big"),
        }
        credential = bytes(16) + struct.pack(">H", len(self.id)) + self.id + cbor.encode(cose)
        # User present, attested credential data; 0x04: the device checked its owner.
        proof = self._authenticator_data(flags=0x41 | (0x04 if verified else 0), more=credential)
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": proof})
        return self._answer(
            {
                "clientDataJSON": as_text(self._client_data("webauthn.create", asked["challenge"])),
                "attestationObject": as_text(attestation),
            },
            {"credProps": {"rk": True}},
        )

    def use(self, options: dict[str, Any], *, verified: bool = True) -> dict[str, Any]:
        """The answer of a browser asked to prove who is there."""
        client_data = self._client_data("webauthn.get", options["publicKey"]["challenge"])
        proof = self._authenticator_data(flags=0x01 | (0x04 if verified else 0))
        signed = proof + hashlib.sha256(client_data).digest()
        return self._answer(
            {
                "clientDataJSON": as_text(client_data),
                "authenticatorData": as_text(proof),
                "signature": as_text(self.key.sign(signed, ec.ECDSA(SHA256()))),
                "userHandle": as_text(self.user_handle),
            },
            {},
        )

    def _answer(self, response: dict[str, str], extensions: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": as_text(self.id),
            "rawId": as_text(self.id),
            "type": "public-key",
            "authenticatorAttachment": "platform",
            "clientExtensionResults": extensions,
            "response": response,
        }


def secure(client: Client) -> Client:
    """The same visitor over https: passkeys ask for it."""
    client.defaults["wsgi.url_scheme"] = "https"
    return client
