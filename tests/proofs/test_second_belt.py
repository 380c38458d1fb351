"""A3 holds on the product, and misses as soon as a bug is planted in the belt."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils.module_loading import autodiscover_modules
from pytest_django import Settings

from o2r.accounts import specimens
from o2r.accounts.enums import Relation
from o2r.accounts.sample.specimens import person_file
from o2r.core.belt import authorizer, policies, refusal, registry, scope
from o2r.core.belt.registry import Protection
from o2r.proofs import matrix, second_belt, world
from o2r.proofs.site import sample_keys

FEW = ("caseworker", "coordinator", "newcomer", "blocked")
only_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'")
only_postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'")


@pytest.fixture(autouse=True)
def _small_world(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    """The pages of the protected record and a few people."""

    @contextmanager
    def here() -> Iterator[None]:
        with sample_keys():
            yield

    known = matrix.classified

    def sample_routes() -> tuple[list[matrix.Route], list[str]]:
        routes, silent = known()
        return [one for one in routes if "/essai/" in one.route], silent

    settings.ROOT_URLCONF = "config.urls_with_sample"
    monkeypatch.setattr(second_belt, "sample_site", here)
    monkeypatch.setattr(second_belt, "classified", sample_routes)
    people = [one for one in world.PEOPLE if one.name in FEW]
    monkeypatch.setattr(second_belt, "populate", lambda: [world.make_person(p) for p in people])


def _a_referent() -> list[world.Person]:
    person = world.make_person(world.PEOPLE[3])
    person_file(person.somebody, Relation.REFERENT)
    return [person]


def figures() -> dict[str, Any]:
    return {measure.id: measure for measure in second_belt.second_belt()}


def missed() -> set[str]:
    return {name for name, measure in figures().items() if not measure.ok}


def test_the_belt_holds_alone() -> None:
    found = figures()
    assert [measure for measure in found.values() if not measure.ok] == []
    if connection.vendor == "postgresql":
        assert found["A3.stopped_rows"].value > 10
        assert found["A3.withheld_rows"].detail["shown"] > 5
        # Writing was tried on what each may reach, too: the attempts are real.
        assert found["A3.written_rows"].detail["reached"] > 20
    else:
        assert found["A3.slipped_reads"].detail["columns"] > 20


@only_sqlite
def test_an_authorizer_that_is_not_armed_again_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scope, "_arm_again", lambda: None)
    assert "A3.slipped_reads" in missed()


@only_sqlite
def test_a_column_forgotten_by_the_authorizer_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(authorizer, "protected_columns", lambda: {})
    authorizer.arm(connection)
    assert "A3.slipped_reads" in missed()


@only_postgresql
def test_a_table_without_force_is_found() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE sample_samplerecord NO FORCE ROW LEVEL SECURITY")
    assert "A3.unprotected" in missed()


@only_postgresql
def test_a_rule_that_forgets_the_end_of_a_share_or_the_role_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    loose = Protection("sample.SampleRecord", ("groups",), lambda: "partner_id IS NOT NULL")
    monkeypatch.setitem(registry._protections, "sample.SampleRecord", loose)
    policies.install()
    assert {"A3.leaked_rows", "A3.withheld_rows"} <= missed()


@only_postgresql
@pytest.mark.parametrize(
    "bug",
    [
        "ALTER POLICY belt_change ON sample_samplerecord USING (true)",
        "ALTER POLICY belt_remove ON accounts_handover USING (true)",
        "CREATE POLICY helpful ON files_storedfile FOR DELETE TO o2r_app USING (true)",
        "ALTER TABLE watch_alertmove DISABLE ROW LEVEL SECURITY",
        "ALTER POLICY belt_errand ON crypto_wrap TO o2r_errand, o2r_app",
    ],
)
def test_rows_that_anyone_may_write_are_found(bug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Policies on reading are whole: nothing leaks, and only writing tells."""
    monkeypatch.setattr(second_belt, "_questions", lambda people, full: [])
    with connection.cursor() as cursor:
        cursor.execute(bug)
    found = figures()
    assert not found["A3.written_rows"].ok
    assert not found["A3.unprotected"].ok
    assert found["A3.leaked_rows"].ok


@only_postgresql
def test_a_table_that_no_attempt_can_prove_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_belt, "_questions", lambda people, full: [])
    autodiscover_modules("specimens")
    monkeypatch.delitem(specimens._makers, "agenda-feed")
    assert "A3.written_tables" in missed()


def test_what_is_not_behind_the_belt_is_listed_with_its_reason(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(second_belt, "_questions", lambda people, full: [])
    first = "A3.unprotected" if connection.vendor == "postgresql" else "A3.slipped_reads"
    listed = figures()[first].detail["left_out"]
    assert "accounts.User" in listed
    assert all(listed.values())


@only_postgresql
@pytest.mark.django_db(transaction=True)
def test_a_person_told_for_the_whole_session_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scope, "_TELL", scope._TELL.replace("true", "false"))
    monkeypatch.setattr(second_belt, "populate", _a_referent)
    monkeypatch.setattr(second_belt, "_questions", lambda people, full: [])
    try:
        assert "A3.next_request" in missed()
    finally:
        connection.close()


@only_postgresql
def test_the_system_is_a_role_that_the_web_server_cannot_take() -> None:
    person = world.make_person(world.PEOPLE[3])
    assert person.name == "caseworker"
    with sample_keys():
        person_file(person.somebody, Relation.REFERENT)

    def count(role: str, system: str = "") -> int:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {role}")
            cursor.execute("SELECT set_config('o2r.system', %s, true)", [system])
            cursor.execute("SELECT count(*) FROM sample_samplerecord")
            (found,) = cursor.fetchone() or (0,)
            transaction.set_rollback(True)
            return int(found)

    assert count("o2r_worker") == 1
    assert count("o2r_app") == 0
    assert count("o2r_app", system="job") == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_has_role('o2r_app', 'o2r_worker', 'MEMBER')")
        assert cursor.fetchone() == (False,)


@only_postgresql
def test_a_fresh_table_of_personal_data_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(registry._protections, "accounts.Handover")
    assert "accounts.Handover" in refusal.forgotten()
