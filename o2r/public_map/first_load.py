"""What a browser downloads to show a page, before anything it asks for later."""

import re
import zlib
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.staticfiles import finders

_IMPORT = re.compile(r"""^\s*(?:import|export)\b[^"';]*?["'](\.{1,2}/[^"']+)["']""", re.MULTILINE)
_COMPRESSED_ALREADY = (".woff2", ".png", ".pmtiles")
_LINKS = ("stylesheet", "preload", "icon", "modulepreload")


class _Page(HTMLParser):
    """Addresses that the markup asks for at once."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "link" and given.get("rel") in _LINKS and given.get("media") != "print":
            self.addresses.append(given["href"])
        if tag in ("script", "img") and given.get("src"):
            self.addresses.append(given["src"])


def first_load(html: str) -> dict[str, int]:
    """Compressed size, in bytes, of the page (key ``""``) and of each file it loads at once.

    Static imports of modules are followed; what a module imports later (``import()``) is not.
    """
    page = _Page()
    page.feed(html)
    sizes = {"": _compressed(html.encode())}
    waiting = [address for address in page.addresses if address.startswith(settings.STATIC_URL)]
    while waiting:
        address = waiting.pop()
        if address in sizes:
            continue
        content = _read(address)
        compressed = address.endswith(_COMPRESSED_ALREADY)
        sizes[address] = len(content) if compressed else _compressed(content)
        if address.endswith((".js", ".mjs")):
            waiting += list(_imports(address, content.decode()))
    return sizes


def _imports(address: str, module: str) -> Iterator[str]:
    for relative in _IMPORT.findall(module):
        yield urljoin(address, relative)


def _compressed(content: bytes) -> int:
    # gzip, which every server and browser speaks; brotli does better.
    return len(zlib.compress(content, 6)) + 12


def _read(address: str) -> bytes:
    found = finders.find(address.removeprefix(settings.STATIC_URL))
    if not found:
        raise FileNotFoundError(f"La page demande {address}, qui n’existe pas.")
    return Path(str(found)).read_bytes()
