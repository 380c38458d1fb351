"""Public pages that nobody confirms any more, as each person is told of them: once, together."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from o2r.core.notifications.directory import Recipient
from o2r.projects.conventions.late import Digest
from o2r.projects.conventions.models import Convention
from o2r.projects.conventions.wording import day
from o2r.projects.models import FundedProject

_BY_THE_TEAM = (
    "Si elle est juste, un seul bouton suffit : « Confirmer ». Sinon, corrigez-la d’abord par "
    "« Corriger la fiche »."
)
_BY_NOBODY = (
    "Personne, chez le porteur, n’a de compte qui permette de la confirmer. Appelez-le : il peut "
    "demander à gérer les comptes de son organisation. D’ici là, « Corriger la fiche » vous est "
    "ouvert."
)
_SEVERAL_BY_THE_TEAM = (
    "Pour chacune qui est juste, un seul bouton suffit : « Confirmer ». Sinon, corrigez-la d’abord "
    "par « Corriger la fiche »."
)
_SEVERAL_BY_NOBODY = (
    "Personne, chez leurs porteurs, n’a de compte qui permette de les confirmer. Appelez-les : ils "
    "peuvent demander à gérer les comptes de leur organisation. D’ici là, « Corriger la fiche » "
    "vous est ouvert sur la page de chaque convention."
)


@dataclass(frozen=True)
class Unconfirmed:
    """A page, its convention if it has one, and who is asked: its team, or the State service."""

    project: FundedProject
    convention: Convention | None
    to: tuple[Recipient, ...]
    is_for_its_team: bool


def confirmation_digests(pages: Iterable[Unconfirmed]) -> dict[Digest, list[Recipient]]:
    """What to tell, and to whom: one news for all the pages that a person is asked for."""
    asked: dict[tuple[Recipient, bool], list[Unconfirmed]] = defaultdict(list)
    for page in pages:
        for person in page.to:
            asked[person, page.is_for_its_team].append(page)
    told: dict[Digest, list[Recipient]] = defaultdict(list)
    for (person, is_for_its_team), theirs in asked.items():
        told[_digest(theirs, is_for_its_team)].append(person)
    return told


def _digest(pages: Sequence[Unconfirmed], is_for_its_team: bool) -> Digest:
    if len(pages) == 1:
        project = pages[0].project
        return Digest(
            f"Fiche à confirmer : {project.title}",
            "La fiche publique n’est pas confirmée depuis le "
            f"{day(project.trusted_since)}. {_BY_THE_TEAM if is_for_its_team else _BY_NOBODY}",
            _page_of(pages[0]),
        )
    lines = [
        f"- {one.project.title}, pas confirmée depuis le {day(one.project.trusted_since)}"
        for one in pages
    ]
    how = _SEVERAL_BY_THE_TEAM if is_for_its_team else _SEVERAL_BY_NOBODY
    where = "projects:home" if is_for_its_team else "conventions:conventions"
    return Digest(f"{len(pages)} fiches à confirmer", "\n".join([*lines, "", how]), reverse(where))


def _page_of(page: Unconfirmed) -> str:
    if page.convention is None:
        return reverse("projects:home")
    return reverse("conventions:convention", args=[page.convention.pk]) + "#fiche"
