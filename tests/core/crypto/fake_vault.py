"""A server on this machine that speaks the transit API of Vault, in good health or not."""

import base64
import json
import os
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

TOKEN = "s.fictional"


class FakeVault(ThreadingHTTPServer):
    """``mood``: well, sealed, garbage, hang, drip (one byte at a time) or refusing (no key)."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.keys = [os.urandom(32)]
        self.mood = "well"
        self.leaving = threading.Event()
        self.asked: list[str] = []

    @property
    def address(self) -> str:
        return f"vault+http://127.0.0.1:{self.server_address[1]}/team/transit/o2r"


class _Answer(BaseHTTPRequestHandler):
    server: FakeVault

    def do_GET(self) -> None:
        self._answer({})

    def do_POST(self) -> None:
        self._answer(json.loads(self.rfile.read(int(self.headers["Content-Length"])) or b"{}"))

    def log_message(self, *_: Any) -> None:
        """Nothing on the screen of the tests."""

    def _answer(self, sent: dict[str, str]) -> None:
        self.server.asked.append(self.path)
        match self.server.mood:
            case "hang":
                self.server.leaving.wait(20)
            case "drip":
                self.send_response(200)
                while not self.server.leaving.wait(0.2):
                    self.wfile.write(b"X")
                    self.wfile.flush()
            case "garbage":
                self._write(200, b"<html>not what you think</html>")
            case "sealed":
                self._write(503, b'{"errors": ["Vault is sealed"]}')
            case "refusing":
                self._write(404, b'{"errors": []}')
            case _ if self.headers["X-Vault-Token"] != TOKEN:
                self._write(403, b'{"errors": ["permission denied"]}')
            case _:
                self._transit(sent)

    def _transit(self, sent: dict[str, str]) -> None:
        assert self.path.startswith("/v1/team/transit/"), self.path
        data: dict[str, Any] = {}
        match self.path.removeprefix("/v1/team/transit/").split("/"):
            case ["keys", "o2r"]:
                data = {"latest_version": len(self.server.keys), "type": "aes256-gcm96"}
            case ["keys", "o2r", "rotate"]:
                self.server.keys.append(os.urandom(32))
            case ["encrypt", "o2r"]:
                data = self._encrypt(sent)
            case ["decrypt", "o2r"]:
                try:
                    data = self._decrypt(sent)
                except (InvalidTag, IndexError):
                    return self._write(400, b'{"errors": ["cipher: authentication failed"]}')
        return self._write(200, json.dumps({"data": data}).encode())

    def _encrypt(self, sent: dict[str, str]) -> dict[str, Any]:
        nonce, version = os.urandom(12), len(self.server.keys)
        plain, bound = (base64.b64decode(sent[name]) for name in ("plaintext", "associated_data"))
        locked = nonce + AESGCM(self.server.keys[-1]).encrypt(nonce, plain, bound)
        return {"ciphertext": f"vault:v{version}:{base64.b64encode(locked).decode()}"}

    def _decrypt(self, sent: dict[str, str]) -> dict[str, Any]:
        _, version, written = sent["ciphertext"].split(":")
        locked, bound = base64.b64decode(written), base64.b64decode(sent["associated_data"])
        key = AESGCM(self.server.keys[int(version[1:]) - 1])
        return {
            "plaintext": base64.b64encode(key.decrypt(locked[:12], locked[12:], bound)).decode()
        }

    def _write(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
