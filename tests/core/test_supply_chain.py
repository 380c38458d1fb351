"""Supply chain: what the lists, the locks and the services say, and figure Q1 that can miss."""

import io
import json
import subprocess
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from o2r.core import trust
from o2r.core.measures import Measure
from o2r.core.supply_chain import advisories, packages, sbom
from o2r.core.supply_chain.advisories import NoAnswer, npm_flaws, python_flaws
from o2r.core.supply_chain.licences import allowed, spdx
from o2r.core.supply_chain.packages import Package
from o2r.core.supply_chain.third_parties import third_parties


@pytest.mark.parametrize(
    ("expression", "accepted"),
    [
        ("MIT", True),
        ("Apache-2.0 OR BSD-2-Clause", True),
        ("BSD-3-Clause AND 0BSD AND MIT AND Zlib AND CC0-1.0", True),
        ("GPL-2.0-or-later OR MPL-1.1", True),
        ("(MIT OR SSPL-1.0) AND ISC", True),
        ("MIT AND (ISC OR (SSPL-1.0 AND MIT))", True),
        ("GPL-2.0-only", False),
        ("MIT AND SSPL-1.0", False),
        ("(MIT OR ISC) AND BUSL-1.1", False),
        ("BUSL-1.1 OR MIT AND SSPL-1.0", False),
        ("Apache-2.0 WITH Anything-exception", False),
        ("MIT OR", False),
        ("(MIT", False),
        ("MIT)", False),
        ("MIT ISC", False),
        ("", False),
    ],
)
def test_a_licence_goes_with_ours_or_not(expression: str, accepted: bool) -> None:
    assert allowed(expression) is accepted


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("MIT License", "MIT"),
        ("apache-2.0", "Apache-2.0"),
        ("BSD", "BSD-3-Clause"),
        ("MIT OR Apache-2.0", "MIT OR Apache-2.0"),
        ("Copyright (c) 2018 Somebody. All rights reserved.", ""),
        ("UNKNOWN", ""),
    ],
)
def test_usual_names_become_identifiers(text: str, read: str) -> None:
    assert spdx(text) == read


LISTED = [
    Package("pypi", "django", "5.2", "MIT", True, ()),
    Package("npm", "map", "1.0.0", "MIT", True, ()),
]


# --- A product of paper ---------------------------------------------------------------------------

HASH = "--hash=sha256:" + "a" * 64
FILES = {
    packages.PYTHON_LIST: "# needed\ndjango>=5.2\npackaging[extra]==26\n",
    packages.PYTHON_LOCKS[
        0
    ]: f"django==5.2 \\\n    {HASH}\n    # via us\npackaging==26 \\\n    {HASH}\n",
    packages.PYTHON_LOCKS[1]: f"pytest==9 \\\n    {HASH}\n",
    packages.NPM_LIST: json.dumps({"dependencies": {"@scope/map": "1.0.0"}}),
    packages.NPM_LOCK: json.dumps(
        {
            "packages": {
                "": {"name": "o2r"},
                "node_modules/@scope/map": {
                    "version": "1.0.0",
                    "license": "MIT",
                    "integrity": "sha512-x",
                    "dependencies": {"inner": "^2"},
                },
                "node_modules/@scope/map/node_modules/inner": {
                    "version": "2.0.0",
                    "license": "ISC",
                    "integrity": "sha512-y",
                },
                "node_modules/tool": {"version": "1.0.0", "integrity": "sha512-z", "dev": True},
            }
        }
    ),
    packages.REASONS: (
        "| Package | Licence | What for | Refused |\n|---|---|---|---|\n"
        "| django 5.2 LTS | BSD-3 | the frame | another |\n"
        "| packaging | BSD | markers | our own |\n"
        "| @scope/map | MIT | the map | another |\n"
    ),
}


@pytest.fixture
def paper(tmp_path: Path, settings: Settings) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    settings.BASE_DIR = tmp_path
    return tmp_path


def spoil(paper: Path, name: str, old: str, new: str) -> None:
    text = (paper / name).read_text()
    assert old in text
    (paper / name).write_text(text.replace(old, new))


