"""Making, rehearsing and recovering the root key; a demonstration does it by itself."""

import io
import json
import stat
import sys
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from o2r.core.crypto import ceremony, checks, services
from o2r.core.crypto.checks import keys_ready
from o2r.core.crypto.envelope import Place
from o2r.core.crypto.errors import CeremonyRefused, KeysError, KeysUnavailable, WrongShares
from o2r.core.crypto.management.commands import keys as command
from o2r.core.crypto.models import OrganisationKey, RecoveryWrap, RootVersion
from o2r.core.crypto.root.keyring import read_keyring
from o2r.core.crypto.sealing import seal, unseal
from o2r.core.crypto.shares import Share, shares_in
from o2r.core.journal.authors import Author

A = uuid.UUID(int=10)
PLACE = Place("people_note", "text", uuid.UUID(int=99))
Three = tuple[Share, Share, Share]


def run(*words: str) -> str:
    out = io.StringIO()
    call_command("keys", *words, stdout=out)
    return out.getvalue()


@pytest.fixture
def sealed(three_shares: Three, by: Author) -> tuple[uuid.UUID, bytes]:
    subject = uuid.uuid4()
    services.open_file(by=by, subject=subject, organisations=[A])
    return subject, seal(subject=subject, organisation=A, place=PLACE, text="Bonjour")


def reads(sealed: tuple[uuid.UUID, bytes]) -> bool:
    subject, text = sealed
    return unseal(subject=subject, organisation=A, place=PLACE, sealed=text) == "Bonjour"


# --- Making and rehearsing ------------------------------------------------------------------------


def test_the_key_file_is_closed_to_others(three_shares: Three, key_path: Path) -> None:
    assert stat.S_IMODE(key_path.stat().st_mode) == 0o400
    assert stat.S_IMODE(key_path.parent.stat().st_mode) == 0o700
    root = read_keyring(key_path).keys[1]
    assert root not in ceremony.recovery_path(key_path).read_bytes()
    assert [path.name for path in sorted(key_path.parent.iterdir())] == [
        "root.key",
        "root.key.recovery.json",
    ]


def test_what_is_missing_is_said_step_by_step(key_path: Path, by: Author) -> None:
    assert keys_ready() == [checks.NEVER_MADE]
    three = ceremony.begin(by=by)
    assert keys_ready() == [checks.UNREHEARSED]
    with pytest.raises(KeysError, match="o2r keys init"):
        services.open_file(by=by, subject=uuid.uuid4(), organisations=[A])
    ceremony.rehearse(by=by, two=three[:2])
    assert keys_ready() == []
    with pytest.raises(CeremonyRefused, match="n’attend"):
        ceremony.rehearse(by=by, two=three[:2])


def test_a_real_instance_does_not_start_before_the_rehearsal(
    key_path: Path, by: Author, settings: Any
) -> None:
    settings.DEBUG, settings.DEMONSTRATION = False, False
    with pytest.raises(checks.UnreadyKeys, match="o2r keys init"):
        checks.refuse_unready_keys()
    three = ceremony.begin(by=by)
    with pytest.raises(checks.UnreadyKeys, match="répété"):
        checks.refuse_unready_keys()
    ceremony.rehearse(by=by, two=three[:2])
    assert checks.refuse_unready_keys() == []
    key_path.unlink()
    with pytest.raises(checks.UnreadyKeys, match="o2r keys recover"):
        checks.refuse_unready_keys()


def test_a_demonstration_and_a_developer_are_only_warned(key_path: Path, settings: Any) -> None:
    settings.DEBUG, settings.DEMONSTRATION = False, True
    assert checks.refuse_unready_keys() == [checks.NEVER_MADE]
    settings.DEBUG, settings.DEMONSTRATION = True, False
    assert checks.refuse_unready_keys() == [checks.NEVER_MADE]


def test_keys_that_do_not_answer_for_now_do_not_stop_the_site(
    three_shares: Three, settings: Any, tmp_path: Path
) -> None:
    settings.DEBUG, settings.DEMONSTRATION = False, False
    settings.ROOT_KEY = f"unix://{tmp_path}/nobody.sock"
    (warning,) = checks.refuse_unready_keys()
    assert "ne sont pas joignables" in warning


