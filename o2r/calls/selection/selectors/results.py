"""What everyone reads of the results, and what a consortium reads of its own."""

from dataclasses import dataclass
from decimal import Decimal

from o2r.accounts.actors import Actor
from o2r.calls.models import Call
from o2r.calls.selection.enums import Outcome
from o2r.calls.selection.models import Decision, Letter, LetterQuerySet, ResultsPublication


@dataclass(frozen=True)
class Laureate:
    """A project kept, as it is published. ``amount``: in euros, None when it is not published."""

    bearer: str
    members: tuple[str, ...]
    title: str
    territory: str
    amount: Decimal | None


def laureates(call: Call) -> list[Laureate]:
    """The projects kept, by name of their bearer: never those on the waiting list, nor refused."""
    publication = ResultsPublication.objects.filter(call=call.pk).first()
    shows = publication is not None and publication.shows_amounts
    rows = (
        Decision.objects.of_call(call)
        .confirmed()
        .filter(outcome=Outcome.AWARD)
        .select_related("application")
        .prefetch_related("application__members")
        .order_by("pk")
    )
    found = []
    for row in rows:
        names = [member.name for member in row.application.members.all()]
        footprint = row.application.footprint
        found.append(
            Laureate(
                bearer=names[0] if names else "",
                members=tuple(names[1:]),
                title=row.application.title,
                territory=footprint.label if footprint else "",
                amount=row.amount if shows else None,
            )
        )
    return sorted(found, key=lambda one: (one.bearer.casefold(), one.title))


def outcome_letters(actor: Actor) -> LetterQuerySet:
    """The letters that one's organisation received, the last one first."""
    rows = Letter.objects.visible_to(actor).select_related("application__call")
    return rows.order_by("-sent_at", "pk")