def test_lists_and_locks_are_read(paper: Path) -> None:
    assert packages.direct() == [("pypi", "django"), ("pypi", "packaging"), ("npm", "@scope/map")]
    assert packages.unjustified() == []
    assert packages.unhashed() == (6, [])
    assert packages.addresses() == []
    assert [(p.name, p.licence, p.direct, p.requires) for p in packages.runtime()] == [
        ("django", "BSD-3-Clause", True, ()),
        ("packaging", "Apache-2.0 OR BSD-2-Clause", True, ()),
        ("@scope/map", "MIT", True, ("inner",)),
        ("inner", "ISC", False, ()),
    ]


def test_a_package_without_a_reason_is_named(paper: Path) -> None:
    spoil(paper, packages.REASONS, "| BSD | markers |", "|  | markers |")
    assert packages.unjustified() == ["packaging"]


def test_a_line_without_a_hash_is_named(paper: Path) -> None:
    spoil(paper, packages.PYTHON_LOCKS[1], HASH, "--hash=md5:abc")
    spoil(paper, packages.NPM_LOCK, "sha512-z", "sha1-z")
    assert packages.unhashed() == (
        6,
        [f"{packages.PYTHON_LOCKS[1]}: pytest==9", f"{packages.NPM_LOCK}: node_modules/tool"],
    )


def test_an_address_in_a_lock_is_named(paper: Path) -> None:
    spoil(paper, packages.PYTHON_LOCKS[0], "django==5.2", "--index-url somewhere\ndjango==5.2")
    spoil(paper, packages.NPM_LOCK, '"license": "ISC"', '"license": "ISC", "resolved": "x"')
    assert len(packages.addresses()) == 2


def test_a_locked_package_that_is_not_installed_has_no_licence(paper: Path) -> None:
    spoil(paper, packages.PYTHON_LOCKS[0], "packaging==26", "o2r-that-nobody-made==26")
    licences = {package.name: package.licence for package in packages.runtime()}
    assert licences["o2r-that-nobody-made"] == ""


# --- Inventory ------------------------------------------------------------------------------------


def test_the_inventory_follows_the_schema(tmp_path: Path) -> None:
    target, out = tmp_path / "sbom.json", io.StringIO()
    call_command("sbom", str(target), stdout=out)
    bom = json.loads(target.read_text())
    assert sbom.schema_error(target.read_text()) == ""
    assert (bom["bomFormat"], bom["specVersion"]) == ("CycloneDX", "1.6")
    listed = {part["purl"].partition("@")[0]: part for part in bom["components"]}
    assert {"pkg:pypi/django", "pkg:npm/maplibre-gl"} <= set(listed)
    assert "pkg:npm/typescript" not in listed
    assert f"{len(bom['components'])} paquets" in out.getvalue()
    graph = {node["ref"]: node.get("dependsOn", []) for node in bom["dependencies"]}
    assert any(ref.startswith("pkg:pypi/asgiref@") for ref in graph[_ref(graph, "django")])


def _ref(graph: dict[str, list[str]], name: str) -> str:
    return next(ref for ref in graph if ref.startswith(f"pkg:pypi/{name}@"))


def test_the_same_packages_give_the_same_number() -> None:
    numbers = {json.loads(sbom.write(LISTED))["serialNumber"] for _ in range(2)}
    assert len(numbers) == 1
    fewer = json.loads(sbom.write(LISTED[:1]))["serialNumber"]
    assert fewer not in numbers


def test_an_inventory_out_of_the_schema_is_refused() -> None:
    broken = sbom.write(LISTED).replace('"CycloneDX"', '"Other"')
    assert sbom.schema_error(broken) != ""


def test_the_inventory_says_where_it_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Choisissez un autre fichier"):
        call_command("sbom", str(tmp_path / "nowhere" / "sbom.json"))


# --- Known flaws ----------------------------------------------------------------------------------


def answering(monkeypatch: pytest.MonkeyPatch, *outputs: object) -> None:
    """The audit tools print these, one after the other."""
    printed = iter(outputs)

    def run(command: list[str], **_: object) -> "subprocess.CompletedProcess[str]":
        output = next(printed)
        if isinstance(output, Exception):
            raise output
        text = output if isinstance(output, str) else json.dumps(output)
        return subprocess.CompletedProcess(command, 1, stdout=text, stderr="")

    monkeypatch.setattr(advisories.subprocess, "run", run)
    monkeypatch.setattr(advisories.importlib.util, "find_spec", lambda _: True)
    monkeypatch.setattr(advisories.shutil, "which", lambda _: "npm")


