"""The site does not start on a database that would hold nothing."""

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from pytest_django import Settings

from o2r.core.belt import policies, refusal, registry, roles
from o2r.core.belt.refusal import UnsafeDatabase, refuse_unsafe_database

only_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'")
only_postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'")


def become(role: str) -> None:
    """Until the end of the test's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {role}")


def refused(process: refusal.Process = "web") -> str:
    with pytest.raises(UnsafeDatabase) as error:
        refuse_unsafe_database(process)
    return str(error.value)


def refused_after(damage: str) -> str:
    """What the site says when it starts on a base in which this was done."""
    with connection.cursor() as cursor:
        cursor.execute(damage)
    become(roles.APP)
    return refused()


@only_postgresql
def test_the_two_right_roles_start() -> None:
    become(roles.APP)
    assert refuse_unsafe_database() == []
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    become(roles.WORKER)
    assert refuse_unsafe_database("worker") == []


@only_postgresql
@pytest.mark.parametrize(
    ("role", "process", "words"),
    [
        ("o2r_worker", "web", "celui des commandes"),
        ("o2r_owner", "web", "celui des commandes"),
        ("o2r_backup", "web", "BYPASSRLS"),
        ("o2r_stats", "web", "n’a pas de politique"),
        ("o2r_app", "worker", "ne verrait aucune ligne"),
    ],
)
def test_another_role_is_refused(role: str, process: refusal.Process, words: str) -> None:
    become(role)
    assert words in refused(process)


@only_postgresql
def test_a_superuser_and_an_owner_are_refused() -> None:
    assert "SUPERUSER" in refused()
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE accounts_handover OWNER TO {roles.APP}")
    become(roles.APP)
    assert "possède des tables" in refused()


@only_postgresql
@pytest.mark.parametrize(
    ("damage", "words"),
    [
        ("ALTER TABLE accounts_handover NO FORCE ROW LEVEL SECURITY", "FORCE"),
        ("ALTER TABLE accounts_handover DISABLE ROW LEVEL SECURITY", "FORCE"),
        ("DROP POLICY belt_read ON accounts_handover", "n’a pas sa politique"),
        ("COMMENT ON POLICY belt_read ON accounts_handover IS 'x'", "celle du code"),
    ],
)
def test_a_table_that_nothing_holds_is_refused(damage: str, words: str) -> None:
    said = refused_after(damage)
    assert words in said
    assert "accounts_handover" in said
    assert "o2r migrate" in said


READ_ALL = "CREATE POLICY helpful ON accounts_handover"
OPEN_ROLES = """
    CREATE OR REPLACE FUNCTION o2r_holds(at_once text[], settled text[]) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp
    AS $$ SELECT true $$
