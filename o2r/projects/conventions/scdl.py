"""Signed conventions as « données essentielles des conventions de subvention » (SCDL 2.1.1).

Arrêté du 17 novembre 2017; columns and their order are those of the schema « Subventions », with
``dispositifAide``, by which a call is known again.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.conf import settings
from django.db.models import Sum

from o2r.core.exports import csv_lines
from o2r.projects.conventions.enums import AvenantKind
from o2r.projects.conventions.models import Avenant, Convention

COLUMNS = (
    "nomAttribuant",
    "idAttribuant",
    "dateConvention",
    "referenceDecision",
    "nomBeneficiaire",
    "idBeneficiaire",
    "rnaBeneficiaire",
    "objet",
    "montant",
    "nature",
    "conditionsVersement",
    "datesPeriodeVersement",
    "idRAE",
    "notificationUE",
    "pourcentageSubvention",
    "dispositifAide",
)
NATURE = "aide en numéraire"
STAGGERED = "échelonné"
SCHEME = "Offre de repérage et de remobilisation (O2R)"
LONGEST_OBJECT = 256


def rows() -> Iterator[tuple[str, ...]]:
    """One line for each signed convention whose avenants grant something. Two queries.

    The amount is what signed avenants grant so far, in euros. Examples are left out, except in a
    demonstration, as everywhere in the open data.
    """
    conventions = Convention.objects.signed_once().select_related("bearer", "dreets", "project")
    if not settings.DEMONSTRATION:
        conventions = conventions.real()
    granted = dict(
        Avenant.objects.filter(kind=AvenantKind.FINANCIAL, signed_on__isnull=False)
        .order_by()
        .values_list("convention")
        .annotate(total=Sum("amount"))
    )
    for convention in conventions.order_by("signed_on", "reference", "pk"):
        amount = granted.get(convention.pk)
        if amount:
            yield _row(convention, amount)


def _row(convention: Convention, amount: Decimal) -> tuple[str, ...]:
    signed_on = convention.signed_on
    return (
        convention.dreets.legal_name or convention.dreets.name,
        convention.dreets.siret,
        signed_on.isoformat() if signed_on else "",
        convention.reference,
        convention.bearer.legal_name or convention.bearer.name,
        convention.bearer.siret,
        "",
        convention.title[:LONGEST_OBJECT],
        f"{amount:.2f}",
        NATURE,
        STAGGERED,
        f"{convention.starts_on.isoformat()}/{convention.ends_on.isoformat()}",
        "",
        "non",
        "1.00",
        SCHEME,
    )


def lines(found: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """The file, as it is sent: UTF-8, commas."""
    return csv_lines(COLUMNS, found)
