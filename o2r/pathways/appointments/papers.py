"""Papers of appointments: the letter of a reminder, the sheet of a month. Pure descriptions."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from o2r.core.calendar_words import MONTHS, hour_in_words, long_day
from o2r.core.documents import Document, Fields, Heading, Paragraph, Signature, Table
from o2r.core.money import euros
from o2r.pathways.appointments.enums import MeetingWay
from o2r.pathways.appointments.reminder_words import day_in_words
from o2r.pathways.appointments.remuneration import PRO_RATA
from o2r.pathways.appointments.selectors.month import Month
from o2r.territory.typography import typographic

NOT_A_DECISION = (
    "Proposition, jamais une décision : elle ne donne aucun droit. Qui paie décide, après avoir "
    "vérifié le barème et la situation de la personne."
)

NOTHING = "Aucun rendez-vous ni activité ce mois-ci."


def letter(*, starts_at: datetime, way: MeetingWay, whom: str, place: str) -> Document:
    """The letter of a reminder, handed or posted: no name, somebody else may open it."""
    hour = hour_in_words(starts_at.time())
    facts = [("Quand", f"{day_in_words(starts_at.date())} {starts_at.year}, à {hour}")]
    facts.append(("Comment", str(way.label)))
    facts += [(name, said) for name, said in (("Avec", whom), ("Où", place)) if said]
    return Document(
        title="Rappel de votre rendez-vous",
        blocks=[
            Paragraph("Bonjour,"),
            Paragraph("Vous avez un rendez-vous."),
            Fields(facts),
            Paragraph(
                typographic(
                    "Vous ne pouvez pas venir ? Dites-le à la personne qui vous accompagne : on "
                    "trouvera un autre moment."
                )
            ),
        ],
    )


def month_in_words(first: date) -> str:
    """« novembre 2026 »."""
    return f"{MONTHS[first.month - 1]} {first.year}"


def hours_in_words(minutes: int) -> str:
    """« 2 h 30 », « 45 min », « 0 h »."""
    hours, rest = divmod(minutes, 60)
    if hours and rest:
        return f"{hours}\u00a0h\u00a0{rest:02}"
    return f"{rest}\u00a0min" if rest else f"{hours}\u00a0h"


def sheet(*, name: str, organisation: str, month: Month) -> Document:
    """The attendance of a month, to sign, and what it could give."""
    return Document(
        title=f"Émargement de {month_in_words(month.first)}",
        subtitle=organisation,
        blocks=[
            Fields(
                [
                    ("Personne", name),
                    ("Mois", f"du {long_day(month.first)} au {long_day(month.last)}"),
                    ("Heures prévues", hours_in_words(month.due)),
                    ("Heures suivies", hours_in_words(month.minutes)),
                    ("Heures manquées sans excuse", hours_in_words(month.missed)),
                ]
            ),
            Heading("Présences"),
            attendance_table(month) if month.spans else Paragraph(NOTHING),
            Heading("Rémunération : proposition"),
            *_proposed(month),
            Signature(["La personne", "Pour la structure"]),
        ],
    )


def attendance_table(month: Month) -> Table:
    """Each appointment and activity of a month: when, what, who came, for how long, room to sign.
    A month without any says so, on one line."""
    rows = [
        [
            _day(one.starts_at, month.zone),
            _hours(one.starts_at, one.ends_at, month.zone),
            one.what,
            "à dire" if one.waits else one.said,
            hours_in_words(one.minutes),
            "",
        ]
        for one in month.spans
    ]
    header = ["Jour", "Heures", "Quoi", "Présence", "Temps suivi", "Signature"]
    blank = [[NOTHING, *[""] * (len(header) - 1)]]
    return Table(header, rows or blank, caption="Rendez-vous et activités du mois")


def _proposed(month: Month) -> list[Paragraph | Fields]:
    if month.proposed is None:
        return [
            Paragraph(
                typographic(
                    "Aucune proposition : la date de naissance n’est pas connue, ou aucun barème "
                    "ne convient."
                )
            )
        ]
    scale = month.proposed.scale
    whole = scale.lowest if scale.lowest == scale.highest else scale.highest
    said = [
        ("Barème du mois entier", f"{euros(whole)} ({scale.status})"),
        ("Proposition", f"{euros(month.proposed.lowest)}"),
        ("Source", scale.source),
    ]
    waits = (
        [Paragraph(f"Attention : {month.waits} présence(s) restent à dire.")] if month.waits else []
    )
    return [
        Paragraph(typographic(NOT_A_DECISION)),
        Fields(said),
        Paragraph(typographic(PRO_RATA)),
        Paragraph(
            typographic(
                "Personne reconnue travailleur handicapé : le barème va de 685 à 1 932,52 € ; il "
                "n’est pas calculé ici, et cette information n’est pas demandée."
            )
        ),
        *waits,
    ]


def _day(at: datetime, zone: ZoneInfo) -> str:
    return day_in_words(at.astimezone(zone).date())


def _hours(start: datetime, end: datetime, zone: ZoneInfo) -> str:
    first, last = (hour_in_words(one.astimezone(zone).time()) for one in (start, end))
    return f"{first} – {last}"
