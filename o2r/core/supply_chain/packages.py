"""Packages of the product at run time, read from its lists, its locks and what is installed."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any, Literal

from django.conf import settings
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from o2r.core.supply_chain import licences

Registry = Literal["pypi", "npm"]
PYTHON_LIST = "requirements/runtime.in"
PYTHON_LOCKS = ("requirements/runtime.txt", "requirements/dev.txt")
NPM_LIST = "package.json"
NPM_LOCK = "package-lock.json"
REASONS = "docs/dependencies.md"
_ADDRESS = re.compile(r"://|--(?:extra-)?index-url|--find-links")


@dataclass(frozen=True)
class Package:
    """A locked package. ``requires``: names of the same registry that it brings with it."""

    registry: Registry
    name: str
    version: str
    licence: str
    """SPDX expression, or "" when the package does not say it."""
    direct: bool
    requires: tuple[str, ...]


def direct() -> list[tuple[Registry, str]]:
    """The packages that we chose: Python ones, then those of the browser."""
    lines = _read(PYTHON_LIST).splitlines()
    python = [Requirement(line).name for line in lines if re.match(r"[A-Za-z]", line)]
    npm = json.loads(_read(NPM_LIST))["dependencies"]
    return [*(("pypi", canonicalize_name(name)) for name in python), *(("npm", n) for n in npm)]


def unjustified() -> list[str]:
    """Direct packages without a row that gives licence, reason and refusal in the documentation."""
    rows: dict[str, list[str]] = {}
    for line in _read(REASONS).splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|") and len(cells) == 4 and all(cells):
            for name in re.findall(r"@?[\w./-]+", re.sub(r"\[[^\]]*\]", "", cells[0])):
                rows[name.lower()] = cells
    return [name for _, name in direct() if name.lower() not in rows]


def runtime() -> list[Package]:
    """Every package locked for run time on this machine, direct or not."""
    return [*_python(), *_npm()]


def unhashed() -> tuple[int, list[str]]:
    """How many lines the locks hold, and those that no hash protects."""
    count, found = 0, []
    for lock in PYTHON_LOCKS:
        for entry in _entries(lock):
            count += 1
            if not re.search(r"--hash=sha(256|384|512):[0-9a-f]{64,}", entry):
                found.append(f"{lock}: {entry.split()[0]}")
    for name, package in _npm_lock().items():
        count += 1
        if not package.get("integrity", "").startswith("sha512-"):
            found.append(f"{NPM_LOCK}: {name}")
    return count, found


def addresses() -> list[str]:
    """Lines of the locks that say where to download from."""
    found = []
    for lock in PYTHON_LOCKS:
        found += [f"{lock}: {line}" for line in _read(lock).splitlines() if _ADDRESS.search(line)]
    found += [f"{NPM_LOCK}: {name}" for name, lock in _npm_lock().items() if "resolved" in lock]
    return found


def _read(name: str) -> str:
    return (Path(settings.BASE_DIR) / name).read_text(encoding="utf-8")


def _entries(lock: str) -> Iterator[str]:
    """The locked packages of a requirements file, each with its hashes on one line."""
    for entry in _read(lock).replace("\\\n", " ").splitlines():
        if re.match(r"[A-Za-z0-9]", entry):
            yield entry


def _python() -> Iterator[Package]:
    chosen = {name for registry, name in direct() if registry == "pypi"}
    pins = [Requirement(entry.partition("--hash")[0]) for entry in _entries(PYTHON_LOCKS[0])]
    used = {canonicalize_name(p.name): p for p in pins if p.marker is None or p.marker.evaluate()}
    for name, pin in used.items():
        locked = str(pin.specifier).removeprefix("==")
        try:
            about = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            yield Package("pypi", name, locked, "", name in chosen, ())
            continue
        needed = (canonicalize_name(Requirement(line).name) for line in about.requires or ())
        requires = tuple(sorted({other for other in needed if other in used and other != name}))
        licence = licences.of_distribution(name, about.metadata)
        yield Package("pypi", name, locked, licence, name in chosen, requires)


def _npm() -> Iterator[Package]:
    chosen = {name for registry, name in direct() if registry == "npm"}
    runtime = {
        path.rpartition("node_modules/")[2]: package
        for path, package in _npm_lock().items()
        if not package.get("dev")
    }
    for name, package in runtime.items():
        requires = tuple(sorted(set(package.get("dependencies", ())) & set(runtime)))
        licence = licences.spdx(package.get("license", ""))
        yield Package("npm", name, package["version"], licence, name in chosen, requires)


def _npm_lock() -> dict[str, dict[str, Any]]:
    """The packages of the npm lock by path; the first entry, the product itself, left out."""
    packages: dict[str, dict[str, Any]] = json.loads(_read(NPM_LOCK))["packages"]
    return {path: package for path, package in packages.items() if path}