def python_answer(*, known: bool, flaw: str = "") -> dict[str, object]:
    return {
        "dependencies": [
            {"name": "jinja2", "version": "2.10", "vulns": [{"id": "X"}] if known else []},
            {"name": "django", "version": "5.2", "vulns": [{"id": flaw}] if flaw else []},
        ]
    }


def test_flaws_of_python_packages_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, python_answer(known=True, flaw="PYSEC-1"))
    assert python_flaws(LISTED) == ["django 5.2: PYSEC-1"]
    answering(monkeypatch, python_answer(known=True))
    assert python_flaws(LISTED) == []


@pytest.mark.parametrize(
    "output",
    [
        python_answer(known=False),
        {"dependencies": [{"name": "django", "skip_reason": "not found"}]},
        {"dependencies": []},
        "",
        "[]",
        subprocess.TimeoutExpired("pip-audit", 1),
    ],
)
def test_a_python_service_that_tells_nothing_sure_is_no_answer(
    monkeypatch: pytest.MonkeyPatch, output: object
) -> None:
    answering(monkeypatch, output)
    with pytest.raises(NoAnswer, match="service d’avis"):
        python_flaws(LISTED)


def test_flaws_of_browser_packages_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {"vulnerabilities": {"minimist": {"severity": "critical"}}}
    answering(monkeypatch, known, {"vulnerabilities": {"map": {"severity": "high"}}})
    assert npm_flaws(LISTED) == ["map: high"]
    answering(monkeypatch, known, {"vulnerabilities": {}})
    assert npm_flaws(LISTED) == []


@pytest.mark.parametrize("output", [{"vulnerabilities": {}}, {"message": "405"}, ""])
def test_a_browser_service_that_tells_nothing_sure_is_no_answer(
    monkeypatch: pytest.MonkeyPatch, output: object
) -> None:
    answering(monkeypatch, output)
    with pytest.raises(NoAnswer, match="service d’avis"):
        npm_flaws(LISTED)


def test_an_absent_tool_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(advisories.importlib.util, "find_spec", lambda _: None)
    monkeypatch.setattr(advisories.shutil, "which", lambda _: None)
    with pytest.raises(NoAnswer, match="pip-audit"):
        python_flaws(LISTED)
    with pytest.raises(NoAnswer, match="npm"):
        npm_flaws(LISTED)


# --- The figure -----------------------------------------------------------------------------------


def figures(monkeypatch: pytest.MonkeyPatch) -> dict[str, Measure]:
    known = {"vulnerabilities": {"minimist": {"severity": "critical"}}}
    answering(monkeypatch, "", known, {"vulnerabilities": {}})
    return {measure.id: measure for measure in trust.supply()}


def test_q1_is_held_and_never_calls_silence_clean(monkeypatch: pytest.MonkeyPatch) -> None:
    found = figures(monkeypatch)
    silent = found.pop("Q1.python_flaws")
    assert not silent.checked
    assert not silent.ok
    assert silent.as_line()["value"] is None
    missed = {name: measure.detail for name, measure in found.items() if not measure.ok}
    assert missed == {}


def test_q1_sees_what_is_planted(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    closed = Package("pypi", "closed", "1.0", "BUSL-1.1", True, ())
    honest = packages.runtime()
    monkeypatch.setattr(trust, "runtime", lambda: [*honest, closed])
    monkeypatch.setattr(trust, "direct", lambda: [("pypi", str(n)) for n in range(41)])
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    policy = directives | {"script-src": ["'self'", "https://cdn.example"]}
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": policy}
    found = figures(monkeypatch)
    assert found["Q1.licences"].detail["found"] == ["closed (BUSL-1.1)"]
    assert not found["Q1.licences"].ok
    assert not found["Q1.packages"].ok
    assert not found["Q1.third_parties"].ok
    assert "policy: script-src https://cdn.example" in found["Q1.third_parties"].detail["found"]


@pytest.mark.parametrize(
    "template",
    [
        '<script src="https://cdn.example/a.js"></script>',
        '<link rel="stylesheet"\n href="//cdn.example/a.css">',
        "<img src='http://tracker.example/1.gif'>",
    ],
)
def test_a_template_that_loads_from_elsewhere_is_named(
    tmp_path: Path, settings: Settings, template: str
) -> None:
    (tmp_path / "o2r").mkdir()
    (tmp_path / "o2r" / "page.html").write_text(template)
    settings.BASE_DIR = tmp_path
    assert len(third_parties()) == 1
