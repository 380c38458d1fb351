"""``o2r trust H1`` (headers, on a real server behind TLS) and ``o2r trust Q1`` (supply chain)."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from o2r.core.headers import observatory
from o2r.core.headers.local_site import LocalSite, local_site
from o2r.core.headers.observatory import BEST, Report, ScannerMissing
from o2r.core.headers.pages import FRAMED, FRAMED_REASON, Page, pages
from o2r.core.headers.walk import sign_out, walk
from o2r.core.measures import Measure, measures_for, unchecked
from o2r.core.supply_chain import sbom
from o2r.core.supply_chain.advisories import NoAnswer, npm_flaws, python_flaws
from o2r.core.supply_chain.licences import allowed
from o2r.core.supply_chain.packages import (
    Package,
    addresses,
    direct,
    runtime,
    unhashed,
    unjustified,
)
from o2r.core.supply_chain.third_parties import third_parties

SHOWN = 10
"""Faults written in the detail of a figure; the count is whole."""
MOST_PACKAGES = 40
"""Direct packages at run time, Python and browser: what a team can follow."""


@measures_for("H1", family="trust")
def headers(*, full: bool = False) -> Iterator[Measure]:
    """Grades of Mozilla's scanner by kind of page, then our own rules on every address."""
    with local_site() as site:
        yield from _grades(site)
        walked = walk(site, full=full)
        detail = {
            "site_engine": "sqlite",
            "answers": walked.answers,
            "errors": walked.errors,
            "faults": walked.faults[:SHOWN],
        }
        yield Measure("H1.rules", len(walked.faults), "écarts", 0, "equal", detail)
        left = sign_out(site)
        yield Measure("H1.sign_out", len(left), "écarts", 0, "equal", {"faults": left})


def _grades(site: LocalSite) -> Iterator[Measure]:
    kinds = pages(site)
    try:
        report = observatory.grades(site, kinds)
    except ScannerMissing as missing:
        for name in ("H1.grades", "H1.tests"):
            yield unchecked(name, 0, "equal", reason=str(missing))
        return
    judged = [page for page in kinds if page.kind != FRAMED]
    grades = {kind: f"{grade.grade} {grade.score}" for kind, grade in report.pages.items()}
    detail = {
        "scanner": f"mdn-http-observatory {report.version}",
        "grades": grades,
        "apart": {FRAMED: {"grade": grades[FRAMED], "reason": FRAMED_REASON}},
    }
    below = _below(report, judged)
    detail["below"] = below
    yield Measure("H1.grades", len(below), "pages", 0, "equal", detail)
    failed = [f"{page.kind}: {test}" for page in judged for test in report.pages[page.kind].failed]
    yield Measure("H1.tests", len(failed), "tests", 0, "equal", {"failed": failed[:SHOWN]})


def _below(report: Report, judged: list[Page]) -> list[str]:
    """Kinds of page that have not the best grade, or answered something else than their page."""
    found = [] if report.root == BEST else [f"host: {report.root}"]
    for page in judged:
        grade = report.pages[page.kind]
        if grade.status != page.status:
            found.append(f"{page.kind}: status {grade.status}")
        elif grade.grade != BEST:
            found.append(f"{page.kind}: {grade.grade}")
    return found


@measures_for("Q1", family="trust")
def supply(*, full: bool = False) -> Iterator[Measure]:
    """What the product depends on: how much, why, which licences, locks and known flaws."""
    chosen = direct()
    yield Measure("Q1.packages", len(chosen), "paquets", MOST_PACKAGES, "lower")
    yield _none("Q1.unjustified", unjustified(), "paquets")
    packages = runtime()
    detail = {"packages": len(packages)}
    refused = [f"{p.name} ({p.licence or '?'})" for p in packages if not allowed(p.licence)]
    yield _none("Q1.licences", refused, "paquets", **detail)
    lines, unprotected = unhashed()
    share = 100 * (lines - len(unprotected)) / lines
    shown = {"lines": lines, "found": unprotected[:SHOWN]}
    yield Measure("Q1.hashes", share, "%", 100, "equal", shown)
    yield _none("Q1.addresses", addresses(), "lignes")
    error = sbom.schema_error(sbom.write(packages))
    yield _none("Q1.sbom", [error] if error else [], "erreurs", **detail)
    yield _none("Q1.third_parties", third_parties(), "requêtes")
    yield _flaws("Q1.python_flaws", python_flaws, packages)
    yield _flaws("Q1.npm_flaws", npm_flaws, packages)


def _none(name: str, found: list[str], unit: str, **detail: Any) -> Measure:
    """A figure that must be zero, with the first things found in its detail."""
    return Measure(name, len(found), unit, 0, "equal", {**detail, "found": found[:SHOWN]})


def _flaws(
    name: str, ask: Callable[[Sequence[Package]], list[str]], packages: list[Package]
) -> Measure:
    try:
        return _none(name, ask(packages), "failles")
    except NoAnswer as silence:
        return unchecked(name, 0, "equal", reason=str(silence))
