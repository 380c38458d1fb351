"""Who may enter: the four grounds, and what each needs to hold. Pure.

Arrêté of 26 June 2024, annex 1. Five months are months of the calendar, not 150 days.
"""

from collections.abc import Iterable
from datetime import date

from o2r.core.months import add_months
from o2r.pathways.enums import Attention, EntryGround


def silent_long_enough(last_contact: date, on: date, months: int) -> bool:
    """Whether somebody has had no regular contact for ``months`` of the calendar, on a day."""
    return add_months(last_contact, months) <= on


def why_not(
    ground: EntryGround, *, on: date, last_contact: date | None, months: int
) -> tuple[str, str] | None:
    """The field to correct and what to say, when the ground does not hold; None when it does."""
    if last_contact is not None and last_contact > on:
        return "last_contact_on", "Ce dernier contact est après le jour de la vérification."
    if ground != EntryGround.NO_CONTACT:
        return None
    if last_contact is None:
        return (
            "last_contact_on",
            "Écrivez le jour du dernier contact avec l’organisme référent : ce motif en dépend. "
            "Si la personne ne s’en souvient pas, choisissez le premier jour dont elle est sûre.",
        )
    if not silent_long_enough(last_contact, on, months):
        possible = add_months(last_contact, months)
        return (
            "last_contact_on",
            f"Il n’y a pas encore {months} mois : ce motif sera possible le {possible:%d/%m/%Y}. "
            "Un autre motif convient peut-être, ou un relais vers son organisme référent.",
        )
    return None


def attention_of(
    *, is_woman: bool, in_qpv: bool | None, in_frr: bool | None, said: Iterable[Attention]
) -> list[Attention]:
    """The publics to watch of somebody: what the file says, and what was ticked."""
    found = {Attention(one) for one in said}
    if is_woman:
        found.add(Attention.WOMAN)
    if in_qpv:
        found.add(Attention.QPV)
    if in_frr:
        found.add(Attention.FRR)
    return [one for one in Attention if one in found]
