"""Keeping what the columns of the import template are, for one operator."""

from collections.abc import Sequence

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require_kind
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import Organisation
from o2r.pathways.fse.columns import Column, WrongMapping, check, to_json
from o2r.pathways.fse.models import ColumnMapping

SAVE = "dire à quoi correspondent les colonnes du modèle"


@transaction.atomic
def save_mapping(*, by: Actor, columns: Sequence[Column], template: str = "") -> ColumnMapping:
    """Keep a new version of the matching; the same as the last one makes none.

    Raises NotAllowed; DomainError for what cannot be read back.
    """
    require_kind(by, "create", ColumnMapping.access_kind, act=SAVE)
    if by.organisation is None:
        raise NotAllowed(SAVE)
    try:
        check(columns)
    except WrongMapping as error:
        raise DomainError(str(error)) from error
    # Two people who save at once: the second makes the next version.
    place = Organisation.objects.select_for_update(no_key=True).get(pk=by.organisation)
    last = ColumnMapping.objects.filter(organisation=place).order_by("-version").first()
    kept = to_json(columns)
    if last is not None and last.columns == kept:
        return last
    return ColumnMapping.objects.create(
        organisation=place,
        version=last.version + 1 if last else 1,
        template=template[:200],
        columns=kept,
    )
