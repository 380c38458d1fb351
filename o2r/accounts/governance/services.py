"""Changing the settings of the instance."""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require_kind
from o2r.accounts.errors import DomainError
from o2r.accounts.governance import logo
from o2r.accounts.governance.catalogue import LOGO, editable
from o2r.accounts.governance.models import InstanceSetting
from o2r.core import clock
from o2r.core.journal.services import record

CHANGE = "changer un réglage de l’instance"


class SourceMissing(DomainError):
    """Nobody would know later where the value comes from."""

    def __init__(self) -> None:
        super().__init__("Dites d’où vient cette valeur, ou qui l’a décidée : c’est conservé.")


class ChangedMeanwhile(DomainError):
    """Someone else changed a setting at the same instant."""

    def __init__(self) -> None:
        super().__init__(
            "Quelqu’un vient de changer un réglage. Rechargez la page, vérifiez, puis recommencez."
        )


@transaction.atomic
def change_setting(
    *,
    by: Actor,
    code: str,
    value: str,
    source: str,
    is_provisional: bool = False,
    in_force_on: date | None = None,
) -> InstanceSetting:
    """Put a new version of a setting in force. An empty ``value`` comes back to the environment.

    ``in_force_on``: first day of a dated value, today otherwise. Raises NotAllowed, UnknownSetting,
    WrongValue, SourceMissing, ChangedMeanwhile.
    """
    require_kind(by, "update", "setting", act=CHANGE)
    known = editable(code)
    if not source.strip():
        raise SourceMissing
    last = InstanceSetting.objects.order_by("-number").first()
    row = InstanceSetting(
        number=last.number + 1 if last else 1,
        code=code,
        value=known.cleaned(value),
        source=source.strip(),
        is_provisional=is_provisional,
        in_force_on=(in_force_on if known.is_dated else None) or clock.today(),
        set_at=clock.now(),
        set_by=by.user,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise ChangedMeanwhile from error
    record(
        by=by.author,
        action="update",
        kind="setting",
        object_id=row.pk,
        organisation=None,
        fields=[code],
    )
    return row


def change_logo(*, by: Actor, upload: "UploadedFile[Any]", source: str) -> InstanceSetting:
    """Make a picture harmless, then put it at the top of every page.

    Raises NotAllowed, SourceMissing, and FileRefused in words for the sender.
    """
    require_kind(by, "update", "setting", act=CHANGE)
    if not source.strip():
        raise SourceMissing
    name = logo.made_harmless(by=by, upload=upload)
    return change_setting(by=by, code=LOGO.code, value=name, source=source)
