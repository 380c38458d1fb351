"""What the committee room refuses, said to who asked."""

from collections.abc import Collection

from o2r.accounts.errors import DomainError
from o2r.calls.selection.models import Scenario


class StaleScenario(DomainError):
    """Somebody else changed the scenario meanwhile. ``scenario``: as it now is."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        who = scenario.changed_by.display_name if scenario.changed_by else "Quelqu’un"
        super().__init__(
            f"{who} a modifié ce scénario pendant que vous l’aviez sous les yeux : votre dernier "
            "changement n’est pas enregistré. Comparez les deux versions, puis choisissez."
        )


class FrozenScenario(DomainError):
    """The scenario changes no more."""

    def __init__(self, scenario: Scenario) -> None:
        if scenario.frozen_at is not None:
            why = "des décisions en sont parties : copiez-le pour chercher autre chose"
        else:
            why = "le comité de cet appel est terminé"
        super().__init__(f"Le scénario « {scenario.name} » ne change plus : {why}.")


class NameTaken(DomainError):
    """Another scenario of the call has this name."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Un scénario de cet appel s’appelle déjà « {name} ». Donnez un autre nom."
        )


class NotDeclared(DomainError):
    """Who asks has not declared yet what ties them to the bodies of the application."""

    def __init__(self, titles: Collection[str]) -> None:
        super().__init__(
            "Déclarez d’abord vos liens avec les organismes candidats : avant, rien ne se lit ni "
            f"ne se décide sur {_named(titles)}."
        )


class Interested(DomainError):
    """Who asks declared an interest in the application: somebody else decides."""

    def __init__(self, titles: Collection[str]) -> None:
        super().__init__(
            f"Un lien d’intérêts vous écarte de {_named(titles)} : vous ne pouvez ni choisir ni "
            "décider. Demandez à une autre personne de votre service de le faire."
        )


class NotInCommittee(DomainError):
    """Decisions are written while the committee sits, and only then."""

    def __init__(self) -> None:
        super().__init__(
            "Les décisions s’écrivent pendant le comité. Passez d’abord l’appel « en comité » "
            "depuis sa page ; si les résultats sont publiés, remplacez la décision une par une."
        )


class NotReady(DomainError):
    """Something is missing before the decisions bind."""

    def __init__(self, titles: Collection[str]) -> None:
        super().__init__(
            f"Il manque une décision, les motifs d’un refus ou le motif d’un écart au classement "
            f"pour {_named(titles)}. Complétez les lignes marquées, puis confirmez."
        )


def _named(titles: Collection[str]) -> str:
    """« A », « B », « C » et 2 autres: the first three, and how many more."""
    named = ", ".join(f"« {title} »" for title in list(titles)[:3])
    more = len(titles) - 3
    return f"{named} et {more} autre{'s' if more > 1 else ''}" if more > 0 else named
