"""What became of somebody, at three and six months: reached or not, where they are."""

from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import written
from o2r.accounts.errors import DomainError
from o2r.core import clock
from o2r.pathways.exits.enums import (
    FOLLOW_UP_MOVES,
    FollowUpState,
    NewsSource,
    Situation,
)
from o2r.pathways.exits.models import FollowUpSituation
from o2r.people.services.holding import held, touched

NOTE = "noter ce que cette personne devient"


@dataclass(frozen=True)
class News:
    """What was learned. Without a situation, the person was not reached."""

    situation: Situation | None = None
    source: NewsSource | str = NewsSource.PERSON
    improved: bool | None = None
    on: date = field(default_factory=clock.today)

    @property
    def state(self) -> FollowUpState:
        return FollowUpState.REACHED if self.situation else FollowUpState.UNREACHED


@transaction.atomic
def note_news(*, by: Actor, row: FollowUpSituation, news: News) -> FollowUpSituation:
    """Note news, or that nobody was reached. The same twice changes nothing.

    Raises NotAllowed; DomainError before its day, after a return, or for news already noted
    otherwise.
    """
    file = held(by=by, person=row.person, act=NOTE)
    found = FollowUpSituation.objects.select_related("exit").filter(pk=row.pk, person=file).first()
    if found is None:
        raise DomainError("La personne est revenue : cette étape n’est plus à demander.")
    if found.state == news.state and found.situation == (news.situation or ""):
        return found
    _check(found, news)
    found.state, found.asked_on, found.asked_by_id = news.state, news.on, by.user
    if news.situation:
        found.situation, found.source = news.situation, news.source
        employed = news.situation in (Situation.EMPLOYED, Situation.SELF)
        found.improved = news.improved if employed else None
    found.save()
    touched(file)
    written(by, "exit.news", file, "route")
    return found


def _check(row: FollowUpSituation, news: News) -> None:
    left = FollowUpState(row.state)
    if news.state not in FOLLOW_UP_MOVES[left]:
        raise DomainError(
            "Des nouvelles sont déjà notées pour cette étape. Elles ne se remplacent pas : "
            "écrivez une note dans le dossier."
        )
    if news.on > clock.today():
        raise DomainError("Ce jour n’est pas encore venu. Corrigez la date.", field="on")
    if news.on < row.due_on:
        raise DomainError(
            f"Cette étape se demande à partir du {row.due_on:%d/%m/%Y}. Avant, écrivez une note "
            "dans le dossier.",
            field="on",
        )
    if news.situation and news.source not in NewsSource.values:
        raise DomainError("Dites comment la situation est connue.", field="source")