def test_wrong_shares_do_not_pass_for_a_rehearsal(key_path: Path, by: Author) -> None:
    former = ceremony.begin(by=by)
    three = ceremony.begin(by=by)
    with pytest.raises(WrongShares):
        ceremony.rehearse(by=by, two=former[:2])
    with pytest.raises(WrongShares, match="deux personnes"):
        ceremony.rehearse(by=by, two=three[:1])
    assert keys_ready() == [checks.UNREHEARSED]
    assert RootVersion.objects.count() == 1, "the version nobody noted is dropped"


def test_a_key_file_of_another_instance_is_seen(
    sealed: tuple[uuid.UUID, bytes], key_path: Path, by: Author
) -> None:
    written = json.loads(key_path.read_text())
    written["keys"]["1"] = "A" * 43 + "="
    key_path.unlink()
    key_path.write_text(json.dumps(written))
    key_path.chmod(0o400)
    assert keys_ready() == [checks.ANOTHER]


# --- Recovering -----------------------------------------------------------------------------------


@pytest.mark.parametrize("pair", [(0, 1), (0, 2), (1, 2)], ids=str)
def test_any_two_shares_rebuild_the_lost_root_key(
    pair: tuple[int, int],
    three_shares: Three,
    sealed: tuple[uuid.UUID, bytes],
    key_path: Path,
    by: Author,
) -> None:
    key_path.unlink()
    ceremony.recovery_path(key_path).unlink()
    assert keys_ready() == [checks.LOST]
    assert ceremony.recover(by=by, two=[three_shares[place] for place in pair]) == 1
    assert keys_ready() == []
    assert reads(sealed)


def test_the_copy_beside_the_key_is_enough_when_the_database_is_lost(
    three_shares: Three, key_path: Path, by: Author
) -> None:
    root = read_keyring(key_path).keys[1]
    key_path.unlink()
    RootVersion.objects.all().delete()
    assert not RecoveryWrap.objects.exists()
    ceremony.recover(by=by, two=three_shares[:2])
    assert read_keyring(key_path).keys[1] == root


def test_recovering_what_is_there_is_refused(three_shares: Three, by: Author) -> None:
    with pytest.raises(CeremonyRefused, match="déjà"):
        ceremony.recover(by=by, two=three_shares[:2])


def test_shares_of_a_former_root_key_recover_that_one_only(
    three_shares: Three, sealed: tuple[uuid.UUID, bytes], key_path: Path, by: Author
) -> None:
    newer = ceremony.begin(by=by)
    ceremony.rehearse(by=by, two=newer[:2])
    key_path.unlink()
    ceremony.recover(by=by, two=newer[:2])
    ceremony.recover(by=by, two=three_shares[1:])
    assert read_keyring(key_path).current == 2
    assert reads(sealed)


def test_the_current_root_key_is_not_forgotten(three_shares: Three, by: Author) -> None:
    with pytest.raises(CeremonyRefused, match="en cours"):
        ceremony.forget(by=by, version=1)
    with pytest.raises(CeremonyRefused, match="pas de version 8"):
        ceremony.forget(by=by, version=8)


def test_a_key_file_that_cannot_be_written_changes_nothing(
    key_path: Path, by: Author, monkeypatch: pytest.MonkeyPatch
) -> None:
    key_path.parent.write_text("a file where the folder should be")
    with pytest.raises(KeysUnavailable):
        ceremony.begin(by=by)
    assert not RootVersion.objects.exists()


# --- In a demonstration ---------------------------------------------------------------------------


def test_a_demonstration_makes_its_keys_once_and_needs_nobody(
    key_path: Path, settings: Any
) -> None:
    settings.DEMONSTRATION = True
    assert ceremony.ensure_demo_keys() is True
    assert keys_ready() == []
    assert ceremony.ensure_demo_keys() is False


def test_a_demonstration_starts_again_on_an_empty_database(
    three_shares: Three, settings: Any, by: Author, key_path: Path
) -> None:
    settings.DEMONSTRATION = True
    RootVersion.objects.all().delete()
    assert ceremony.ensure_demo_keys() is True
    assert keys_ready() == []
    services.open_file(by=by, subject=uuid.uuid4(), organisations=[A])
    key_path.unlink()
    with pytest.raises(CeremonyRefused, match="base vide"):
        ceremony.ensure_demo_keys()