"""


@only_postgresql
@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (f"{READ_ALL} TO o2r_app USING (true)", "de trop (helpful)"),
        (f"{READ_ALL} USING (true)", "de trop (helpful)"),
        (f"{READ_ALL} AS RESTRICTIVE FOR SELECT USING (false)", "de trop (helpful)"),
        ("ALTER POLICY belt_read ON accounts_handover USING (true)", "changée dans la base"),
        ("ALTER POLICY belt_change ON accounts_handover USING (true)", "(belt_change)"),
        ("ALTER POLICY belt_remove ON accounts_handover USING (true)", "(belt_remove)"),
        ("ALTER POLICY belt_add ON accounts_handover WITH CHECK (true)", "(belt_add)"),
        ("ALTER POLICY belt_change ON accounts_handover WITH CHECK (false)", "(belt_change)"),
        ("ALTER POLICY belt_system ON accounts_handover TO PUBLIC", "(belt_system)"),
        ("ALTER POLICY belt_errand ON accounts_handover TO o2r_errand, o2r_app", "(belt_errand)"),
        ("ALTER POLICY belt_read ON accounts_handover RENAME TO mine", "de trop (mine)"),
        ("DROP POLICY belt_remove ON accounts_handover", "n’a pas sa politique (belt_remove)"),
        ("COMMENT ON POLICY belt_remove ON accounts_handover IS NULL", "celle du code"),
    ],
)
def test_a_policy_altered_or_added_is_refused(damage: str, words: str) -> None:
    said = refused_after(damage)
    assert words in said
    assert "accounts_handover" in said
    assert "o2r migrate" in said
    assert said.count("  –") <= 2


@only_postgresql
@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (OPEN_ROLES, "changées dans la base (o2r_holds)"),
        ("ALTER FUNCTION o2r_my_roles() RESET search_path", "(o2r_my_roles)"),
        ("ALTER FUNCTION o2r_my_roles() SECURITY INVOKER", "(o2r_my_roles)"),
        ("ALTER FUNCTION o2r_user() RENAME TO o2r_nobody", "manquent (o2r_user)"),
        ("COMMENT ON FUNCTION o2r_now() IS 'x'", "celles du code (o2r_now)"),
        # Would be chosen instead of ours by a call whose arguments are of these types.
        (
            "CREATE FUNCTION o2r_holds(varchar[], varchar[]) RETURNS boolean "
            "LANGUAGE sql STABLE AS 'SELECT true'",
            "(o2r_holds)",
        ),
    ],
)
def test_a_function_that_was_replaced_is_refused(damage: str, words: str) -> None:
    said = refused_after(damage)
    assert words in said
    assert "o2r migrate" in said


@only_postgresql
def test_who_may_replace_the_functions_is_refused() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT CREATE ON SCHEMA public TO {roles.APP}")
        cursor.execute(f"ALTER FUNCTION o2r_my_roles() OWNER TO {roles.APP}")
    become(roles.APP)
    assert "possède des fonctions" in refused()


@only_postgresql
@pytest.mark.parametrize(
    ("attribute", "grant"),
    [
        ("SUPERUSER", "GRANT essai_chief TO o2r_app"),
        ("BYPASSRLS", "GRANT essai_chief TO o2r_app"),
        ("BYPASSRLS", "GRANT essai_chief TO o2r_errand"),
    ],
)
def test_a_role_that_may_rise_above_the_policies_is_refused(attribute: str, grant: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE essai_chief {attribute}")
        cursor.execute(grant)
    become(roles.APP)
    said = refused()
    assert "peut prendre « essai_chief »" in said
    assert "REVOKE essai_chief" in said


@only_postgresql
def test_a_role_that_gives_itself_others_is_refused() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE essai_clerk CREATEROLE")
    become("essai_clerk")
    assert "NOCREATEROLE" in refused()


@only_postgresql
def test_migrating_repairs_all_that_was_altered() -> None:
    damages = (
        f"{READ_ALL} USING (true)",
        "ALTER POLICY belt_read ON accounts_handover USING (true)",
        "ALTER POLICY belt_system ON accounts_handover TO PUBLIC",
        OPEN_ROLES,
    )
    with connection.cursor() as cursor:
        for damage in damages:
            cursor.execute(damage)
    assert list(refusal.table_faults())
    policies.install()
    assert list(refusal.table_faults()) == []


@only_postgresql
def test_the_path_of_the_connection_changes_nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL search_path = public, pg_catalog, pg_temp")
        assert list(refusal.table_faults()) == []
        cursor.execute("SELECT current_setting('search_path')")
        assert cursor.fetchone() == ("public, pg_catalog, pg_temp",)


@only_postgresql
def test_policies_are_written_again_as_often_as_one_likes() -> None:
    policies.create_roles()
    policies.install()
    policies.install()
    become(roles.APP)
    assert refuse_unsafe_database() == []


def test_personal_data_that_nothing_protects_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(registry._protections, "accounts.Handover")
    assert "accounts.Handover" in refused()


def test_the_exception_of_developers_is_for_them_alone(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    monkeypatch.delitem(registry._protections, "accounts.Handover")
    settings.ALLOW_UNSAFE_DATABASE = True
    assert "O2R_DEBUG" in refused()
    settings.DEBUG = True
    assert any("accounts.Handover" in warning for warning in refuse_unsafe_database())


@only_sqlite
def test_the_file_is_closed_to_others_and_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "base.sqlite3"
    file.touch(mode=0o644)
    tmp_path.chmod(0o755)
    settings_dict = {**connection.settings_dict, "NAME": str(file)}
    monkeypatch.setattr(refusal, "connection", _like(connection, settings_dict))
    assert refuse_unsafe_database() == []
    assert file.stat().st_mode & 0o777 == 0o600
    assert tmp_path.stat().st_mode & 0o777 == 0o700
    monkeypatch.setattr(refusal, "file_system", lambda folder: "nfs4")
    assert "disque du réseau" in refused()


@only_sqlite
def test_a_damaged_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "base.sqlite3"
    file.touch(mode=0o600)
    settings_dict = {**connection.settings_dict, "NAME": str(file)}
    monkeypatch.setattr(refusal, "connection", _like(connection, settings_dict))
    monkeypatch.setattr(refusal, "_rows", lambda sql: [("row missing from index",)])
    assert "est abîmé" in refused()


def test_the_file_system_of_a_folder_is_known() -> None:
    assert refusal.file_system(Path("/proc")) == "proc"


def _like(connection: object, settings_dict: dict[str, object]) -> object:
    return SimpleNamespace(
        vendor="sqlite",
        settings_dict=settings_dict,
        cursor=connection.cursor,  # type: ignore[attr-defined]
    )


def test_every_errand_is_in_the_decision_record() -> None:
    root = Path(__file__).resolve().parents[3]
    code = "\n".join(path.read_text(encoding="utf-8") for path in (root / "o2r").rglob("*.py"))
    used = set(re.findall(r'errand\("([a-z-]+)"\)', code))
    record = (root / "docs/decisions/0015-second-belt.md").read_text(encoding="utf-8")
    written = record.split("They are:")[1].split(".")[0]
    assert used == set(re.findall(r"`([a-z-]+)`", written))
    assert used


@only_postgresql
def test_rights_are_written_once_every_table_is_held() -> None:
    """Before, autovacuum at work on one of them and us would each wait for the other."""
    asked: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        policies.install()
    rights = [rank for rank, sql in enumerate(asked) if sql.startswith("GRANT")]
    held = [rank for rank, sql in enumerate(asked) if sql.startswith(("ALTER TABLE", "CREATE POL"))]
    assert rights
    assert max(held) < min(rights)
