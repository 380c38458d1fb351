"""Taking a round in hand: locked, since two phones of one team press the same button."""

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, written
from o2r.accounts.errors import DomainError
from o2r.outreach.enums import ROUND_MOVES, RoundState
from o2r.outreach.models import Round
from o2r.outreach.services.checking import saved


def hold(by: Actor, round_: Round, act: str) -> Round:
    """The round as it is now, locked for who may change it. Raises NotAllowed."""
    rows = Round.objects.select_for_update(no_key=True, of=("self",))
    held = rows.select_related("organisation").get(pk=round_.pk)
    require(by, "update", held, act=act)
    return held


def keep(held: Round) -> None:
    """Save a locked round. Raises DomainError."""
    held.revision += 1
    saved(held)


def move(by: Actor, held: Round, to: RoundState) -> Round:
    """Move a locked round. Raises DomainError when its state does not lead there."""
    left = RoundState(held.state)
    if to not in ROUND_MOVES[left]:
        raise DomainError(
            f"Cette tournée est {left.label} : elle ne peut plus être {to.label}. Rechargez la "
            "page : quelqu’un l’a peut-être changée."
        )
    held.state = to
    keep(held)
    written(by, "update", held, to)
    return held