def test_elsewhere_keys_are_never_made_without_people(key_path: Path, settings: Any) -> None:
    settings.DEMONSTRATION = False
    with pytest.raises(CeremonyRefused, match="o2r keys init"):
        ceremony.ensure_demo_keys()
    assert not RootVersion.objects.exists()


# --- The command ----------------------------------------------------------------------------------


def test_init_refuses_to_finish_before_a_rehearsal(key_path: Path, tmp_path: Path) -> None:
    page = io.StringIO()
    with pytest.raises(CommandError, match="répétition"):
        call_command("keys", "init", stdout=page)
    assert len(shares_in(page.getvalue())) == 3
    again = io.StringIO()
    with pytest.raises(CommandError, match="répétition"):
        call_command("keys", "init", stdout=again)
    assert shares_in(again.getvalue()) == [], "shown once"

    noted = tmp_path / "noted.txt"
    noted.write_text("\n".join(share.written() for share in shares_in(page.getvalue())[1:]))
    assert "prête" in run("init", "--rehearse-from", str(noted))
    assert "rien à faire" in run("init")


def test_init_asks_two_shares_back_at_the_keyboard(
    key_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = io.StringIO()
    asked: list[str] = []

    def typed(prompt: str) -> str:
        asked.append(prompt)
        if prompt.startswith("\n"):
            return ""
        three = shares_in(page.getvalue())
        # A slip of the hand at first: asked again.
        return "X" if len(asked) == 2 else three[len(asked) % 3].written()

    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", typed)
    call_command("keys", "init", stdout=page)
    assert command.CLEAR_SCREEN in page.getvalue()
    assert keys_ready() == []
    assert len(asked) == 4


def test_init_does_not_hide_a_lost_key(sealed: tuple[uuid.UUID, bytes], key_path: Path) -> None:
    key_path.unlink()
    with pytest.raises(CommandError, match="o2r keys recover"):
        run("init")
    assert RootVersion.objects.count() == 1


def test_rotating_recovering_and_status_from_the_console(
    three_shares: Three, sealed: tuple[uuid.UUID, bytes], tmp_path: Path, key_path: Path
) -> None:
    assert "emballées de nouveau\u00a0: 1" in run("rotate", "--organisation", str(A))
    with pytest.raises(CommandError, match="n’a pas de clé"):
        run("rotate", "--organisation", str(uuid.uuid4()))

    page = io.StringIO()
    with pytest.raises(CommandError, match="répétition"):
        call_command("keys", "rotate", "--root", stdout=page)
    noted = tmp_path / "noted.txt"
    noted.write_text(page.getvalue())
    assert "version 2" in run("rotate", "--root", "--rehearse-from", str(noted))
    key_path.unlink()
    assert "version 2" in run("recover", "--shares-from", str(noted))
    assert reads(sealed)
    run("forget", "1")
    status = json.loads(run("status", "--json"))
    assert status["ready"] is True
    assert [root["version"] for root in status["root_versions"]] == [2]
    assert status["root_versions"][0]["organisation_keys"] == 1
    assert (status["data_keys"], status["wraps"]) == (1, 1)
    assert "Clés prêtes" in run("status")


def test_an_interrupted_root_rotation_is_resumed_by_the_same_command(
    three_shares: Three, sealed: tuple[uuid.UUID, bytes], by: Author
) -> None:
    newer = ceremony.begin(by=by)
    ceremony.rehearse(by=by, two=newer[:2])  # Killed here: nothing wrapped again yet.
    assert "reprise" in run("rotate", "--root")
    assert OrganisationKey.objects.get().root_version == 2
    assert reads(sealed)


def test_status_says_what_to_do_when_something_is_missing(
    sealed: tuple[uuid.UUID, bytes], key_path: Path
) -> None:
    services.destroy(by=Author.system("test"), subject=sealed[0])
    key_path.unlink()
    page = run("status")
    assert "o2r keys recover" in page
    assert "reapply-destructions" in page
    assert run("reapply-destructions") == "Dossiers effacés de nouveau\u00a0: 0.\n"
