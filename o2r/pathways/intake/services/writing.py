"""Writing all that a file holds, in one transaction; one line wrong, and nothing is written."""

from collections import Counter
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, written
from o2r.accounts.errors import DomainError
from o2r.core.belt import errand
from o2r.core.crypto.fields import write_sealed
from o2r.core.crypto.scope import key_scope
from o2r.core.notifications.services import Recipient, notify
from o2r.pathways.enums import EntryAnswer, EntrySource, PathwayState
from o2r.pathways.intake.models import IntakeAct, IntakeFile, IntakeRow
from o2r.pathways.intake.services.keeping import IMPORT, forget_files
from o2r.pathways.intake.services.planning import Ready, plan_intake
from o2r.pathways.models import Eligibility, Pathway, PathwayMove, PathwayPause
from o2r.people.models import Person
from o2r.people.services.taking_over import take_over

SEEN = "Repris du fichier de l’opérateur, sans autre preuve."


def write_intake(*, by: Actor, file: IntakeFile) -> IntakeAct:
    """Take over the pathways of a file, then destroy it. Sent twice, it is taken over once.

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


def _write(by: Actor, file: IntakeFile) -> IntakeAct:
    rows = IntakeFile.objects.select_for_update(no_key=True, of=("self",))
    held = rows.select_related("content", "organisation", "owner").filter(pk=file.pk).first()
    if held is None:
        raise DomainError("Ce fichier n’attend plus : il a été importé ou abandonné.")
    require(by, "update", held, act=IMPORT)
    plan = plan_intake(by=by, file=held)
    if not plan.may_be_written:
        raise DomainError(
            "Rien n’est importé : corrigez les lignes signalées dans votre fichier, et déposez-le "
            "de nouveau."
            if plan.problems
            else "Rien n’est importé : ce fichier n’apporte aucune ligne nouvelle."
        )
    act = IntakeAct.objects.create(
        organisation_id=held.organisation_id,
        owner_id=held.owner_id,
        mapping=held.mapping,
        made=len(plan.made),
    )
    people = take_over(by=by, files=[one.taken for one in plan.made])
    _write_pathways(by, act, list(zip(plan.made, people, strict=True)))
    forget_files(by.author, IntakeFile.objects.filter(pk=held.pk))
    written(by, "create", act, "all", count=act.made)
    _tell(by, plan.made)
    return act


@errand("imported-files")
def _write_pathways(by: Actor, act: IntakeAct, made: Sequence[tuple[Ready, Person]]) -> None:
    """The pathway of each, with the way by which it came; those of colleagues' files too."""
    pathways = [_pathway(one, person) for one, person in made]
    Pathway.objects.bulk_create(pathways)
    together = list(zip(made, pathways, strict=True))
    PathwayMove.objects.bulk_create(
        move for (one, _), pathway in together for move in _moves(by, one, pathway)
    )
    PathwayPause.objects.bulk_create(
        PathwayPause(pathway=row, since=row.state_since)
        for row in pathways
        if row.state == PathwayState.PAUSED
    )
    Eligibility.objects.bulk_create(
        _eligibility(act, one, person, pathway)
        for (one, person), pathway in together
        if one.joined.ground is not None
    )
    IntakeRow.objects.bulk_create(
        IntakeRow(act=act, organisation_id=act.organisation_id, digest=one.digest, person=person)
        for one, person in made
    )


def _pathway(one: Ready, person: Person) -> Pathway:
    state, since = one.way[-1]
    return Pathway(
        person=person,
        organisation_id=person.organisation_id,
        state=state,
        state_since=since,
        opened_on=one.joined.said.opened_on,
        intensive_from=one.intensive_from,
        ended_on=one.joined.said.ended_on,
    )


def _moves(by: Actor, one: Ready, pathway: Pathway) -> list[PathwayMove]:
    left, found = "", []
    for state, day in one.way:
        found.append(
            PathwayMove(
                pathway=pathway,
                left=left,
                reached=state,
                on=day,
                moved_by_id=by.user,
                organisation_id=by.organisation,
            )
        )
        left = state
    return found


def _eligibility(act: IntakeAct, one: Ready, person: Person, pathway: Pathway) -> Eligibility:
    said = one.joined.said
    row = Eligibility(
        subject=person.pk,
        person=person,
        pathway=pathway,
        answer=EntryAnswer.ACCEPTED,
        ground=one.joined.ground or "",
        source=EntrySource.DECLARED,
        last_contact_on=one.joined.body_contact_on,
        checked_on=said.entered_on or said.intensive_from or said.opened_on,
        checked_by_id=act.owner_id,
    )
    write_sealed(row, organisation=person.organisation_id, evidence=SEEN)
    return row


def _tell(by: Actor, made: Sequence[Ready]) -> None:
    """Tell colleagues how many files they now follow: nobody is named."""
    referents = {one.taken.referent.pk: one.taken.referent for one in made}
    count = Counter(one.taken.referent.pk for one in made)
    for user in referents.values():
        if user.pk == by.user:
            continue
        many = "un parcours" if count[user.pk] == 1 else f"{count[user.pk]} parcours"
        notify(
            to=[Recipient(user.pk, user.email)],
            kind="caseload",
            subject="Des dossiers vous sont confiés",
            body=f"{by.name} a repris un fichier de votre organisation : vous êtes référent de "
            f"{many}. Vérifiez-les dans votre file active, et informez chaque personne à la "
            "prochaine rencontre.",
            link=reverse("people:caseload"),
            sensitive=True,
        )
