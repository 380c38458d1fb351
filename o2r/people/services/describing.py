"""What is known of the person besides their name: coded facts, and when they were born."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import written
from o2r.accounts.errors import DomainError
from o2r.core import clock
from o2r.core.crypto.fields import write_sealed
from o2r.people.ages import OLDEST, age_on, band_on
from o2r.people.enums import Housing, IdentityLevel
from o2r.people.ladder import kept_at
from o2r.people.languages import languages
from o2r.people.models import Identity, Person
from o2r.people.places import Surroundings, UnknownCommune, around
from o2r.people.services.holding import held, touched

DESCRIBE = "décrire cette personne"
IN_CLEAR = (
    *("age_band", "gender", "commune", "housing", "is_domiciled", "in_qpv"),
    *("language", "needs_interpreter", "needs_plain_words"),
)
SEALED = ("birth_date", "interpreter_caution")


@transaction.atomic
def describe(*, by: Actor, person: Person, changes: Mapping[str, Any]) -> Person:
    """Change what is known of somebody: only the names given, so that two people who each correct
    something lose nothing.

    ``changes``: columns of Person (``IN_CLEAR``), ``birth_date`` (a date or None) and
    ``interpreter_caution``. What the territory says of a commune follows it. Raises NotAllowed;
    DomainError for what the rung of identity does not keep, or for a value that cannot be.
    """
    row = held(by=by, person=person, act=DESCRIBE)
    unknown = set(changes) - {*IN_CLEAR, *SEALED}
    if unknown:
        raise ValueError(f"Not facts of a person: {sorted(unknown)}.")
    for name in IN_CLEAR:
        if name in changes:
            setattr(row, name, changes[name])
    if "birth_date" in changes:
        _born(row, changes["birth_date"])
    if "language" in changes:
        check_language(row)
    follow_commune(row, moved="commune" in changes)
    try:
        row.full_clean()
    except ValidationError as error:
        raise DomainError.of(error) from error
    _seal(by, row, changes)
    touched(row, *IN_CLEAR, "department", "in_frr")
    written(by, "update", row, "identity")
    return row


def check_birth_date(born: date) -> None:
    """Refuse a day on which nobody who is met was born."""
    today = clock.today()
    if born > today:
        raise DomainError(
            "Cette date de naissance est à venir. Vérifiez l’année.", field="birth_date"
        )
    if age_on(today, born) > OLDEST:
        raise DomainError(
            f"Cette personne aurait plus de {OLDEST} ans. Vérifiez l’année.", field="birth_date"
        )


def _born(row: Person, born: date | None) -> None:
    if born is None:
        return
    if "birth_date" not in kept_at(IdentityLevel(row.level)):
        raise DomainError(
            "Sous un pseudonyme, on ne garde pas de date de naissance. Choisissez une tranche "
            "d’âge, ou passez à l’identité déclarée si la personne est d’accord.",
            field="birth_date",
        )
    check_birth_date(born)
    row.age_band = band_on(clock.today(), born)


def check_language(row: Person) -> None:
    """Refuse a language that the list does not hold. Raises DomainError."""
    if row.language and row.language not in {code for code, _ in languages()}:
        raise DomainError(
            "Cette langue n’est pas dans la liste. Choisissez-en une, ou « une autre langue ».",
            field="language",
        )


def follow_commune(
    row: Person, *, moved: bool, known_around: Callable[[str], Surroundings] = around
) -> None:
    """What the territory says of the commune, and what no home changes. Raises DomainError.

    ``known_around``: asked once for many people of one commune, by who writes many.
    """
    if row.housing != Housing.NONE:
        row.is_domiciled = None
    if not row.commune:
        row.department, row.in_frr, row.in_qpv = "", None, None
        return
    try:
        known = known_around(row.commune)
    except UnknownCommune as error:
        raise DomainError(
            "Cette commune n’existe pas dans la liste officielle. Choisissez-la dans les "
            "propositions.",
            field="commune",
        ) from error
    row.department = known.department
    if moved:
        row.in_frr = known.in_frr
    if known.holds_qpv is False:
        row.in_qpv = False


def _seal(by: Actor, row: Person, changes: Mapping[str, Any]) -> None:
    texts = {}
    if "birth_date" in changes:
        born = changes["birth_date"]
        texts["birth_date"] = born.isoformat() if born else ""
    if "interpreter_caution" in changes:
        texts["interpreter_caution"] = str(changes["interpreter_caution"]).strip()
    if texts:
        identity = Identity.objects.select_for_update(no_key=True).get(person=row)
        write_sealed(identity, organisation=by.organisation or row.organisation_id, **texts)
        identity.save(update_fields=[*texts])
