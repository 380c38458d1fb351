"""The client of ``o2r keyd``: asks the daemon to wrap and unwrap, over a Unix socket."""

import base64
import time
from pathlib import Path
from typing import Any

from o2r.core.crypto.errors import KeysNotReady, KeysUnavailable, Unreadable
from o2r.core.crypto.root.protocol import Wrapped
from o2r.core.deadline import PATIENCE
from o2r.core.local_daemon import encoded, exchange

PAUSE_WHEN_BUSY = 0.05
ASKS_AGAIN_FOR = PATIENCE
"""Seconds after which no new request is begun; one that is under way has its own patience, else it
would be cut for what the ones before it took, and say so."""


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
        """One request; a daemon that limits its rate is asked again while there is time."""
        question = {"act": act} | {name: encoded(value) for name, value in sent.items()}
        until = time.monotonic() + ASKS_AGAIN_FOR
        while True:
            answer = self._exchange(question)
            error = answer.get("error")
            if error is None:
                return answer
            if error == "unreadable":
                raise Unreadable
            if error == "not-ready":
                raise KeysNotReady
            if error != "busy" or time.monotonic() + PAUSE_WHEN_BUSY > until:
                raise KeysUnavailable(f"le démon des clés refuse la demande ({error})")
            time.sleep(PAUSE_WHEN_BUSY)

    def _exchange(self, question: dict[str, str]) -> dict[str, Any]:
        try:
            answer = exchange(self.path, question, PATIENCE)
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
