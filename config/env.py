"""Typed readers of the environment: each one fails with a sentence that says what to do.

Every setting of an instance is read here, through one of these functions, with its name written
as a literal: a test compares the names found in ``config/settings.py`` with ``.env.example``.
"""

import os
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote, urlsplit


class SettingError(Exception):
    """A setting is missing or unreadable. The message says which one and what to write."""


def load_env_file(path: Path) -> None:
    """Put the ``NAME=value`` lines of ``path`` in the environment; what is already set wins."""
    if not path.is_file():
        return
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        name, separator, value = line.partition("=")
        if not separator or not name.strip().isidentifier():
            raise SettingError(
                f"{path.name}, ligne {number} : « {line} » n'est pas de la forme NOM=valeur. "
                "Corrigez la ligne, ou mettez # devant pour l'ignorer."
            )
        os.environ.setdefault(name.strip(), value.strip())


def text(name: str, *, default: str | None = None) -> str:
    """The value of ``name``. Without a default, an absent or empty value is an error."""
    value = os.environ.get(name, "")
    if value:
        return value
    if default is None:
        raise SettingError(
            f"Le réglage {name} n'a pas de valeur et n'en a pas par défaut. "
            f"Ajoutez une ligne « {name}=… » au fichier .env (voir .env.example)."
        )
    return default


def texts(*names: str) -> dict[str, str]:
    """Several settings that are empty by default, by name."""
    return {name: text(name, default="") for name in names}


def own_tiles(name: str) -> str:
    """The address of map tiles on this very site (``/tuiles/{z}/{x}/{y}.png``); empty for none.

    Tiles asked of another server would tell it which places are looked at.
    """
    value = os.environ.get(name, "")
    marks = all(value.count(mark) == 1 for mark in ("{z}", "{x}", "{y}"))
    if value and not (value.startswith("/") and not value.startswith("//") and marks):
        raise SettingError(
            f"Le réglage {name} vaut « {value} ». Écrivez un chemin de ce site, avec {{z}}, {{x}} "
            "et {y} : par exemple /tuiles/{z}/{x}/{y}.png. Vide : aucune carte."
        )
    return value


def flag(name: str, *, default: bool) -> bool:
    """A yes/no setting, written 1 or 0."""
    value = os.environ.get(name, "")
    if value in ("", "0", "1"):
        return default if value == "" else value == "1"
    raise SettingError(f"Le réglage {name} vaut « {value} ». Écrivez 1 (oui) ou 0 (non).")


def integer(name: str, *, default: int, lowest: int = 0, highest: int = 65_535) -> int:
    """A whole number between ``lowest`` and ``highest``."""
    value = os.environ.get(name, "")
    if value == "":
        return default
    if value.isascii() and value.isdigit() and lowest <= int(value) <= highest:
        return int(value)
    raise SettingError(
        f"Le réglage {name} vaut « {value} ». Écrivez un nombre entier de {lowest} à {highest}."
    )


def words(name: str, *, default: tuple[str, ...] = ()) -> list[str]:
    """A list written with commas: ``a.example,b.example``."""
    value = os.environ.get(name, "")
    return [word.strip() for word in value.split(",") if word.strip()] or list(default)


Process = Literal["web", "owner", "worker"]
_NAMES = {
    "web": "O2R_DATABASE_URL",
    "owner": "O2R_OWNER_DATABASE_URL",
    "worker": "O2R_WORKER_DATABASE_URL",
}
_process: Process = "web"


def run_as(process: Process) -> None:
    """Say which process this is, before the settings are read: ``o2r migrate`` is the owner."""
    global _process
    _process = process


def process() -> Process:
    """Which process this is; the web server unless said otherwise."""
    return _process


def database_of(addresses: dict[str, str]) -> dict[str, Any]:
    """The database of this process; the web server's when it has no address of its own."""
    chosen = _process if addresses[_process] else "web"
    return _database(_NAMES[chosen], addresses[chosen])


def database(name: str, *, default: str) -> dict[str, Any]:
    """A database address: ``sqlite:///path`` or ``postgresql://user:password@host:port/name``."""
    return _database(name, text(name, default=default))


def _database(name: str, address: str) -> dict[str, Any]:
    parts = urlsplit(address)
    if parts.scheme == "sqlite" and parts.path.strip("/"):
        # sqlite:///var/o2r.sqlite3 is relative to the working folder, sqlite:////srv/… absolute.
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": unquote(parts.path[1:])}
    if parts.scheme == "postgresql" and parts.path.strip("/"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
        }
    raise SettingError(
        f"Le réglage {name} ne se lit pas. Écrivez sqlite:///chemin/fichier.sqlite3 "
        "ou postgresql://utilisateur:motdepasse@serveur:5432/base."
    )


def mail_server(name: str) -> dict[str, Any]:
    """An SMTP server ``smtp://user:password@host:587`` (TLS), or ``file:///absolute/folder``.

    Empty: mails go to the console. Raises SettingError for anything else.
    """
    address = text(name, default="console")
    if address == "console":
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    parts = urlsplit(address)
    is_absolute = parts.path.startswith("/") and parts.path.strip("/")
    if parts.scheme == "file" and not parts.netloc and is_absolute:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": unquote(parts.path),
        }
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise SettingError(
            f"Le réglage {name} ne se lit pas. Écrivez smtp://utilisateur:motdepasse@serveur:587, "
            "file:///dossier/absolu pour garder les messages dans des fichiers, ou laissez-le vide "
            "pour qu'ils s'affichent dans la console."
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or 587,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
    }
