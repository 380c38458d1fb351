"""The verification names the first bad entry; anchors see what a chain alone cannot."""

import io
import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from o2r.core import clock
from o2r.core.clock import stopped_at
from o2r.core.journal import measured_tampering as tampering
from o2r.core.journal.anchoring import anchor_heads
from o2r.core.journal.authors import Author
from o2r.core.journal.enums import Fault
from o2r.core.journal.errors import JournalError
from o2r.core.journal.models import ChainHead, JournalEntry, LastAnchor, PruningMark
from o2r.core.journal.pruning import prune, prune_expired
from o2r.core.journal.services import record
from o2r.core.journal.verification import Report, verify
from o2r.core.retention.services import place_hold

ONE, TWO = UUID(int=1), UUID(int=2)
SYSTEM = Author.system("test")
NOON = datetime(2026, 3, 12, 12, tzinfo=UTC)


def write(number: int, chain: UUID = ONE) -> None:
    for _ in range(number):
        record(by=SYSTEM, action="read", kind="identity", object_id=ONE, organisation=chain)


def found(report: Report) -> list[tuple[Fault, UUID | None, int | None, int]]:
    return [(one.fault, one.chain, one.number, one.since) for one in report.findings]


def test_a_journal_that_nobody_touched_is_sound(folder: Path) -> None:
    write(3)
    write(2, chain=TWO)
    anchor_heads(now=NOON)
    write(1)
    report = verify(anchors=folder)
    assert report.sound
    assert (report.chains, report.entries, report.anchors) == (2, 6, 1)
    assert verify(chain=TWO).entries == 2


def test_the_end_of_a_chain_cut_with_its_head_is_only_seen_by_an_anchor(folder: Path) -> None:
    write(5)
    anchor_heads(now=NOON)
    tampering.drop_triggers()
    tampering._erase(ONE, ">", 3)
    tampering._set_head(ONE, 3, tampering._hash_at(ONE, 3))
    assert verify().sound
    assert found(verify(anchors=folder)) == [(Fault.TRUNCATED, ONE, 4, 0)]


def test_a_chain_written_again_is_placed_between_two_anchors(folder: Path) -> None:
    for hour in range(3):
        write(3)
        anchor_heads(now=NOON + timedelta(hours=hour))
    tampering.drop_triggers()
    tampering._write(ONE, 5, action="forged")
    tampering._rebuild(ONE, 5)
    assert verify().sound
    assert found(verify(anchors=folder)) == [(Fault.REBUILT, ONE, 6, 3)]


def test_a_backup_put_back_is_seen_even_when_work_went_on_after_it(folder: Path) -> None:
    write(6)
    anchor_heads(now=NOON)
    tampering.drop_triggers()
    tampering._erase(ONE, ">", 2)
    tampering._set_head(ONE, 2, tampering._hash_at(ONE, 2))
    run = anchor_heads(now=NOON + timedelta(hours=1))
    assert [head.chain for head in run.rewound] == [ONE]
    assert "ALERTE" in run.sentence()
    write(9)
    assert found(verify(anchors=folder)) == [(Fault.REBUILT, ONE, 6, 2)]


def test_a_head_that_disagrees_with_its_chain_is_seen() -> None:
    write(3)
    tampering._set_head(ONE, 3, "f" * 64)
    assert found(verify()) == [(Fault.HEAD, ONE, 3, 0)]
    tampering._set_head(ONE, 2, tampering._hash_at(ONE, 2))
    assert found(verify()) == [(Fault.BEYOND_HEAD, ONE, 3, 0)]
    tampering._set_head(ONE, 4, "f" * 64)
    assert found(verify()) == [(Fault.MISSING, ONE, 4, 0)]
    ChainHead.objects.filter(chain=ONE).delete()
    assert found(verify()) == [(Fault.HEAD, ONE, 3, 0)]


def test_an_anchor_changed_removed_or_signed_by_another_is_seen(folder: Path) -> None:
    for hour in range(3):
        write(1)
        anchor_heads(now=NOON + timedelta(hours=hour))
    file = folder / "anchors-2026-03.jsonl"
    first, second, third = file.read_text().splitlines()
    file.write_text(f"{first}\n{third}\n")
    assert [one.fault for one in verify(anchors=folder).findings] == [Fault.ANCHOR_GAP]
    changed = second.replace('"root":"', '"root":"0')
    file.write_text(f"{first}\n{changed}\n")
    report = verify(anchors=folder)
    assert [(one.fault, one.place) for one in report.findings] == [
        (Fault.BAD_ANCHOR, "anchors-2026-03.jsonl, ligne 2"),
        (Fault.ANCHORS_CUT, "ancre du 12/03/2026 14:00 UTC"),
    ]
    assert report.anchors == 1
    file.write_text(f"{first}\nnonsense\n{third}\n")
    assert [one.fault for one in verify(anchors=folder).findings] == [
        Fault.BAD_ANCHOR,
        Fault.ANCHOR_GAP,
    ]


