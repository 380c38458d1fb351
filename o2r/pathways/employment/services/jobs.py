"""A job: signed, begun, kept, prolonged or broken; and whom the employer calls."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import written
from o2r.accounts.errors import DomainError
from o2r.accounts.models import User
from o2r.accounts.services.links import digest_of
from o2r.accounts.siret import problem
from o2r.core import clock
from o2r.core.crypto.fields import write_sealed
from o2r.core.typed_text import tidy
from o2r.outreach.selectors.people_seen import followers_of
from o2r.pathways.employment.enums import (
    Avoidable,
    BreakBy,
    ContractKind,
    JobState,
    MovedThing,
    Risk,
    Side,
)
from o2r.pathways.employment.models import Job
from o2r.pathways.employment.services.moving import log, move_job
from o2r.pathways.employment.services.planning import plan, stop_asking
from o2r.pathways.selectors.current import open_pathway_of
from o2r.people.models import Person
from o2r.people.services.holding import held, touched

WRITE = "suivre l’emploi de cette personne"
LONGEST_LINE, LONGEST_TEXT = 160, 2000
FURTHEST = timedelta(days=366)
MOST_HOURS = Decimal(60)
"""Above the most that the law lets anybody work in a week: a mistake of typing."""


@dataclass(frozen=True)
class JobDetails:
    """What was signed. ``adviser``: who follows the person, whom the employer calls."""

    employer: str
    contract: ContractKind
    starts_on: date
    code: str
    ends_on: date | None = None
    weekly_hours: Decimal | None = None
    siret: str = ""
    adviser: User | None = None


@dataclass(frozen=True)
class Break:
    """How a job ended before its time."""

    on: date
    by: BreakBy
    avoidable: Avoidable
    why: Risk | None = None
    words: str = ""


@transaction.atomic
def sign(*, by: Actor, person: Person, details: JobDetails) -> Job:
    """Note a job and plan what the person will be asked; sent twice, it is noted once.

    Raises NotAllowed; DomainError at the field to correct.
    """
    file = held(by=by, person=person, act=WRITE)
    known = Job.objects.filter(form_digest=digest_of(details.code), person=file)
    if (first := known.order_by("pk").first()) is not None:
        return first
    employer = _checked(details)
    row = Job(
        subject=file.pk,
        person=file,
        pathway=open_pathway_of(file),
        siret=details.siret,
        contract=details.contract,
        starts_on=details.starts_on,
        ends_on=details.ends_on,
        weekly_hours=details.weekly_hours,
        adviser=_adviser(file, details.adviser),
        form_digest=digest_of(details.code),
    )
    write_sealed(row, organisation=file.organisation_id, employer=employer)
    row.save(force_insert=True)
    log(MovedThing.JOB, row, "", by.user)
    plan(row, Side.PERSON, by=by.user)
    touched(file)
    written(by, "update", file, "route")
    return row


def _checked(details: JobDetails) -> str:
    """The name of the employer, tidied. Raises DomainError at the field to correct."""
    employer, today = tidy(details.employer, lines=False), clock.today()
    if not employer or len(employer) > LONGEST_LINE:
        raise DomainError(
            f"Écrivez le nom de l’employeur ({LONGEST_LINE} caractères au plus).", field="employer"
        )
    if details.siret and (wrong := problem(details.siret)):
        raise DomainError(f"Ce numéro n’est pas bon : {wrong}.", field="siret")
    if not today - FURTHEST <= details.starts_on <= today + FURTHEST:
        raise DomainError("Ce jour est à plus d’un an. Vérifiez l’année.", field="starts_on")
    if details.contract.needs_end and details.ends_on is None:
        raise DomainError("Ce contrat dit son dernier jour. Écrivez-le.", field="ends_on")
    if details.ends_on and details.ends_on < details.starts_on:
        raise DomainError("La fin du contrat précède son début.", field="ends_on")
    if details.weekly_hours is not None and not 0 < details.weekly_hours <= MOST_HOURS:
        raise DomainError(
            f"Écrivez un nombre d’heures par semaine, entre 1 et {MOST_HOURS}.",
            field="weekly_hours",
        )
    return employer


def _adviser(file: Person, adviser: User | None) -> User | None:
    """Who the employer calls: somebody who follows the file, its referent by default."""
    if adviser is None:
        return file.referent
    if adviser.pk not in {one.pk for one in followers_of(file)}:
        raise DomainError(
            f"{adviser} ne suit pas ce dossier. Choisissez quelqu’un qui le suit.", field="adviser"
        )
    return adviser


@transaction.atomic
def name_adviser(*, by: Actor, job: Job, adviser: User) -> Job:
    """Say whom the employer calls. A second time changes nothing. NotAllowed, DomainError."""
    file, row = hold(by, job)
    chosen = _adviser(file, adviser)
    if row.adviser != chosen:
        row.adviser = chosen
        row.save(update_fields=["adviser"])
        _end(by, file)
    return row


@transaction.atomic
def start(*, by: Actor, job: Job) -> Job:
    """Say that the person has begun. A second time changes nothing. NotAllowed, DomainError."""
    file, row = hold(by, job)
    if row.state == JobState.STARTED:
        return row
    if row.starts_on > clock.today():
        raise DomainError(
            "Le contrat commence plus tard. Dites-le le jour venu, ou corrigez le jour du début."
        )
    move_job(row, JobState.STARTED, by=by.user)
    _end(by, file)
    return row


@transaction.atomic
def settle(*, by: Actor, job: Job) -> Job:
    """Say that the job is kept: nothing more is asked. A second time changes nothing.

    Raises NotAllowed, DomainError.
    """
    file, row = hold(by, job)
    if row.state != JobState.SETTLED:
        move_job(row, JobState.SETTLED, by=by.user)
        stop_asking(row, by=by.user)
        _end(by, file)
    return row


@transaction.atomic
def extend(*, by: Actor, job: Job, ends_on: date) -> Job:
    """Say that the contract is prolonged, until another day. NotAllowed, DomainError."""
    file, row = hold(by, job)
    if row.state == JobState.EXTENDED and row.ends_on == ends_on:
        return row
    if row.ends_on is not None and ends_on <= row.ends_on:
        raise DomainError("Donnez un jour plus lointain que la fin prévue.", field="ends_on")
    if ends_on < clock.today():
        raise DomainError("Ce jour est passé. Donnez un jour à venir.", field="ends_on")
    row.ends_on = ends_on
    if row.state == JobState.EXTENDED:
        row.save(update_fields=["ends_on"])
    else:
        move_job(row, JobState.EXTENDED, by=by.user)
    _end(by, file)
    return row


@transaction.atomic
def break_job(*, by: Actor, job: Job, how: Break) -> Job:
    """Say that the job ended before its time: who, why, whether it could have been avoided.

    A second time changes nothing. Raises NotAllowed; DomainError at the field to correct.
    """
    file, row = hold(by, job)
    if row.state == JobState.BROKEN:
        return row
    words = tidy(how.words)
    if how.on > clock.today():
        raise DomainError("Ce jour est à venir. Notez-le une fois passé.", field="on")
    if len(words) > LONGEST_TEXT:
        raise DomainError(f"Ce texte dépasse {LONGEST_TEXT} caractères.", field="words")
    row.broken_on, row.broken_by, row.avoidable = how.on, how.by, how.avoidable
    row.broken_why = how.why or ""
    write_sealed(row, organisation=file.organisation_id, broken_words=words)
    move_job(row, JobState.BROKEN, by=by.user)
    stop_asking(row, by=by.user)
    _end(by, file)
    return row


def hold(by: Actor, job: Job) -> tuple[Person, Job]:
    """A file and one of its jobs, both locked, the file first. Raises NotAllowed, DomainError."""
    file = held(by=by, person=job.person, act=WRITE)
    row = Job.objects.select_for_update(no_key=True, of=("self",)).get(pk=job.pk, person=file)
    row.person = file
    return file, row


def _end(by: Actor, file: Person) -> None:
    touched(file)
    written(by, "update", file, "route")
