"""The client of ``o2r keyd``: asks the daemon to wrap and unwrap, over a Unix socket."""

import base64
from pathlib import Path
from typing import Any

from o2r.core.crypto.errors import KeysNotReady, KeysUnavailable, Unreadable
from o2r.core.crypto.root.protocol import Wrapped
from o2r.core.local_daemon import ask, encoded


class DaemonRootKey:
    """The root key, in the hands of another process, under another Unix account."""

    kind = "daemon"

    def __init__(self, path: Path) -> None:
        self.path = path

    def version(self) -> int:
        return int(self._ask("version")["version"])

    def wrap(self, plain: bytes, context: bytes) -> Wrapped:
        answer = self._ask("wrap", bytes=plain, context=context)
        return Wrapped(int(answer["version"]), base64.b64decode(answer["bytes"]))

    def unwrap(self, sealed: bytes, context: bytes) -> bytes:
        return base64.b64decode(self._ask("unwrap", bytes=sealed, context=context)["bytes"])

    def _ask(self, act: str, **sent: bytes) -> dict[str, Any]:
        question = {"act": act} | {name: encoded(value) for name, value in sent.items()}
        answer = self._answer(question)
        match answer.get("error"):
            case None:
                return answer
            case "unreadable":
                raise Unreadable
            case "not-ready":
                raise KeysNotReady
            case refusal:
                raise KeysUnavailable(f"le démon des clés refuse la demande ({refusal})")

    def _answer(self, question: dict[str, str]) -> dict[str, Any]:
        try:
            answer = ask(self.path, question)
            if not ({"error", "version", "bytes"} & answer.keys()):
                raise ValueError("not an answer")
            return answer
        except TimeoutError as error:
            raise KeysUnavailable("le démon des clés met trop de temps à répondre") from error
        except OSError as error:
            raise KeysUnavailable(
                f"le démon des clés ne répond pas sur {self.path} ({error.strerror or error})"
            ) from error
        except ValueError as error:
            raise KeysUnavailable("le démon des clés a coupé ou répond autre chose") from error
