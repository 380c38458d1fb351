"""Making a document for somebody from a template, and erasing one made by mistake."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, written
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.core.crypto.fields import write_sealed
from o2r.pathways.papers.content import to_text
from o2r.pathways.papers.enums import PaperKind
from o2r.pathways.papers.filling import beyond, document_for, groups_of, values_for
from o2r.pathways.papers.models import IssuedDocument, PaperTemplate, TemplateVersion
from o2r.pathways.papers.registry import Asked, known
from o2r.pathways.papers.services.saving import saved_once
from o2r.pathways.papers.wording import WrongText, read
from o2r.people.models import Person
from o2r.people.selectors.reading import Reader, name_of
from o2r.people.services.holding import held, touched

MAKE = "faire un document pour cette personne"


@dataclass(frozen=True)
class Order:
    """What is typed for one document. ``key``: of its form, so that it is made once."""

    key: UUID
    recipient: str = ""
    message: str = ""
    is_large: bool = False


@transaction.atomic
def issue(*, by: Actor, person: Person, template: PaperTemplate, order: Order) -> IssuedDocument:
    """Make a document from the version in force of a template; twice with a key, it is made once.

    It holds only what its author may read of the person. Raises NotAllowed; DomainError when the
    template asks for more than that, or is retired.
    """
    file = held(by=by, person=person, act=MAKE)
    if by.user is None or by.organisation != file.organisation_id:
        raise NotAllowed(MAKE)
    same = IssuedDocument.objects.filter(pk=order.key, person=file)
    if (known_one := same.first()) is not None:
        return known_one
    chosen = PaperTemplate.objects.visible_to(by).in_service().filter(pk=template.pk).first()
    if chosen is None:
        raise DomainError("Ce modèle n’est plus en service. Choisissez-en un autre.")
    try:
        text = read(chosen.body, known())
    except WrongText as error:
        raise DomainError(
            f"Ce modèle ne peut pas servir. {error} Demandez à qui coordonne de le corriger."
        ) from error
    allowed = require(by, "update", file, act=MAKE)
    if hidden := beyond(text, allowed.fields):
        said = ", ".join(f"« {one} »" for one in hidden)
        raise DomainError(
            f"Ce modèle demande ce que vous ne lisez pas dans ce dossier : {said}. Choisissez un "
            "autre modèle, ou demandez au référent de faire ce document."
        )
    reader = Reader.of(by, file, allowed.fields)
    asked = Asked(reader, file, name_of(reader, file), order.recipient, order.message)
    values = values_for(text, asked)
    place = file.organisation.name
    row = IssuedDocument(
        pk=order.key,
        subject=file.pk,
        person=file,
        version=TemplateVersion.objects.get(template=chosen, number=chosen.number),
        kind=chosen.kind,
        groups=groups_of(text),
        is_large=order.is_large or chosen.kind == PaperKind.SUMMARY,
        made_by_id=by.user,
    )
    content = to_text(document_for(chosen.title, text, values, place))
    write_sealed(row, organisation=file.organisation_id, content=content)
    saved_once(row)
    touched(file)
    written(by, "document.issue", file, "narrative")
    return row


@transaction.atomic
def erase_issued(*, by: Actor, document: IssuedDocument) -> None:
    """Erase a document made by mistake. A second time changes nothing. Raises NotAllowed."""
    file = held(by=by, person=document.person, act=MAKE)
    gone, _ = IssuedDocument.objects.filter(pk=document.pk, person=file).delete()
    if gone:
        touched(file)
        written(by, "document.erase", file, "narrative")
