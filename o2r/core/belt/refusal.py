"""What the site refuses to start on: a database where the second belt would hold nothing."""

import stat
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, Literal

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection

from o2r.core.belt import catalogue, policies, registry, roles
from o2r.core.belt.catalogue import StandingPolicy
from o2r.core.belt.policies import Policy
from o2r.core.belt.registry import Protection
from o2r.core.retention import registry as retention

Process = Literal["web", "worker"]
# The first minor versions without CVE-2025-8713: statistics showed rows hidden by policies.
LOWEST = {15: 14, 16: 10, 17: 6}
NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "fuse.sshfs", "glusterfs"}
LARGE = 256 * 2**20
"""Bytes above which the pages of a SQLite file are not all read at start."""
_MIGRATE = "Lancez « o2r migrate » avec O2R_OWNER_DATABASE_URL."
_INQUIRE = "Cherchez d’abord qui l’a fait, et ce qui a pu être lu depuis."
_PLAIN = ("", "true")
"""Conditions that PostgreSQL keeps as they are written."""


class UnsafeDatabase(ImproperlyConfigured):
    """The site does not start; the message says why and what to do."""


def forgotten() -> list[str]:
    """Models declared personal that are neither protected nor left out with a reason."""
    known = {one.label.lower() for one in registry.protections()}
    known |= {label.lower() for label in registry.left_out()}
    return [
        one.label
        for one in retention.declarations()
        if one.is_personal and one.label.lower() not in known
    ]


def refuse_unsafe_database(process: Process = "web") -> list[str]:
    """Called once, when the server or the worker starts. Returns warnings, in French.

    Raises UnsafeDatabase with every reason at once. ``O2R_ALLOW_UNSAFE_DATABASE`` turns the reasons
    into warnings, on a developer's machine only.
    """
    check = _postgresql if connection.vendor == "postgresql" else _sqlite
    faults = [*_declarations(), *check(process)]
    allowed = settings.ALLOW_UNSAFE_DATABASE
    if allowed and not settings.DEBUG:
        faults.insert(
            0, "O2R_ALLOW_UNSAFE_DATABASE n’est permis qu’avec O2R_DEBUG=1 : mettez-le à 0."
        )
        allowed = False
    if faults and not allowed:
        raise UnsafeDatabase(
            "la base de données ne protège pas les données personnelles, le site ne démarre pas.\n"
            + "\n".join(f"  – {fault}" for fault in faults)
            + "\nVoir « Base de données » dans docs/operations.md."
        )
    return [*faults, *_warnings()]


def _declarations() -> Iterator[str]:
    if found := forgotten():
        yield (
            f"{', '.join(found)} : des données personnelles que rien ne protège. Ajoutez protect(…)"
            " ou leave_out(…) dans le fichier belt.py de l’application."
        )


