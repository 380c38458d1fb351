"""A browser that keeps every exchange, and what a server and a proxy would write of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

from django.test import Client
from gunicorn.config import Config  # type: ignore[import-untyped]
from gunicorn.glogging import Logger  # type: ignore[import-untyped]

ORIGIN = "http://testserver"
_SAYS_NOTHING = ("no-referrer", "origin", "strict-origin")


@dataclass(frozen=True)
class Exchange:
    """One request and its answer."""

    address: str
    referer: str
    status: int
    headers: tuple[tuple[str, str], ...]
    cookies: tuple[str, ...]
    body: bytes
    log_line: str

    def header(self, name: str) -> str:
        return dict(self.headers).get(name, "")

    @property
    def may_be_kept(self) -> bool:
        """Whether a cache, on the network or on the computer, may keep the answer."""
        return "no-store" not in self.header("Cache-Control")


class Recording:
    """The exchanges of every browser, and what lay in the folder of temporary files meanwhile."""

    def __init__(self, temporary: Path) -> None:
        self.exchanges: list[Exchange] = []
        self.left: dict[str, bytes] = {}
        self._temporary = temporary
        self._logger = Logger(Config())

    def browser(self, **defaults: Any) -> "Browser":
        """A new visitor whose exchanges are kept here."""
        return Browser(self, **defaults)

    def look_at_temporary_files(self) -> None:
        """Note what is there now: a file may be gone at the end."""
        for path in self._temporary.rglob("*"):
            if path.is_file():
                self.left[str(path)] = path.read_bytes()

    def log_line(self, environ: dict[str, Any], answer: Any) -> str:
        """The line that gunicorn writes of a request when its access log is on."""
        given = {"SERVER_PROTOCOL": "HTTP/1.1", "RAW_URI": environ["RAW_URI"], **environ}
        response = SimpleNamespace(
            status=str(answer.status_code), sent=0, headers=list(answer.headers.items())
        )
        request = SimpleNamespace(headers=[])
        atoms = self._logger.atoms(response, request, given, timedelta(0))
        return str(self._logger.cfg.access_log_format % self._logger.atoms_wrapper_class(atoms))


class Browser(Client):
    """Sends the referrer that a browser would send, and notes all that passes."""

    def __init__(self, recording: Recording, **defaults: Any) -> None:
        super().__init__(raise_request_exception=False, **defaults)
        self._recording = recording
        self._page = ""

    def request(self, **request: Any) -> Any:
        """Send a request as :class:`django.test.Client` does, and keep the exchange."""
        if self._page:
            request.setdefault("HTTP_REFERER", self._page)
        environ: dict[str, Any] = self._base_environ(**request)  # type: ignore[attr-defined]
        address = quote(environ["PATH_INFO"].encode("latin-1"), safe="/%:@!$&'()*+,;=~-._")
        if environ.get("QUERY_STRING"):
            address += "?" + environ["QUERY_STRING"]
        answer: Any = super().request(**request)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        environ["RAW_URI"] = address
        self._recording.exchanges.append(
            Exchange(
                address=address,
                referer=environ.get("HTTP_REFERER", ""),
                status=answer.status_code,
                headers=tuple(answer.headers.items()),
                cookies=tuple(cookie.OutputString() for cookie in answer.cookies.values()),
                body=body,
                log_line=self._recording.log_line(environ, answer),
            )
        )
        self._recording.look_at_temporary_files()
        self._remember_page(address, answer)
        return answer

    def _remember_page(self, address: str, answer: Any) -> None:
        """The page now on the screen, which the next requests to this site will tell."""
        is_page = answer.headers.get("Content-Type", "").startswith("text/html")
        if is_page and answer.status_code < 300:
            says = answer.headers.get("Referrer-Policy", "") not in _SAYS_NOTHING
            self._page = ORIGIN + address if says else ""


Maker = Callable[..., Browser]
