"""« Ce qui m’attend », around a call that is read: for its State service, for who was named."""

from datetime import date, timedelta

from o2r.calls.reading import services
from o2r.calls.reading.models import Admissibility, ReadingPlan
from o2r.core import clock
from o2r.core.agenda.registry import Due, due_for
from tests.calls.reading import people
from tests.statements import statements


def found(user, kind: str) -> list[tuple[date, str, bool]]:
    return [(one.day, one.title, one.is_late) for one in dues(user, kind)]


def dues(user, kind: str) -> list[Due]:
    return [one for one in due_for(people.who(user)) if one.kind == kind]


def test_the_state_service_is_told_what_waits_call_by_call() -> None:
    table = people.opened()
    title, today = table.call.title, clock.today()
    day = today + timedelta(days=20)
    assert found(table.helene, "reading") == [
        (today, f"2 recevabilités à décider : {title}", False)
    ]
    ReadingPlan.objects.update(due_on=day)
    people.declare(table, table.helene)
    people.confide(table, table.first, table.rose)
    people.admit(table, table.first)
    services.ask_correction(
        by=people.who(table.helene),
        admissibility=Admissibility.objects.get(application=table.second),
        what="Les statuts",
        due_on=today + timedelta(days=2),
    )
    reading = (day, f"1 lecture attendue des lecteurs : {title}", False)
    assert found(table.helene, "reading") == [reading]
    with clock.stopped_at(clock.now() + timedelta(days=3)):
        late = f"1 correction demandée sans réponse, délai passé : {title}"
        asked = (today + timedelta(days=2), late, True)
        assert found(table.helene, "reading") == [asked, reading]
    for one in dues(table.helene, "reading"):
        assert table.first.title not in one.title
        assert one.feed_title == one.title
    assert [one.title for one in dues(table.rose, "reading")] == [
        f"Déclarer mes liens : {title}",
    ]
    # Each service is told of its own calls.
    other = people.opened()
    assert [one[1].endswith(f": {other.call.title}") for one in found(other.helene, "reading")]
    assert found(table.helene, "reading") == [reading]


def test_who_was_named_is_told_to_declare_before_anything_is_confided() -> None:
    table = people.opened()
    day = clock.today() + timedelta(days=20)
    words = f"Déclarer mes liens : {table.call.title}"
    assert found(table.rose, "reading") == [(clock.today(), words, False)]
    ReadingPlan.objects.update(due_on=day)
    assert found(table.rose, "reading") == [(day, words, False)]
    people.confide(table, table.first, table.rose)
    # Once, whether something is confided or not.
    assert found(table.rose, "reading") == [(day, words, False)]
    people.declare(table, table.rose)
    assert found(table.rose, "reading") == [(day, f"Lire « {table.first} »", False)]
    people.declare(table, table.karim)
    assert found(table.karim, "reading") == []


def test_a_reading_without_a_day_waits_today_and_the_agenda_asks_little() -> None:
    table = people.opened()
    people.declare(table, table.rose)
    people.confide(table, table.first, table.rose)
    assert found(table.rose, "reading") == [(clock.today(), f"Lire « {table.first} »", False)]
    with statements() as asked:
        dues(table.helene, "reading")
    assert len(asked) <= 12
