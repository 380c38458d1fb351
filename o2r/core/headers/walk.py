"""Ask every address of the URLconf, signed out then signed in, errors included, and judge each."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from o2r.core.headers.local_site import LocalSite
from o2r.core.headers.pages import EMBED_ADDRESS, WITH_A_MAP
from o2r.core.headers.rules import Answer, deleted, faults

METHODS = ("HEAD", "OPTIONS", "POST")
"""Asked besides GET in the long form. None carries a form token: nothing is written."""
_AT_ONCE = 4
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_SIGN_OUT_FORM = re.compile(r'<form method="post" action="([^"]*deconnexion[^"]*)"')


@dataclass(frozen=True)
class Request:
    """What is asked of the site. ``host``: another name than its own, which it must refuse."""

    path: str
    method: str = "GET"
    cookie: str = ""
    host: str = ""

    def __str__(self) -> str:
        who = " (signed in)" if self.cookie else ""
        return f"{self.method} {self.path}{who}"


@dataclass(frozen=True)
class Walk:
    """How many answers were judged, how many were errors (status 400 or more), what was wrong."""

    answers: int
    errors: int
    faults: list[str]


def walk(site: LocalSite, *, full: bool = False) -> Walk:
    """Judge every address; ``full`` asks each one by the other methods too."""
    requests = list(_requests(site, full=full))
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        answers = list(pool.map(lambda request: _ask(site, request), requests))
    found = [
        f"{request}: {fault}"
        for request, answer in zip(requests, answers, strict=True)
        for fault in faults(answer)
    ]
    still_there = _ask(site, Request(site.signed_in, cookie=site.cookie))
    if still_there.header("location").startswith(site.sign_in):
        found.append("the session was lost on the way: signed-in pages were not seen")
    return Walk(len(answers), sum(answer.status >= 400 for answer in answers), found)


def _requests(site: LocalSite, *, full: bool) -> Iterator[Request]:
    addresses = [*site.everywhere, site.static, "/cette-page-n-existe-pas/"]
    for cookie in ("", site.cookie):
        for method in ("GET", *(METHODS if full else ())):
            for address in addresses:
                yield Request(address, method, cookie)
    # Errors that no address gives: method refused, form without its token, unknown host.
    yield Request("/", "POST")
    yield Request(site.sign_in, "POST")
    yield Request("/", host="elsewhere.example")


def _ask(site: LocalSite, request: Request) -> Answer:
    answer, _ = site.ask(
        request.path, method=request.method, cookie=request.cookie, host=request.host
    )
    return replace(
        answer,
        framed=request.path == EMBED_ADDRESS and answer.status == 200,
        draws=WITH_A_MAP.fullmatch(request.path) is not None,
    )


def sign_out(site: LocalSite) -> list[str]:
    """What the answer to the sign-out leaves in the browser. Ends the session of the site."""
    page, text = site.ask("/", cookie=site.cookie)
    form, token = _SIGN_OUT_FORM.search(text), _TOKEN.search(text)
    if form is None or token is None:
        return ["no sign-out form on the home page of somebody signed in"]
    given = "; ".join(cookie.partition(";")[0] for cookie in page.all("set-cookie"))
    answer, _ = site.ask(
        form[1],
        method="POST",
        cookie=f"{site.cookie}; {given}",
        body=f"csrfmiddlewaretoken={token[1]}",
    )
    session = site.cookie.partition("=")[0]
    gone = any(
        cookie.startswith(f"{session}=") and deleted(cookie) for cookie in answer.all("set-cookie")
    )
    cleared = answer.header("clear-site-data")
    wrong = [f"clear-site-data: no {kind}" for kind in ("cache", "storage") if kind not in cleared]
    return [*wrong, *([] if gone else ["the session cookie is still there"]), *faults(answer)]