def faults(report: Report) -> list[Fault]:
    return [one.fault for one in report.findings]


def test_a_folder_that_was_emptied_is_no_sound_journal(folder: Path) -> None:
    write(3)
    anchor_heads(now=NOON)
    (file,) = folder.glob("anchors-*.jsonl")
    line = file.read_text()
    file.unlink()
    assert found(verify(anchors=folder)) == [(Fault.ANCHORS_CUT, None, None, 0)]
    told = io.StringIO()
    with pytest.raises(CommandError, match="pas intact"):
        call_command("journal", "verify", stdout=told)
    assert "ancre du 12/03/2026 12:00 UTC\u00a0: la dernière ancre connue" in told.getvalue()
    # A later anchor warns, and does not hide what is gone.
    run = anchor_heads(now=NOON + timedelta(hours=1))
    assert "n’est plus dans le dossier" in run.sentence()
    assert faults(verify(anchors=folder)) == [Fault.ANCHOR_GAP]
    # The lost one is put back from its copy, before the others.
    file.write_text(line + file.read_text())
    assert verify(anchors=folder).sound


def test_the_newest_anchors_cut_with_what_they_saw_are_missed(folder: Path) -> None:
    for hour in range(3):
        write(2)
        anchor_heads(now=NOON + timedelta(hours=hour))
    file = folder / "anchors-2026-03.jsonl"
    file.write_text("".join(file.read_text().splitlines(keepends=True)[:2]))
    tampering.drop_triggers()
    tampering._erase(ONE, ">", 4)
    tampering._set_head(ONE, 4, tampering._hash_at(ONE, 4))
    assert faults(verify(anchors=folder)) == [Fault.ANCHORS_CUT]
    write(1)
    anchor_heads(now=NOON + timedelta(hours=4))
    assert faults(verify(anchors=folder)) == [Fault.ANCHOR_GAP]


def test_an_old_entry_that_no_anchor_saw_is_named_once_anchoring_has_begun(folder: Path) -> None:
    write(3)
    later = JournalEntry.objects.latest("at").at + timedelta(hours=3)
    with stopped_at(later):
        assert verify(anchors=folder).sound
    anchor_heads(now=NOON)
    write(2)
    assert verify(anchors=folder).sound
    with stopped_at(later + timedelta(minutes=1)):
        assert found(verify(anchors=folder)) == [(Fault.UNANCHORED, ONE, 4, 3)]
        # A copy kept elsewhere is older, and not asked that.
        assert verify(anchors=Path(shutil.copytree(folder, folder.parent / "copy"))).sound
        # Neither the folder nor the row that the database kept: the key has been drawn.
        (folder / "anchors-2026-03.jsonl").unlink()
        LastAnchor.objects.all().delete()
        assert found(verify(anchors=folder)) == [(Fault.UNANCHORED, ONE, 1, 0)]


def test_an_entry_of_the_first_form_still_verifies_and_holds_nothing_uncovered() -> None:
    write(3)
    tampering.drop_triggers()
    tampering._write(ONE, 2, form=1)
    tampering._rebuild(ONE, 2)
    assert verify().sound
    tampering._write(ONE, 2, basis="referent")
    assert found(verify()) == [(Fault.CHANGED, ONE, 2, 0)]


def test_without_its_key_nothing_is_said_of_the_anchors(folder: Path, tmp_path: Path) -> None:
    write(1)
    anchor_heads(now=NOON)
    key = tmp_path / "keys" / "anchor.pem"
    assert key.stat().st_mode & 0o777 == 0o600
    key.unlink()
    with pytest.raises(JournalError, match="introuvable"):
        verify(anchors=folder)
    write(1)
    with pytest.raises(JournalError, match="introuvable"):
        anchor_heads(now=NOON)
    key.write_text("nonsense")
    with pytest.raises(JournalError, match="ne se lit pas"):
        verify(anchors=folder)


def age(chain: UUID, numbers: range, at: datetime) -> None:
    """Make entries old: written again as of ``at``, before any anchor saw them."""
    tampering.drop_triggers()
    for number in numbers:
        tampering._write(chain, number, at=at)
    tampering._rebuild(chain, numbers[0])
    for statement in tampering.triggers.installation(connection.vendor):
        tampering._run(statement)


