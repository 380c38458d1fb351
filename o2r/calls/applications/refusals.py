"""Why an application is not received: what happened, why, what to do."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from o2r.accounts.errors import DomainError
from o2r.calls.applications import hours
from o2r.calls.applications.completeness import Problem
from o2r.calls.applications.enums import ApplicationState
from o2r.calls.applications.states_shown import ShownState
from o2r.calls.applications.timing import honoured_until

LISTED = 5
"""Problems told in full: a message is read on a phone."""


class NotReceived(DomainError):
    """A submission that the rules refuse. The draft stays as it was."""


class TooLate(NotReceived):
    """It arrived at, or after, the closing instant. Times are those of the call's own clocks."""

    def __init__(
        self,
        arrived_at: datetime,
        closes_at: datetime,
        zone: ZoneInfo,
        *,
        opened_at: datetime | None = None,
        contact: str = "",
    ) -> None:
        same_day = arrived_at.astimezone(zone).date() == closes_at.astimezone(zone).date()
        closing = hours.hour(closes_at, zone) if same_day else hours.said(closes_at, zone)
        said = (
            f"Votre dépôt est arrivé le {hours.said(arrived_at, zone, exact=True)} ; "
            f"l’appel fermait {'à' if same_day else 'le'} {closing}. "
        )
        if opened_at is not None:
            said += (
                f"Vous aviez ouvert le récapitulatif à {hours.hour(opened_at, zone)} : un dépôt "
                f"était accepté jusqu’à {hours.hour(honoured_until(opened_at), zone)}. "
            )
        ask = f" Pour toute question : {contact}." if contact else ""
        super().__init__(
            f"{said}Il n’est donc pas reçu : l’heure est la même pour tous, et seul un report "
            "publié de la date limite peut la changer. Votre brouillon reste enregistré, vous "
            "pouvez le relire et l’imprimer ; s’il y a eu un report, déposez-le de nouveau. La page"
            " « Disponibilité » de l’appel dit si la plateforme répondait à cette heure-là." + ask
        )


class NotOpenYet(NotReceived):
    """It arrived before the opening instant."""

    def __init__(self, arrived_at: datetime, opens_at: datetime, zone: ZoneInfo) -> None:
        super().__init__(
            f"Votre dépôt est arrivé le {hours.said(arrived_at, zone, exact=True)} ; l’appel ouvre "
            f"le {hours.said(opens_at, zone)}. Votre brouillon reste enregistré : déposez-le à "
            "partir de cette heure."
        )


class CallReceivesNothing(NotReceived):
    """The call is not published, or is received elsewhere."""

    def __init__(self) -> None:
        super().__init__(
            "Cet appel ne reçoit pas de candidature sur cette plateforme en ce moment. La page de "
            "l’appel dit où et quand déposer."
        )


class Incomplete(NotReceived):
    """Something that the call requires is missing. ``problems``: at their place."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        count = len(self.problems)
        what = "Un point empêche" if count == 1 else f"{count} points empêchent"
        lines = [f"– {problem.message}" for problem in self.problems[:LISTED]]
        if left := self.problems[LISTED:]:
            others = "un autre" if len(left) == 1 else f"{len(left)} autres"
            lines.append(f"– et {others} : le récapitulatif les montre tous.")
        listed = "\n".join(lines)
        super().__init__(
            f"{what} le dépôt. Corrigez, puis déposez de nouveau. Rien n’est perdu.\n{listed}"
        )


class NotADraft(NotReceived):
    """The application cannot be sent from where it stands."""

    def __init__(self, state: ShownState) -> None:
        super().__init__(
            f"Cette candidature est « {state.label} » : seul un brouillon se dépose. "
            "Rechargez la page pour voir où elle en est."
        )


class NotSubmitted(DomainError):
    """There is no submission to take back."""

    def __init__(self) -> None:
        super().__init__(
            "Cette candidature n’est pas déposée : il n’y a rien à reprendre. "
            "Rechargez la page pour voir où elle en est."
        )


class TooLateToTakeBack(DomainError):
    """A submission is taken back while the call is open."""

    def __init__(self, closes_at: datetime, zone: ZoneInfo) -> None:
        super().__init__(
            f"L’appel est clos depuis le {hours.said(closes_at, zone)} : la candidature ne peut "
            "plus être modifiée. Vous pouvez seulement la retirer."
        )


class MoveRefused(DomainError):
    """A change of state that no rule allows."""

    def __init__(self, from_state: ApplicationState, to_state: ApplicationState) -> None:
        super().__init__(
            f"Une candidature « {from_state.label} » ne peut pas devenir « {to_state.label} ». "
            "Quelqu’un l’a peut-être changée entre-temps : rechargez la page."
        )


class OutOfTheConsortium(NotReceived):
    """Who asked for the submission no longer acts for a member when its turn comes."""

    def __init__(self) -> None:
        super().__init__(
            "La personne qui déposait n’agit plus pour un membre du consortium. Une autre personne "
            "du consortium doit déposer : l’heure d’arrivée du premier envoi reste inscrite."
        )