def _rows(sql: str, parameters: Any = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _postgresql(process: Process) -> Iterator[str]:
    if missing := policies.missing_roles():
        yield (
            f"les rôles {', '.join(missing)} n’existent pas. Un administrateur de PostgreSQL "
            "exécute ce qu’affiche « o2r roles », puis on lance « o2r migrate »."
        )
        return
    yield from _role(process)
    yield from table_faults()


def _role(process: Process) -> Iterator[str]:
    ((name, superuser, bypass),) = _rows(
        "SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
    )
    expected = roles.APP if process == "web" else roles.WORKER
    setting = "O2R_DATABASE_URL" if process == "web" else "O2R_WORKER_DATABASE_URL"
    to_do = f"Connectez-vous avec le rôle {expected} ({setting})."
    if superuser or bypass:
        yield f"le rôle « {name} » ignore les droits sur les lignes (SUPERUSER, BYPASSRLS). {to_do}"
        return
    yield from _may_become(name)
    yield from _owns(name, to_do)
    ((works, runs_errands),) = _rows(
        "SELECT pg_has_role(current_user, %s, 'MEMBER'), pg_has_role(current_user, %s, 'MEMBER')",
        [roles.WORKER, roles.ERRAND],
    )
    if process == "web" and works:
        yield f"le rôle « {name} » peut prendre celui des commandes, qui voit tout. {to_do}"
    if process == "web" and name != roles.APP and not works:
        yield f"le rôle « {name} » n’a pas de politique sur les lignes. {to_do}"
    if process == "worker" and not works:
        yield f"le rôle « {name} » ne verrait aucune ligne protégée. {to_do}"
    if process == "web" and name == roles.APP and not runs_errands:
        yield f"le rôle « {name} » ne peut pas prendre {roles.ERRAND}. Relancez « o2r roles »."


def _may_become(name: str) -> Iterator[str]:
    """Roles above the policies that the connected role belongs to, directly or not.

    ``MEMBER`` whatever the options of the membership: those who may not take the role today may
    only need its administrator's right to do so.
    """
    above = _rows(
        "SELECT rolname FROM pg_roles WHERE (rolsuper OR rolbypassrls) "
        "AND pg_has_role(current_user, oid, 'MEMBER') ORDER BY rolname"
    )
    for (role,) in above:
        yield (
            f"le rôle « {name} » peut prendre « {role} », qui ignore les droits sur les lignes. Un "
            f"administrateur de PostgreSQL exécute « REVOKE {role} FROM … » pour le rôle qui le "
            "tient."
        )
    if _rows("SELECT FROM pg_roles WHERE rolname = current_user AND rolcreaterole"):
        yield (
            f"le rôle « {name} » peut se donner d’autres rôles (CREATEROLE). Un administrateur de "
            f"PostgreSQL exécute « ALTER ROLE {name} NOCREATEROLE »."
        )


def _owns(name: str, to_do: str) -> Iterator[str]:
    """Whoever owns a table or a function can lift what it holds."""
    tables = [one.table for one in registry.protections()]
    owned = _rows(
        "SELECT relname FROM pg_class WHERE relname = ANY (%s) AND relkind = 'r' "
        "AND relnamespace = %s::regnamespace AND pg_has_role(current_user, relowner, 'MEMBER')",
        [tables, catalogue.SCHEMA],
    )
    if owned:
        yield f"le rôle « {name} » possède des tables protégées, ou peut le devenir. {to_do}"
    texts = policies.function_statements()
    if any(one.is_mine for one in catalogue.functions(list(texts))):
        yield f"le rôle « {name} » possède des fonctions des politiques. {to_do}"


def table_faults() -> Iterator[str]:
    """Every protected table whose rows nothing holds, or something else than what the code says."""
    tables = [one.table for one in registry.protections()]
    forced = {
        table
        for (table,) in _rows(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relname = ANY (%s) "
            "AND relnamespace = %s::regnamespace AND relrowsecurity AND relforcerowsecurity",
            [tables, catalogue.SCHEMA],
        )
    }
    standing = catalogue.policies(tables)
    for one in registry.protections():
        if one.table not in forced:
            yield f"la table {one.table} n’impose pas ses droits sur les lignes (FORCE). {_MIGRATE}"
        found = {policy.name: policy for policy in standing if policy.table == one.table}
        yield from _policy_faults(one, found)
    yield from _function_faults()


def _policy_faults(one: Protection, found: dict[str, StandingPolicy]) -> Iterator[str]:
    """The policies of one table: none is missing, old, altered or added."""
    written = {policy.name: policy for policy in policies.policies_of(one)}
    if missing := _in_words(written.keys() - found):
        yield f"la table {one.table} n’a pas sa politique ({missing}). {_MIGRATE}"
    both = sorted(written.keys() & found)
    texts = {name: written[name].statement(one.table) for name in both}
    old = {name for name in both if not catalogue.is_of_code(found[name].mark, texts[name])}
    if names := _in_words(old):
        yield f"la politique de la table {one.table} n’est pas celle du code ({names}). {_MIGRATE}"
    altered = {
        name
        for name in both
        if not _is_for_whom_it_says(written[name], found[name])
        or found[name].mark != catalogue.mark(texts[name], found[name].kept)
    }
    if names := _in_words(altered - old):
        yield (
            f"la politique de la table {one.table} a été changée dans la base ({names}). "
            f"{_INQUIRE} Puis : {_MIGRATE}"
        )
    if names := _in_words(found.keys() - written):
        yield (
            f"la table {one.table} a une politique de trop ({names}), qui peut montrer ou cacher "
            f"ses lignes. {_INQUIRE} Puis, pour l’enlever : {_MIGRATE}"
        )


def _is_for_whom_it_says(written: Policy, found: StandingPolicy) -> bool:
    """What PostgreSQL keeps as it was given: compared with the code itself, not with a mark."""
    command, permissive, to, qual, check = found.kept
    conditions = ((written.using, qual or ""), (written.check, check or ""))
    plain = all(kept == said for said, kept in conditions if said in _PLAIN)
    same = command == written.command and frozenset(to) == written.roles
    return same and permissive == "PERMISSIVE" and plain


def _function_faults() -> Iterator[str]:
    """The functions that the policies call: each one is there once, as it was installed."""
    texts = policies.function_statements()
    found = catalogue.functions(list(texts))
    if missing := _in_words(texts.keys() - {one.name for one in found}):
        yield f"des fonctions des politiques manquent ({missing}). {_MIGRATE}"
    old = {one.name for one in found if not catalogue.is_of_code(one.mark, texts[one.name])}
    if names := _in_words(old):
        yield f"des fonctions des politiques ne sont pas celles du code ({names}). {_MIGRATE}"
    altered = {one.name for one in found if one.mark != catalogue.mark(texts[one.name], one.kept)}
    if names := _in_words(altered - old):
        yield (
            f"des fonctions des politiques ont été changées dans la base ({names}). {_INQUIRE} "
            f"Puis : {_MIGRATE}"
        )


def _in_words(names: Collection[str]) -> str:
    return ", ".join(sorted(names))


def _warnings() -> Iterator[str]:
    if connection.vendor != "postgresql":
        return
    major, minor = divmod(connection.pg_version, 10_000)  # type: ignore[attr-defined]
    lowest = LOWEST.get(major)
    if major < min(LOWEST) or (lowest is not None and minor < lowest):
        yield (
            f"PostgreSQL {major}.{minor} laisse deviner des lignes cachées (CVE-2025-8713) : "
            f"passez à {', '.join(f'{a}.{b}' for a, b in LOWEST.items())} ou plus."
        )


def _sqlite(process: Process) -> Iterator[str]:
    name = str(connection.settings_dict["NAME"])
    if ":memory:" in name or "mode=memory" in name:
        return
    file = Path(name).resolve()
    system = file_system(file.parent)
    if system in NETWORK:
        yield (
            f"{file} est sur un disque du réseau ({system}), où SQLite perd des écritures. Mettez "
            "la base sur un disque de cette machine, ou passez à PostgreSQL."
        )
        return
    if not file.exists():
        return
    yield from _private(file)
    if not _is_sound(large=file.stat().st_size > LARGE):
        yield f"{file} est abîmé. Restaurez la dernière sauvegarde (docs/operations.md)."


def _is_sound(*, large: bool) -> bool:
    """What SQLite says of its file; of a large one, only its header and its schema are read."""
    try:
        if large:
            _rows("SELECT count(*) FROM sqlite_schema")
            return True
        return _rows("PRAGMA quick_check(1)") == [("ok",)]
    except DatabaseError:
        return False


def _private(file: Path) -> Iterator[str]:
    """Take from others the right to read the file and its folder; say so when we cannot."""
    for path, mode in ((file, 0o600), (file.parent, 0o700)):
        if not stat.S_IMODE(path.stat().st_mode) & 0o077:
            continue
        try:
            if path.stat().st_mode & stat.S_ISVTX:
                # A folder of everyone, as /tmp: not ours to close.
                raise PermissionError
            path.chmod(mode)
        except OSError:
            yield (
                f"d’autres comptes de la machine peuvent lire {path}. Donnez-le au compte qui fait "
                f"tourner le site et retirez le droit des autres (chmod {mode:o})."
            )


def file_system(folder: Path) -> str:
    """The type of the file system that holds ``folder``, as Linux names it; empty elsewhere."""
    mounts = Path("/proc/self/mounts")
    if not mounts.exists():
        return ""
    best, found = "", ""
    for line in mounts.read_text(encoding="utf-8").splitlines():
        _, place, kind, *_ = line.split()
        place = place.replace("\\040", " ")
        inside = place == "/" or f"{folder}/".startswith(f"{place.rstrip('/')}/")
        if inside and len(place) >= len(best):
            best, found = place, kind
    return found
