"""Joining the scan of what was signed, once it is."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require
from o2r.accounts.errors import DomainError
from o2r.projects.conventions.enums import WAS_SIGNED
from o2r.projects.conventions.models import Avenant, Convention
from o2r.projects.conventions.services.life import keep_scan
from o2r.projects.conventions.services.recording import noted


def attach_signed_act(
    *,
    by: Actor,
    convention: Convention,
    upload: "UploadedFile[Any]",
    avenant: Avenant | None = None,
) -> Convention:
    """Join the scan of a signed convention, or of one of its signed avenants; it replaces another.

    Raises NotAllowed, and DomainError when nothing is signed yet or the file is refused.
    """
    require(by, "update", convention, act="joindre un acte signé à cette convention")
    if avenant is None and convention.state not in WAS_SIGNED:
        raise DomainError(
            "Cette convention n’est pas signée : enregistrez d’abord sa signature, l’acte se joint "
            "dans la même page."
        )
    if avenant is not None and not avenant.is_signed:
        raise DomainError(
            f"L’avenant n° {avenant.number} n’est pas signé : enregistrez d’abord sa signature, "
            "l’acte se joint dans la même page."
        )
    # Before the transaction: the database is not kept waiting for a long file.
    kept = keep_scan(by=by, convention=convention, upload=upload)
    with transaction.atomic():
        if avenant is None:
            convention.signed_scan = kept.pk
            convention.save(update_fields=["signed_scan"])
        else:
            avenant.scan = kept.pk
            avenant.save(update_fields=["scan"])
        noted(by, "update", convention, "signed_scan")
    return convention