def test_a_pruned_chain_still_verifies_against_older_anchors(folder: Path) -> None:
    write(4)
    age(ONE, range(1, 4), NOON - timedelta(days=900))
    anchor_heads(now=NOON)
    assert prune(by=SYSTEM, chain=ONE, before=NOON - timedelta(days=800)) == 3
    numbers = JournalEntry.objects.filter(chain=ONE).order_by("number")
    assert list(numbers.values_list("number", "action", "count")) == [
        (4, "read", 1),
        (5, "prune", 3),
    ]
    assert verify(anchors=folder).sound
    assert prune(by=SYSTEM, chain=ONE, before=NOON - timedelta(days=800)) == 0
    assert prune(by=SYSTEM, chain=ONE, before=NOON + timedelta(days=36_500)) == 2
    assert PruningMark.objects.get().number == 5
    assert found(verify(anchors=folder)) == []


def test_an_entry_younger_than_the_limit_keeps_those_after_it() -> None:
    write(3)
    age(ONE, range(2, 4), NOON - timedelta(days=900))
    assert prune(by=SYSTEM, chain=ONE, before=NOON) == 0


def test_a_mark_that_is_not_signed_hides_nothing() -> None:
    write(4)
    anchor_heads(now=NOON)
    PruningMark.objects.create(
        chain=ONE, number=2, hash=tampering._hash_at(ONE, 2), at=NOON, signature="00"
    )
    tampering._erase(ONE, "<=", 2)
    assert found(verify()) == [(Fault.FORGED_MARK, ONE, 1, 0)]


def test_a_chain_that_was_changed_is_not_pruned() -> None:
    write(2)
    write(2, chain=TWO)
    age(ONE, range(1, 3), NOON)
    age(TWO, range(1, 3), NOON)
    tampering.drop_triggers()
    tampering._write(ONE, 1, action="forged")
    later = NOON + timedelta(days=1)
    with pytest.raises(JournalError, match=str(ONE)):
        prune_expired(by=SYSTEM, security_before=later, access_before=later)
    assert JournalEntry.objects.filter(chain=ONE).count() == 2
    assert list(JournalEntry.objects.filter(chain=TWO).values_list("action", flat=True)) == [
        "prune"
    ]


def test_what_an_anchor_contradicts_is_not_pruned(folder: Path) -> None:
    """A chain written again, head included, agrees with itself: its mark would make it genuine."""
    write(4)
    anchor_heads(now=NOON)
    age(ONE, range(2, 5), NOON - timedelta(days=900))
    later = NOON + timedelta(days=36_500)
    with pytest.raises(JournalError, match=str(ONE)):
        prune_expired(by=SYSTEM, security_before=NOON, access_before=later)
    assert JournalEntry.objects.filter(chain=ONE).count() == 4


def test_an_entry_under_a_hold_stays_with_all_that_follows_it() -> None:
    write(4)
    kept = JournalEntry.objects.get(chain=ONE, number=3)
    later = kept.at + timedelta(days=36_500)
    place_hold(
        by=SYSTEM,
        kind="journal.JournalEntry",
        object_id=str(kept.pk),
        reason="Contrôle en cours",
        until=clock.today() + timedelta(days=90),
    )
    assert prune(by=SYSTEM, chain=ONE, before=later) == 2
    left = JournalEntry.objects.filter(chain=ONE).order_by("number")
    assert list(left.values_list("number", flat=True))[:2] == [3, 4]


def test_the_platform_keeps_its_own_entries_less_long() -> None:
    write(1)
    record(by=SYSTEM, action="sign-in", kind="account", object_id=None, organisation=None)
    later = JournalEntry.objects.latest("at").at + timedelta(days=1)
    assert prune_expired(by=SYSTEM, security_before=later, access_before=NOON) == 1
    assert JournalEntry.objects.filter(chain=ONE).count() == 1


def test_the_command_says_where_and_fails(folder: Path) -> None:
    write(3)
    out = io.StringIO()
    call_command("journal", "anchor", stdout=out)
    call_command("journal", "verify", stdout=out)
    assert "Une tête de chaîne dans une nouvelle ancre." in out.getvalue()
    assert "Le journal est intact." in out.getvalue()
    tampering.drop_triggers()
    tampering._write(ONE, 2, reason="forged")
    told = io.StringIO()
    with pytest.raises(CommandError, match="pas intact"):
        call_command("journal", "verify", stdout=told)
    assert f"Chaîne de l’organisation {ONE}, entrée n°\u00a02" in told.getvalue()
    as_json = io.StringIO()
    with pytest.raises(CommandError):
        call_command("journal", "verify", "--json", "--chain", str(ONE), stdout=as_json)
    document = json.loads(as_json.getvalue())
    assert document["findings"] == [
        {"fault": "changed", "chain": str(ONE), "number": 2, "since": 0, "place": ""}
    ]
    with pytest.raises(CommandError, match="n’existe pas"):
        call_command("journal", "verify", "--anchors", str(folder / "nowhere"))
