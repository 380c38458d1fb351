"""Writing all that a file holds, in one transaction; one line wrong, and nothing is written."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, written
from o2r.accounts.errors import DomainError
from o2r.accounts.models import User
from o2r.core.belt import errand
from o2r.core.crypto.fields import write_sealed
from o2r.core.crypto.scope import key_scope
from o2r.core.crypto.sealing import prefetch_keys
from o2r.core.notifications.services import Recipient, notify
from o2r.core.slices import slices
from o2r.outreach.models import Encounter, EncounterWords, ImportAct, ImportedRow, ImportFile, Place
from o2r.outreach.services.imports.keeping import IMPORT, forget_files
from o2r.outreach.services.imports.plans import Entry, Planned
from o2r.outreach.services.imports.reading import plan_import
from o2r.outreach.services.people_met import day_of, judge_trust_of
from o2r.people.models import Person
from o2r.people.services.taking_over import SLICE, Taken, take_over


def write_import(*, by: Actor, file: ImportFile) -> ImportAct:
    """Take over what a file holds, then destroy it. Sent twice, it is taken over once.

    Colleagues to whom files are given are told how many. Raises NotAllowed; DomainError when a line
    is wrong, when nothing is new, or when the file is gone.
    """
    try:
        with key_scope(), transaction.atomic():
            return _write(by, file)
    except IntegrityError as error:
        raise DomainError(
            "Quelqu’un vient d’importer les mêmes lignes. Vérifiez de nouveau le fichier : ce qui "
            "est déjà repris ne le sera pas deux fois."
        ) from error


def _write(by: Actor, file: ImportFile) -> ImportAct:
    held = ImportFile.objects.select_for_update(no_key=True).filter(pk=file.pk).first()
    if held is None:
        raise DomainError("Ce fichier n’attend plus : il a été importé ou abandonné.")
    require(by, "update", held, act=IMPORT)
    plan = plan_import(by=by, file=held)
    if not plan.may_be_written:
        raise DomainError(
            "Rien n’est importé : corrigez les lignes signalées dans votre fichier, et déposez-le "
            "de nouveau."
            if plan.problems
            else "Rien n’est importé : ce fichier n’apporte aucune ligne nouvelle."
        )
    act = ImportAct.objects.create(
        organisation_id=held.organisation_id,
        owner_id=held.owner_id,
        kind=held.kind,
        mapping=held.mapping,
        made=len(plan.made),
    )
    _write_persons(by, act, plan.persons)
    _write_places(act, plan.places)
    _write_entries(act, plan.entries)
    forget_files(by.author, ImportFile.objects.filter(pk=held.pk))
    written(by, "create", act, "all", count=act.made)
    return act


def _write_persons(by: Actor, act: ImportAct, planned: Sequence[Planned[Taken]]) -> None:
    if not planned:
        return
    people = take_over(by=by, files=[one.what for one in planned])
    ImportedRow.objects.bulk_create(
        _row(act, one, name_digest=one.name_digest, person_id=person.pk)
        for one, person in zip(planned, people, strict=True)
    )
    _tell(by, [one.what.referent for one in planned])


def _write_places(act: ImportAct, planned: Sequence[Planned[Place]]) -> None:
    Place.objects.bulk_create(one.what for one in planned)
    ImportedRow.objects.bulk_create(_row(act, one, place=one.what) for one in planned)


def _write_entries(act: ImportAct, planned: Sequence[Planned[Entry]]) -> None:
    if not planned:
        return
    Encounter.objects.bulk_create(one.what.encounter for one in planned)
    named = [(one.what.encounter, one.what.person) for one in planned if one.what.person]
    through = Encounter.persons.through
    through.objects.bulk_create(
        through(encounter_id=encounter.pk, person_id=person) for encounter, person in named
    )
    said = [one.what for one in planned if one.what.words]
    _write_words(
        [(one.encounter, one.person, one.words) for one in said if one.person], act.organisation_id
    )
    ImportedRow.objects.bulk_create(_row(act, one, encounter=one.what.encounter) for one in planned)
    _say_in_files(act, named)


def _row(act: ImportAct, planned: Planned[Any], **keys: Any) -> ImportedRow:
    return ImportedRow(
        act=act,
        organisation_id=act.organisation_id,
        kind=act.kind,
        digest=planned.digest,
        **keys,
    )


def _write_words(said: Sequence[tuple[Encounter, UUID, str]], organisation: UUID) -> None:
    for some in slices(said, SLICE):
        prefetch_keys(organisation=organisation, subjects={person for _, person, _ in some})
        rows = []
        for encounter, person, words in some:
            row = EncounterWords(subject=person, encounter=encounter, person_id=person)
            write_sealed(row, organisation=organisation, words=words)
            rows.append(row)
        EncounterWords.objects.bulk_create(rows)


@errand("imported-files")
def _say_in_files(act: ImportAct, named: Sequence[tuple[Encounter, UUID]]) -> None:
    """Say in each file that there was a contact, as a meeting noted by hand does: whoever follows
    it. What each said before is kept, to be put back if the import is undone."""
    last: dict[UUID, date] = {}
    for encounter, person in named:
        day = day_of(encounter, act.organisation)
        last[person] = max(day, last.get(person, day))
    for some in slices(sorted(last), SLICE):
        rows = Person.objects.select_for_update(no_key=True).filter(pk__in=some)
        people = list(rows.order_by("pk"))
        moved = [one for one in people if one.last_contact_on < last[one.pk]]
        for one in moved:
            act.before[str(one.pk)] = one.last_contact_on.isoformat()
            one.last_contact_on = last[one.pk]
        Person.objects.bulk_update(moved, ["last_contact_on"])
        judge_trust_of(people, act.organisation)
    act.save(update_fields=["before"])


def _tell(by: Actor, referents: Sequence[User]) -> None:
    """Tell colleagues how many files they now follow: nobody is named."""
    count = Counter(one.pk for one in referents)
    for user in {one.pk: one for one in referents}.values():
        if user.pk == by.user:
            continue
        many = count[user.pk]
        files = "un dossier" if many == 1 else f"{many} dossiers"
        notify(
            to=[Recipient(user.pk, user.email)],
            kind="caseload",
            subject="Des dossiers vous sont confiés",
            body=f"{by.name} a repris un fichier de votre organisation : vous êtes référent de "
            f"{files}. Vérifiez-les dans votre file active, et informez chaque personne à la "
            "prochaine rencontre.",
            link=reverse("people:caseload"),
            sensitive=True,
        )
