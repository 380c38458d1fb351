"""What a template may name of appointments and attendance: the month that is being made, or the
one before when it has just ended."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from o2r.core import clock
from o2r.core.calendar_words import hour_in_words, long_day
from o2r.core.documents import Table
from o2r.pathways.appointments.models import Appointment
from o2r.pathways.appointments.papers import attendance_table, hours_in_words, month_in_words
from o2r.pathways.appointments.selectors.month import Month, month_of
from o2r.pathways.appointments.selectors.spans import instants, monday_of, spans_of, weeks_of
from o2r.pathways.papers.registry import Asked, provides

ROUTE = "route"
JUST_ENDED = 10
"""Days of a month during which its sheet is still that of the month before."""
WEEKS = 5
HEADER = ("Jour", "Heures", "Quoi", "Présence", "Temps suivi", "Signature")
_EXAMPLE = Table(
    HEADER,
    [("mardi 3 novembre", "14 h – 16 h", "Atelier cuisine", "présent", "2 h", "")],
    caption="Rendez-vous et activités du mois",
)
_HOURS = Table(
    ("Semaine", "Prévues", "Suivies"),
    [("2 – 8 novembre 2026", "15 h", "12 h 30")],
    caption="Heures par semaine",
)


def _first(asked: Asked) -> date:
    """The first day of the month of the sheet, where the operator is."""
    today = clock.now().astimezone(ZoneInfo(asked.person.organisation.time_zone)).date()
    month = today if today.day > JUST_ENDED else today.replace(day=1) - timedelta(days=1)
    return month.replace(day=1)


def _month(asked: Asked) -> Month:
    return month_of(asked.person, _first(asked), asked.name.born)


def _next(asked: Asked) -> Appointment | None:
    rows = Appointment.objects.booked().filter(person=asked.person, ends_at__gt=clock.now())
    return rows.select_related("organisation").order_by("starts_at", "pk").first()


def _next_day(asked: Asked) -> str:
    row = _next(asked)
    if row is None:
        return ""
    return f"{long_day(row.day)} à {hour_in_words(row.local_start.time())}"


def _weeks(asked: Asked) -> Table:
    """The weeks of the month of the sheet, Monday to Sunday, those that it shares included."""
    month = _month(asked)
    first, last = monday_of(month.first), monday_of(month.last)
    whole = instants(first, last + timedelta(days=6), month.zone)
    spans = spans_of(asked.person, *whole, clock.now())
    rows = [
        (
            f"{one.monday:%d/%m/%Y} – {one.sunday:%d/%m/%Y}",
            hours_in_words(one.due),
            hours_in_words(one.minutes),
        )
        for one in sorted(weeks_of(spans, month.zone, first, last), key=lambda one: one.monday)
    ]
    return Table(_HOURS.header, rows, caption=_HOURS.caption)


provides(
    "mois de présence",
    lambda asked: month_in_words(_first(asked)),
    help="Le mois de la feuille : le mois dernier jusqu’au 10, puis le mois en cours.",
    group=ROUTE,
    example="novembre 2026",
)
provides(
    "présences du mois",
    lambda asked: attendance_table(_month(asked)),
    help="Les rendez-vous et activités du mois, avec qui est venu. Seul sur sa ligne.",
    group=ROUTE,
    example=_EXAMPLE,
)
provides(
    "heures par semaine",
    _weeks,
    help="Les heures prévues et suivies, semaine par semaine. Seul sur sa ligne.",
    group=ROUTE,
    example=_HOURS,
)
provides(
    "heures prévues du mois",
    lambda asked: hours_in_words(_month(asked).due),
    help="Les heures de rendez-vous et d’activités prévues dans le mois.",
    group=ROUTE,
    example="60 h",
)
provides(
    "heures suivies du mois",
    lambda asked: hours_in_words(_month(asked).minutes),
    help="Les heures où la personne est venue.",
    group=ROUTE,
    example="52 h 30",
)
provides(
    "heures manquées du mois",
    lambda asked: hours_in_words(_month(asked).missed),
    help="Les heures manquées sans excuse.",
    group=ROUTE,
    example="2 h",
)
provides(
    "date du prochain rendez-vous",
    _next_day,
    help="Le jour et l’heure du prochain rendez-vous, s’il y en a un.",
    group=ROUTE,
    example="3 juin 2026 à 10 h",
)
