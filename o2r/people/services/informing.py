"""Telling the person what is written of them, by whom and why: before anything is shared."""

from django.core.exceptions import ValidationError
from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, written
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.people.enums import Support
from o2r.people.models import InformationGiven, Person
from o2r.people.registry import changed

INFORM = "noter ce qui a été expliqué à cette personne"


@transaction.atomic
def inform(
    *, by: Actor, person: Person, support: Support, language: str, text_version: str = ""
) -> InformationGiven:
    """Keep that the person was informed (GDPR art. 13): with what, in which language, by whom.

    ``text_version``: of the text that was handed or read. Raises NotAllowed; DomainError for a file
    that is closed, or without a language.
    """
    if by.user is None:
        raise NotAllowed(INFORM)
    require(by, "update", person, act=INFORM)
    if not person.is_followed:
        raise DomainError("Ce dossier est clos : plus rien ne s’y écrit.")
    given = InformationGiven(
        person=person,
        given_by_id=by.user,
        support=support,
        language=language.strip(),
        text_version=text_version,
    )
    try:
        given.full_clean()
    except ValidationError as error:
        raise DomainError.of(error) from error
    given.save(force_insert=True)
    changed(person)
    written(by, "inform", person)
    return given
