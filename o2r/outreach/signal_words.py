"""What is told of a signal to who sent it, and what nobody needs to write in one. Pure.

Who sent it reads neutral words alone: they are the same whether somebody was met or not.
"""

import re
from datetime import date

from o2r.outreach.enums import SignalAnswer, SignalState
from o2r.outreach.exchange.never import holds_nir

ARRIVED = "Votre message est arrivé. L’équipe ne l’a pas encore lu."
READ = "L’équipe a lu votre message."
WITHDRAWN = "Vous avez retiré ce message. Ce qu’il disait est effacé."
NEUTRAL_ANSWERS = tuple(one for one in SignalAnswer if not one.needs_agreement)

_DATE = re.compile(r"(?<!\d)\d{1,2}\s?[/.\-]\s?\d{1,2}\s?[/.\-]\s?(\d{4})(?!\d)")
_BORN = re.compile(r"\bnée?(?:\(e\)|·e)?\s+(?:le|en)\s+\d", re.IGNORECASE)
YEARS_OF_A_BIRTH = 5
"""A day older than that is one of birth: nobody is signalled for having been seen then."""


def told(state: SignalState, answer: str, *, agreed: bool) -> str:
    """The one sentence that who sent a signal reads today.

    ``agreed``: an agreement in force of the person met lets this sender know it. Without it, the
    answer that says so is told as the neutral one: an agreement withdrawn takes the words back.
    """
    if state == SignalState.WITHDRAWN:
        return WITHDRAWN
    if answer:
        given = SignalAnswer(answer)
        return SignalAnswer.DONE.label if given.needs_agreement and not agreed else given.label
    return ARRIVED if state == SignalState.RECEIVED else READ


def why_too_much(text: str, today: date) -> str:
    """Why a text says more than is needed, and what to do; empty when it does not."""
    if holds_nir(text):
        return "Ce texte contient un numéro de sécurité sociale. Enlevez-le."
    old = any(today.year - int(found[1]) > YEARS_OF_A_BIRTH for found in _DATE.finditer(text))
    if old or _BORN.search(text):
        return (
            "Ce texte semble donner une date de naissance. L’équipe n’en a pas besoin : enlevez-la."
        )
    return ""
