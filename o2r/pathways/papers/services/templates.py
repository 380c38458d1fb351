"""Writing templates: each change is a new version, and what was made keeps its own."""

from uuid import UUID

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import Organisation
from o2r.core import clock
from o2r.core.typed_text import tidy
from o2r.pathways.papers.enums import PaperKind
from o2r.pathways.papers.models import PaperTemplate, TemplateVersion
from o2r.pathways.papers.registry import known
from o2r.pathways.papers.services.saving import saved_once
from o2r.pathways.papers.wording import WrongText, read

WRITE = "écrire un modèle de document"


@transaction.atomic
def write_template(
    *, by: Actor, key: UUID, kind: PaperKind, title: str, body: str
) -> PaperTemplate:
    """Add a template to one's operator; the same ``key`` sent twice adds it once.

    Raises NotAllowed; DomainError at the field to correct.
    """
    if by.organisation is None:
        raise NotAllowed(WRITE)
    row = PaperTemplate(
        pk=key, organisation=Organisation.objects.get(pk=by.organisation), kind=kind
    )
    require(by, "create", row, act=WRITE)
    row.title, row.body = checked(title, body)
    same = PaperTemplate.objects.filter(pk=key, organisation=by.organisation)
    if (held := same.first()) is not None:
        return held
    saved_once(row)
    _keep_version(by, row)
    return row


@transaction.atomic
def revise(
    *, by: Actor, template: PaperTemplate, title: str, body: str, seen: int
) -> PaperTemplate:
    """Change a template: a new version. ``seen``: the version that was on the page.

    Raises NotAllowed; DomainError for one of the product, one retired, or changed meanwhile.
    """
    row = PaperTemplate.objects.select_for_update(no_key=True).get(pk=template.pk)
    _mine(by, row)
    title, body = checked(title, body)
    if (row.title, row.body) == (title, body):
        return row
    if row.number != seen:
        raise DomainError(
            "Quelqu’un a changé ce modèle pendant que vous écriviez. Copiez votre texte, rouvrez "
            "le modèle, puis refaites votre changement."
        )
    row.title, row.body, row.number = title, body, row.number + 1
    row.save(update_fields=["title", "body", "number"])
    _keep_version(by, row)
    return row


@transaction.atomic
def adapt(*, by: Actor, template: PaperTemplate, key: UUID) -> PaperTemplate:
    """Copy a template of the product to one's operator, to change it there. Raises NotAllowed."""
    kind = PaperKind(template.kind)
    return write_template(by=by, key=key, kind=kind, title=template.title, body=template.body)


@transaction.atomic
def retire(*, by: Actor, template: PaperTemplate) -> PaperTemplate:
    """Make nothing more from a template; what was made stays. Raises NotAllowed, DomainError."""
    row = PaperTemplate.objects.select_for_update(no_key=True).get(pk=template.pk)
    if row.retired_at is None:
        _mine(by, row)
        row.retired_at = clock.now()
        row.save(update_fields=["retired_at"])
    return row


def checked(title: str, body: str) -> tuple[str, str]:
    """A title and a text that may be kept. Raises DomainError at the field, with the line."""
    title = tidy(title, lines=False)
    if not title:
        raise DomainError("Donnez un titre au modèle : il sera celui du document.", field="title")
    body = body.replace("\r\n", "\n").strip("\n")
    try:
        read(body, known())
    except WrongText as error:
        raise DomainError(str(error), field="body") from error
    return title, body


def _mine(by: Actor, row: PaperTemplate) -> None:
    require(by, "update", row, act=WRITE)
    if row.is_of_product:
        raise DomainError(
            "Ce modèle est celui du produit : il ne se change pas. Adaptez-le, c’est-à-dire "
            "copiez-le pour votre organisation."
        )
    if row.retired_at is not None:
        raise DomainError("Ce modèle est retiré. Copiez son texte dans un autre pour le reprendre.")


def _keep_version(by: Actor, row: PaperTemplate) -> None:
    TemplateVersion.objects.create(
        template=row, number=row.number, title=row.title, body=row.body, written_by=by.user
    )
