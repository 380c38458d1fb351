"""The root key in the transit engine of HashiCorp Vault (1.13 or later, for associated data).

The key never leaves Vault; its recovery is Vault's own (unseal keys). Requests follow
``/v1/{mount}/encrypt|decrypt|keys/{name}``.
"""

import base64
import http.client
import json
import re
from pathlib import Path
from typing import Any

from o2r.core.crypto.errors import KeysNotReady, KeysUnavailable, Unreadable
from o2r.core.crypto.root.protocol import Wrapped
from o2r.core.deadline import PATIENCE, cut_after

_CIPHERTEXT = re.compile(r"vault:v([0-9]{1,9}):[A-Za-z0-9+/=]+")
LONGEST_ANSWER = 1_000_000


class VaultRootKey:
    """``mount`` and ``name`` say which key; the token is read from its file at each request."""

    kind = "vault"

    def __init__(
        self, *, host: str, port: int, mount: str, name: str, token_file: Path, secure: bool
    ) -> None:
        self._connection = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        self._host, self._port = host, port
        self._mount, self._name = mount, name
        self._token_file = token_file

    def version(self) -> int:
        read = self._ask("GET", "keys")["data"]
        return _whole(read.get("latest_version"))

    def wrap(self, plain: bytes, context: bytes) -> Wrapped:
        sent = {"plaintext": _b64(plain), "associated_data": _b64(context)}
        written = str(self._ask("POST", "encrypt", sent)["data"].get("ciphertext"))
        return Wrapped(_version_of(written), written.encode())

    def unwrap(self, sealed: bytes, context: bytes) -> bytes:
        written = sealed.decode("ascii", errors="replace")
        if not _CIPHERTEXT.fullmatch(written):
            raise Unreadable
        sent = {"ciphertext": written, "associated_data": _b64(context)}
        try:
            return base64.b64decode(self._ask("POST", "decrypt", sent)["data"]["plaintext"])
        except (KeyError, ValueError) as error:
            raise KeysUnavailable("Vault répond autre chose que ce qui est attendu") from error

    def rotate(self) -> None:
        """Ask Vault for a new version of the key."""
        self._ask("POST", "keys", {}, then="/rotate")

    def _ask(
        self, method: str, act: str, sent: dict[str, str] | None = None, then: str = ""
    ) -> dict[str, Any]:
        path = f"/v1/{self._mount}/{act}/{self._name}{then}"
        status, written = self._exchange(method, path, None if sent is None else json.dumps(sent))
        if status == 400 and act == "decrypt":
            raise Unreadable
        if status == 404:
            raise KeysNotReady(
                f"Vault ne connaît pas la clé « {self._name} » du moteur « {self._mount} ». "
                f"Créez-la : « vault write -f {self._mount}/keys/{self._name} »."
            )
        if status == 403:
            raise KeysUnavailable("Vault refuse notre jeton ; renouvelez O2R_VAULT_TOKEN_FILE")
        if status == 503:
            raise KeysUnavailable("Vault est scellé ou en maintenance")
        if status not in (200, 204):
            raise KeysUnavailable(f"Vault répond {status}")
        try:
            answer = json.loads(written or b'{"data": {}}')
        except ValueError as error:
            raise KeysUnavailable("Vault répond autre chose que du JSON") from error
        if not isinstance(answer, dict) or not isinstance(answer.get("data") or {}, dict):
            raise KeysUnavailable("Vault répond autre chose que ce qui est attendu")
        return {"data": answer.get("data") or {}}

    def _exchange(self, method: str, path: str, body: str | None) -> tuple[int, bytes]:
        connection = self._connection(self._host, self._port, timeout=PATIENCE)
        try:
            headers = {"X-Vault-Token": self._token(), "X-Vault-Request": "true"}
            connection.connect()
            with cut_after(connection.sock, PATIENCE):
                connection.request(method, path, body=body, headers=headers)
                answer = connection.getresponse()
                return answer.status, answer.read(LONGEST_ANSWER)
        except TimeoutError as error:
            raise KeysUnavailable("Vault met trop de temps à répondre") from error
        except (OSError, http.client.HTTPException) as error:
            raise KeysUnavailable(f"Vault ne répond pas sur {self._host}:{self._port}") from error
        finally:
            connection.close()

    def _token(self) -> str:
        try:
            return self._token_file.read_text(encoding="ascii").strip()
        except (OSError, ValueError) as error:
            raise KeysUnavailable(
                f"le jeton de Vault ne se lit pas dans {self._token_file}"
            ) from error


def _b64(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _whole(value: object) -> int:
    if not isinstance(value, int) or value < 1:
        raise KeysUnavailable("Vault ne dit pas la version de la clé")
    return value


def _version_of(written: str) -> int:
    found = _CIPHERTEXT.fullmatch(written)
    if found is None:
        raise KeysUnavailable("Vault répond autre chose que ce qui est attendu")
    return int(found[1])
