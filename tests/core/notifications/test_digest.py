"""The daily digest: once a day, at eight in the morning of where the person works."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.core import mail

from o2r.core import clock
from o2r.core.notifications.digest import last_digest_time, send_digests
from o2r.core.notifications.directory import NoDirectory, directory, use_directory
from o2r.core.notifications.enums import Choice
from o2r.core.notifications.models import Notification
from o2r.core.notifications.services import Recipient, choose, notify

REUNION, MARTINIQUE = ZoneInfo("Indian/Reunion"), ZoneInfo("America/Martinique")
# In January: 8 h in Saint-Denis is 4 h UTC, 7 h UTC in Paris, 12 h UTC in Fort-de-France.
EVENING = datetime(2026, 1, 14, 20, 0, tzinfo=UTC)


class Overseas(NoDirectory):
    def __init__(self, zones: dict[UUID, ZoneInfo]) -> None:
        self.zones = zones

    def time_zone(self, user: UUID) -> ZoneInfo:
        return self.zones.get(user) or super().time_zone(user)


@pytest.fixture
def _overseas(ines: Recipient, malik: Recipient) -> Iterator[None]:
    before = directory()
    use_directory(Overseas({ines.user: REUNION, malik.user: MARTINIQUE}))
    for person in (ines, malik):
        choose(by=person.user, choices={"news": Choice.DAILY})
    yield
    use_directory(before)


def told(to: list[Recipient], at: datetime, subject: str, *, sensitive: bool = False) -> None:
    with clock.stopped_at(at):
        notify(to=to, kind="news", subject=subject, body="…", sensitive=sensitive)


def digests_at(moment: datetime) -> list[str]:
    mail.outbox.clear()
    with clock.stopped_at(moment):
        count = send_digests(moment)
    assert count == len(mail.outbox)
    return sorted(message.to[0] for message in mail.outbox)


@pytest.mark.usefixtures("_overseas")
def test_each_gets_one_at_eight_of_their_own_clock(ines: Recipient, malik: Recipient) -> None:
    told([ines, malik], EVENING, "Première")
    told([ines, malik], EVENING + timedelta(minutes=1), "Deuxième")
    night = EVENING.replace(day=15, hour=3, minute=59)
    assert digests_at(night) == []
    assert digests_at(night.replace(hour=4, minute=0)) == [ines.email]
    assert digests_at(night.replace(hour=4, minute=30)) == []
    assert digests_at(night.replace(hour=12, minute=0)) == [malik.email]
    [sent] = mail.outbox
    assert sent.subject == "[O2R] 2 nouveaux messages"
    assert sent.body.index("Première") < sent.body.index("Deuxième")
    assert digests_at(night + timedelta(days=3)) == []
    assert set(Notification.objects.values_list("address", flat=True).order_by("address")) == {""}


@pytest.mark.usefixtures("_overseas")
def test_what_comes_after_eight_waits_for_the_next_day(ines: Recipient) -> None:
    eight = EVENING.replace(day=15, hour=4)
    told([ines], eight + timedelta(minutes=5), "Tard")
    assert digests_at(eight + timedelta(hours=10)) == []
    assert digests_at(eight + timedelta(days=1)) == [ines.email]
    assert mail.outbox[0].subject == "[O2R] 1 nouveau message"


@pytest.mark.usefixtures("_overseas")
def test_a_platform_that_was_down_at_eight_sends_it_later(ines: Recipient) -> None:
    told([ines], EVENING, "Attendue")
    assert digests_at(EVENING + timedelta(days=2)) == [ines.email]


@pytest.mark.usefixtures("_overseas")
def test_a_digest_says_nothing_of_an_accompanied_person(ines: Recipient) -> None:
    told([ines], EVENING, "Dossier de Karim", sensitive=True)
    digests_at(EVENING + timedelta(days=1))
    [sent] = mail.outbox
    assert "Karim" not in sent.body
    assert "Un nouveau message" in sent.body


@pytest.mark.parametrize(
    ("moment", "zone", "expected"),
    [
        ("2026-01-15T06:59", "Europe/Paris", "2026-01-14T07:00"),
        ("2026-01-15T07:00", "Europe/Paris", "2026-01-15T07:00"),
        ("2026-07-15T06:00", "Europe/Paris", "2026-07-15T06:00"),
        # The night the clocks change.
        ("2026-03-29T06:00", "Europe/Paris", "2026-03-29T06:00"),
        ("2026-01-15T11:59", "America/Martinique", "2026-01-14T12:00"),
    ],
)
def test_the_last_digest_time_follows_the_clocks(moment: str, zone: str, expected: str) -> None:
    at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    last = last_digest_time(at, ZoneInfo(zone))
    assert last.astimezone(UTC) == datetime.fromisoformat(expected).replace(tzinfo=UTC)
