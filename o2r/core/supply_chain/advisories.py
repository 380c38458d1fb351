"""Known flaws of the packages, asked to the services that publish them, where they answer.

A service behind a mirror may answer "nothing" to everything. So each question holds a package
whose flaw is public: an answer that does not know it is no answer.
"""

import importlib.util
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from o2r.core.supply_chain.packages import Package

# CVE-2019-10906, CVE-2020-1747 and CVE-2021-44906: old, severe, in every database.
KNOWN_PYTHON = (("jinja2", "2.10"), ("pyyaml", "5.1"))
KNOWN_NPM = ("minimist", "0.0.8")
_SECONDS = 40


class NoAnswer(Exception):
    """No service told anything that can be believed. The message, in French, says why."""


def python_flaws(packages: Sequence[Package]) -> list[str]:
    """Flaws of the Python packages, as ``name version: identifier``. Raises NoAnswer."""
    if importlib.util.find_spec("pip_audit") is None:
        raise NoAnswer("pip-audit n’est pas installé (outils de développement)")
    pins = {p.name: p.version for p in packages if p.registry == "pypi"}
    name, version = next(known for known in KNOWN_PYTHON if known[0] not in pins)
    asked = {name: version} | pins
    with tempfile.TemporaryDirectory(prefix="o2r-audit-") as folder:
        listed = Path(folder) / "pins.txt"
        listed.write_text("".join(f"{pin}=={asked[pin]}\n" for pin in asked))
        options = ["--no-deps", "--disable-pip", "--progress-spinner", "off", "--timeout", "5"]
        command = [sys.executable, "-m", "pip_audit", *options, "-f", "json", "-r", str(listed)]
        answer = _ask(command, folder)
    found = {line["name"]: line for line in answer.get("dependencies", ())}
    unanswered = [pin for pin in asked if "vulns" not in found.get(pin, {})]
    if unanswered:
        raise NoAnswer(f"le service d’avis ne répond pas pour {len(unanswered)} paquet(s)")
    if not found[name]["vulns"]:
        raise NoAnswer("le service d’avis ignore une faille publique : il ne dit rien de sûr")
    return [f"{p} {pins[p]}: {flaw['id']}" for p in pins for flaw in found[p]["vulns"]]


def npm_flaws(packages: Sequence[Package]) -> list[str]:
    """Flaws of the packages of the browser, as ``name: severity``. Raises NoAnswer."""
    npm = shutil.which("npm")
    if npm is None:
        raise NoAnswer("npm est absent")
    pins = {p.name: p.version for p in packages if p.registry == "npm"}
    name, version = KNOWN_NPM
    if not _npm_answer(npm, {name: version}):
        raise NoAnswer("le service d’avis ignore une faille publique : il ne dit rien de sûr")
    return [f"{name}: {flaw['severity']}" for name, flaw in _npm_answer(npm, pins).items()]


def _npm_answer(npm: str, pins: dict[str, str]) -> dict[str, Any]:
    """The flaws by package, asked from a folder that holds nothing but these versions."""
    locked = {f"node_modules/{name}": {"version": version} for name, version in pins.items()}
    product = {"name": "asked", "version": "1.0.0", "dependencies": pins}
    lock = {"name": "asked", "lockfileVersion": 3, "packages": {"": product, **locked}}
    with tempfile.TemporaryDirectory(prefix="o2r-audit-") as folder:
        (Path(folder) / "package.json").write_text(json.dumps(product))
        (Path(folder) / "package-lock.json").write_text(json.dumps(lock))
        command = [npm, "audit", "--json", "--package-lock-only", "--fetch-retries=0"]
        answer = _ask(command, folder)
    if "vulnerabilities" not in answer:
        raise NoAnswer("le service d’avis de npm ne répond pas")
    flaws: dict[str, Any] = answer["vulnerabilities"]
    return flaws


def _ask(command: list[str], folder: str) -> dict[str, Any]:
    """The JSON that an audit prints; both tools fail when they find something. Raises NoAnswer."""
    try:
        done = subprocess.run(  # noqa: S603 — the audit tools, on a folder of ours
            command, cwd=folder, capture_output=True, text=True, check=False, timeout=_SECONDS
        )
        answer = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        raise NoAnswer("le service d’avis ne répond pas à temps") from None
    except json.JSONDecodeError:
        raise NoAnswer("le service d’avis ne répond pas") from None
    return answer if isinstance(answer, dict) else {}
