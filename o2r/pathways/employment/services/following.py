"""Whom to talk to at work, visits, adjustments: each noted once."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import written
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.services.links import digest_of
from o2r.core import clock
from o2r.core.crypto.fields import write_sealed
from o2r.core.typed_text import tidy, tidy_name
from o2r.pathways.employment.enums import AdjustmentCode, Side, VisitKind
from o2r.pathways.employment.models import Adjustment, EmployerContact, Job, JobVisit
from o2r.pathways.employment.services.jobs import LONGEST_LINE, LONGEST_TEXT, WRITE, hold
from o2r.pathways.employment.services.planning import plan, stop_asking
from o2r.people.models import Person
from o2r.people.reaching import phone_of
from o2r.people.services.holding import touched


@dataclass(frozen=True)
class Reached:
    """Somebody at work, and how the person said yes to it."""

    name: str
    agreed_on: date
    agreed_words: str
    mail: str = ""
    phone: str = ""


@transaction.atomic
def agree_contact(*, by: Actor, job: Job, given: Reached) -> EmployerContact:
    """Keep whom to talk to at work, because the person agreed; the employer is asked from now on.

    Written again, it replaces what was there. Raises NotAllowed; DomainError at the field.
    """
    file, row = hold(by, job)
    if not row.is_live:
        raise DomainError("Cet emploi est fini : on n’appelle plus l’employeur.")
    texts = _checked(given)
    known = EmployerContact.objects.filter(job=row).order_by("pk").first()
    contact = known or EmployerContact(subject=file.pk, person=file, job=row)
    contact.agreed_on = given.agreed_on
    write_sealed(contact, organisation=file.organisation_id, **texts)
    contact.save()
    plan(row, Side.EMPLOYER, by=by.user)
    _end(by, file)
    return contact


def _checked(given: Reached) -> dict[str, str]:
    """The texts, tidied. Raises DomainError at the field to correct."""
    name, words = tidy_name(given.name), tidy(given.agreed_words, lines=False)
    mail, phone = given.mail.strip(), given.phone.strip()
    if not name or len(name) > LONGEST_LINE:
        raise DomainError("Écrivez qui appeler : un nom, une fonction.", field="name")
    if not words or len(words) > LONGEST_LINE:
        raise DomainError(
            "Écrivez comment la personne a dit oui, avec ses mots. Sans son accord, l’employeur "
            "n’est pas contacté.",
            field="agreed_words",
        )
    if given.agreed_on > clock.today():
        raise DomainError("Ce jour est à venir.", field="agreed_on")
    if not mail and not phone:
        raise DomainError("Donnez un téléphone ou une adresse électronique.", field="phone")
    number = phone_of(phone) if phone else ""
    if number is None:
        raise DomainError("Ce n’est pas un numéro de téléphone.", field="phone")
    if mail:
        try:
            validate_email(mail)
        except ValidationError as error:
            raise DomainError(
                "Cette adresse n’est pas complète. Écrivez-la comme prenom@exemple.fr.",
                field="mail",
            ) from error
    return {"name": name, "mail": mail, "phone": number, "agreed_words": words}


@transaction.atomic
def forget_contact(*, by: Actor, job: Job) -> None:
    """The person changed their mind: the contact is erased, the employer is asked no more.

    A second time changes nothing. Raises NotAllowed, DomainError.
    """
    file, row = hold(by, job)
    gone, _ = EmployerContact.objects.filter(job=row).delete()
    if gone:
        stop_asking(row, by=by.user, sides=[Side.EMPLOYER])
        _end(by, file)


@dataclass(frozen=True)
class Visited:
    """How the job was followed, on a day."""

    on: date
    kind: VisitKind
    code: str
    words: str = ""


@transaction.atomic
def note_visit(*, by: Actor, job: Job, visited: Visited) -> JobVisit:
    """Note a visit, or a call; sent twice, it is noted once. Raises NotAllowed, DomainError."""
    file, row = hold(by, job)
    known = JobVisit.objects.filter(form_digest=digest_of(visited.code), job=row)
    if (first := known.order_by("pk").first()) is not None:
        return first
    if by.user is None:
        raise NotAllowed(WRITE)
    if visited.on > clock.today():
        raise DomainError("Ce jour est à venir. Notez la visite une fois faite.", field="on")
    made = JobVisit(
        subject=file.pk,
        person=file,
        job=row,
        on=visited.on,
        kind=visited.kind,
        by_id=by.user,
        form_digest=digest_of(visited.code),
    )
    write_sealed(made, organisation=file.organisation_id, words=_text(visited.words))
    made.save(force_insert=True)
    _end(by, file)
    return made


@transaction.atomic
def note_adjustment(
    *, by: Actor, job: Job, code: AdjustmentCode, words: str, form: str
) -> Adjustment:
    """Note what should change at work; ``form``: the secret of the form, so that it is noted once.

    Raises NotAllowed, DomainError.
    """
    file, row = hold(by, job)
    known = Adjustment.objects.filter(form_digest=digest_of(form), job=row)
    if (first := known.order_by("pk").first()) is not None:
        return first
    made = Adjustment(subject=file.pk, person=file, job=row, code=code, form_digest=digest_of(form))
    write_sealed(made, organisation=file.organisation_id, words=_text(words))
    made.save(force_insert=True)
    _end(by, file)
    return made


@transaction.atomic
def adjustment_done(*, by: Actor, adjustment: Adjustment) -> Adjustment:
    """Say that it was done, today. A second time changes nothing. NotAllowed, DomainError."""
    file, _ = hold(by, adjustment.job)
    row = Adjustment.objects.select_for_update(no_key=True).get(pk=adjustment.pk)
    if row.done_on is None:
        row.done_on = clock.today()
        row.save(update_fields=["done_on"])
        _end(by, file)
    return row


def _text(words: str) -> str:
    found = tidy(words)
    if len(found) > LONGEST_TEXT:
        raise DomainError(f"Ce texte dépasse {LONGEST_TEXT} caractères.", field="words")
    return found


def _end(by: Actor, file: Person) -> None:
    touched(file)
    written(by, "update", file, "route")
