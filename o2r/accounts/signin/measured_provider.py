"""A ProConnect of one's own, on 127.0.0.1, that tells the truth or lies on command.

For figures and tests only: it signs whatever it is told to, for whoever asks.
"""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client, override_settings
from django.urls import reverse
from jwt.algorithms import RSAAlgorithm

CLIENT_ID, CLIENT_SECRET = "o2r-mesure", "secret-de-mesure"
KEY_ID = "mesure-1"


@dataclass
class Lies:
    """What the provider says instead of the truth; empty: an honest provider."""

    identity: dict[str, Any] = field(default_factory=dict)
    person: dict[str, Any] = field(default_factory=dict)
    forged_identity: bool = False
    forged_person: bool = False
    unsigned_person: bool = False
    unsigned_identity: bool = False
    unknown_key: bool = False


class FakeProvider:
    """An OpenID Connect provider: discovery, keys, codes bound to PKCE, tokens, a person."""

    def __init__(self) -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.other_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.lies = Lies()
        self.email = "nora@exemple.example"
        self.subject = "identifiant-de-nora"
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: dict[str, str] = {}
        self.address = ""

    # --- What a browser and a person do there -------------------------------------------------

    def consent(self, asked: str) -> dict[str, str]:
        """The person signs in: what comes back in the address, for the authorization ``asked``."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(asked).query).items()}
        self.asked = query
        code = f"code-{len(self.codes)}"
        self.codes[code] = query
        return {"code": code, "state": query["state"]}

    # --- What it says --------------------------------------------------------------------------

    def configuration(self) -> dict[str, Any]:
        names = ("authorization", "token", "userinfo", "end_session")
        return {
            "issuer": self.address,
            "jwks_uri": f"{self.address}/jwks",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            **{f"{name}_endpoint": f"{self.address}/{name}" for name in names},
        }

    def keys(self) -> dict[str, Any]:
        known = json.loads(RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**known, "kid": KEY_ID, "alg": "RS256", "use": "sig"}]}

    def tokens(self, given: dict[str, str]) -> dict[str, Any] | None:
        """The tokens of a code, once, for who knows the secret and the PKCE verifier."""
        asked = self.codes.pop(given.get("code", ""), None)
        if asked is None or given.get("client_secret") != CLIENT_SECRET:
            return None
        digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != asked.get("code_challenge"):
            return None
        now = int(time.time())
        # The session over there, unless the site asks for a new sign-in.
        signed_in = {"auth_time": now - 3600}
        if "login" in asked.get("prompt", "") or asked.get("max_age") == "0":
            signed_in = {"auth_time": now}
        claims = {
            "iss": self.address,
            "aud": CLIENT_ID,
            "sub": self.subject,
            "nonce": asked.get("nonce", ""),
            "acr": "eidas1",
            "iat": now,
            "exp": now + 60,
            **signed_in,
            **self.lies.identity,
        }
        signed = self._sign(
            claims, forged=self.lies.forged_identity, unsigned=self.lies.unsigned_identity
        )
        return {"access_token": "jeton", "token_type": "Bearer", "id_token": signed}

    def person(self) -> tuple[str, str]:
        """Type and text of the user information."""
        claims = {
            "iss": self.address,
            "aud": CLIENT_ID,
            "sub": self.subject,
            "email": self.email,
            **self.lies.person,
        }
        if self.lies.unsigned_person:
            return "application/json", json.dumps(claims)
        return "application/jwt", self._sign(claims, forged=self.lies.forged_person)

    def _sign(self, claims: dict[str, Any], *, forged: bool = False, unsigned: bool = False) -> str:
        said = {name: value for name, value in claims.items() if value is not None}
        if unsigned:
            return jwt.encode(said, key="", algorithm="none")
        name = "inconnue" if self.lies.unknown_key else KEY_ID
        key = self.other_key if forged else self.key
        return jwt.encode(said, key=key, algorithm="RS256", headers={"kid": name})


def _handler(provider: FakeProvider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            if path == "/.well-known/openid-configuration":
                self._answer("application/json", json.dumps(provider.configuration()))
            elif path == "/jwks":
                self._answer("application/json", json.dumps(provider.keys()))
            elif path == "/userinfo" and self.headers["Authorization"] == "Bearer jeton":
                self._answer(*provider.person())
            else:
                self._answer("application/json", "{}", status=404)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            given = {name: values[0] for name, values in parse_qs(body).items()}
            tokens = provider.tokens(given)
            self._answer(
                "application/json", json.dumps(tokens or {}), status=200 if tokens else 400
            )

        def _answer(self, kind: str, text: str, *, status: int = 200) -> None:
            content = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    return Handler


@contextmanager
def fake_provider(*, signed: bool = True) -> Iterator[FakeProvider]:
    """The site offers ProConnect, served here; ``signed``: as the setting of the instance."""
    provider = FakeProvider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(provider))
    provider.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    configured = {
        "server": provider.address,
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "acr": ["eidas1", "eidas2"],
        "signed_userinfo": signed,
    }
    try:
        with override_settings(PROCONNECT=configured):
            yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def come_by_proconnect(client: Client, provider: FakeProvider, **changed: str) -> Any:
    """Leave for the provider, sign in there, come back; ``changed``: what the address says else."""
    left = client.get(reverse("signin:proconnect"))
    back = {**provider.consent(left.headers["Location"]), **changed}
    return client.get(reverse("signin:proconnect_callback"), back)
