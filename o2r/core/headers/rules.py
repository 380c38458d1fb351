"""What the headers of an answer must say. Pure: no server, no Django.

Sources: OWASP Secure Headers Project; W3C CSP 3, Trusted Types and Permissions Policy; RFC 6797
(HSTS); RFC 6265bis (``__Host-`` cookies).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

ONE_YEAR = 31_536_000
"""Least duration of HSTS, in seconds."""

# Images that a map itself draws; nothing else leaves 'self'.
_DRAWN = {"data:", "blob:"}
_SELF_OR_NOTHING = {"'self'", "'none'"}
_WITHOUT_SOURCES = ("require-trusted-types-for", "trusted-types", "frame-ancestors")
_EXACT = {
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "x-permitted-cross-domain-policies": "none",
}
_DISCREET_REFERRERS = {
    *("no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"),
}
_REFUSED_FEATURES = ("camera", "microphone", "geolocation", "payment", "usb")


@dataclass(frozen=True)
class Answer:
    """What came back from one address. Names of ``headers`` are in small letters, repeats kept."""

    status: int
    headers: Sequence[tuple[str, str]]
    signed_in: bool = False
    """Whether the one who asked held a session."""
    framed: bool = False
    """Whether other sites may show this page in a frame (the embed page alone)."""
    draws: bool = False
    """Whether the page holds a map, which makes its own images."""

    def header(self, name: str) -> str:
        """The value of a header, repeats joined by commas as a browser does; "" when absent."""
        return ", ".join(value for given, value in self.headers if given == name)

    def all(self, name: str) -> list[str]:
        """Each value of a header that may be repeated."""
        return [value for given, value in self.headers if given == name]


def faults(answer: Answer) -> list[str]:
    """Every rule that ``answer`` breaks, each as ``header: what is wrong``."""
    return [
        *_transport(answer),
        *_policy(answer),
        *_isolation(answer),
        *_caches(answer),
        *_cookies(answer),
    ]


def policy(text: str) -> dict[str, list[str]]:
    """The directives of a Content-Security-Policy. Raises ValueError when one is repeated."""
    read: dict[str, list[str]] = {}
    for part in filter(None, (part.strip() for part in text.split(";"))):
        name, *values = part.split()
        if name.lower() in read:
            raise ValueError(f"{name} is given twice")
        read[name.lower()] = values
    return read


def deleted(cookie: str) -> bool:
    """Whether a Set-Cookie takes the cookie away."""
    return re.search(r";\s*max-age=0\s*(;|$)", cookie, re.IGNORECASE) is not None


def _transport(answer: Answer) -> Iterator[str]:
    name = "strict-transport-security"
    parts = [part.strip().lower() for part in answer.header(name).split(";")]
    age = next((part[8:] for part in parts if part.startswith("max-age=")), "")
    if not age.isdigit() or int(age) < ONE_YEAR:
        yield f"{name}: less than a year"
    if "includesubdomains" not in parts:
        yield f"{name}: without its subdomains"


def _policy(answer: Answer) -> Iterator[str]:
    name = "content-security-policy"
    try:
        directives = policy(answer.header(name))
    except ValueError as error:
        yield f"{name}: {error}"
        return
    if directives.get("default-src") != ["'none'"]:
        yield f"{name}: default-src is not 'none'"
    for required in ("base-uri", "form-action", "object-src", "frame-ancestors"):
        if required not in directives:
            yield f"{name}: no {required}"
    if directives.get("require-trusted-types-for") != ["'script'"]:
        yield f"{name}: texts may become scripts"
    for directive, sources in directives.items():
        if directive not in _WITHOUT_SOURCES:
            drawn = _DRAWN if directive == "img-src" and answer.draws else set()
            foreign = set(sources) - _SELF_OR_NOTHING - drawn
            yield from (f"{name}: {directive} {source}" for source in sorted(foreign))
    if not answer.framed and directives.get("frame-ancestors") != ["'none'"]:
        yield f"{name}: another site may frame the page"


def _isolation(answer: Answer) -> Iterator[str]:
    for name, expected in _EXACT.items():
        if answer.header(name) != expected:
            yield f"{name}: {answer.header(name) or 'absent'}"
    if answer.header("referrer-policy") not in _DISCREET_REFERRERS:
        yield f"referrer-policy: {answer.header('referrer-policy') or 'absent'}"
    features = [feature.strip() for feature in answer.header("permissions-policy").split(",")]
    for feature in _REFUSED_FEATURES:
        if f"{feature}=()" not in features:
            yield f"permissions-policy: {feature} is not refused"
    if answer.framed is (answer.header("x-frame-options") == "DENY"):
        yield f"x-frame-options: {answer.header('x-frame-options') or 'absent'}"
    yield from _sharing(answer)


def _sharing(answer: Answer) -> Iterator[str]:
    """What other sites may read: open data, without cookies, and nothing else."""
    open_data = answer.header("access-control-allow-origin")
    if open_data not in ("", "*") or answer.header("access-control-allow-credentials"):
        yield "access-control-allow-origin: more than open data"
    shared = "cross-origin" if open_data or answer.framed else "same-origin"
    if answer.header("cross-origin-resource-policy") != shared:
        name = "cross-origin-resource-policy"
        yield f"{name}: {answer.header(name) or 'absent'} instead of {shared}"


def _caches(answer: Answer) -> Iterator[str]:
    is_page = answer.header("content-type").startswith("text/html")
    private = bool(answer.all("set-cookie")) or (answer.signed_in and is_page)
    if private and "no-store" not in answer.header("cache-control"):
        yield "cache-control: a private answer may be kept"


def _cookies(answer: Answer) -> Iterator[str]:
    for cookie in answer.all("set-cookie"):
        name = cookie.partition("=")[0]
        attributes = {part.strip().lower() for part in cookie.split(";")[1:]}
        for required in ("secure", "httponly", "path=/"):
            # A cookie that is taken away holds nothing to hide.
            if required not in attributes and (required, deleted(cookie)) != ("httponly", True):
                yield f"set-cookie: {name} without {required}"
        if not attributes & {"samesite=lax", "samesite=strict"}:
            yield f"set-cookie: {name} goes to other sites"
        if any(attribute.startswith("domain=") for attribute in attributes):
            yield f"set-cookie: {name} is shared with other hosts"
        if re.search("session|csrf", name, re.IGNORECASE) and not name.startswith("__Host-"):
            yield f"set-cookie: {name} without the __Host- prefix"
