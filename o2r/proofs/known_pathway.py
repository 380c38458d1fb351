"""All that a pathway may leave of a person: what an erasure must take away, and what it leaves."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Count, Model

from o2r.accounts.actors import Actor
from o2r.accounts.models import User
from o2r.accounts.services.links import digest_of
from o2r.core import clock
from o2r.core.crypto.fields import SealedRow, write_sealed
from o2r.core.crypto.services import open_file
from o2r.core.journal.authors import Author
from o2r.core.messaging.enums import Channel as MessageChannel
from o2r.core.messaging.models import OutgoingMessage
from o2r.network.directory.models import UnmetNeed
from o2r.pathways.appointments.enums import ReminderChannel
from o2r.pathways.appointments.models import (
    Activity,
    Appointment,
    Attendance,
    Reminder,
    ReminderPreference,
)
from o2r.pathways.diagnosis.models import (
    BarrierScore,
    Diagnosis,
    Objective,
    PlanAction,
    Strength,
)
from o2r.pathways.employment.enums import AdjustmentCode, ContractKind, Side, VisitKind
from o2r.pathways.employment.models import (
    Adjustment,
    Checkpoint,
    EmployerContact,
    EmploymentAlert,
    Job,
    JobVisit,
)
from o2r.pathways.enums import DerogationGround, EntryAnswer, EntryGround, PathwayState
from o2r.pathways.exits.enums import ExitKind, FollowUpState, FollowUpStep, Situation
from o2r.pathways.exits.models import Exit, FollowUpSituation
from o2r.pathways.fse.models import Operation, ParticipantSheet, SheetAnswers
from o2r.pathways.intake.models import IntakeAct, IntakeRow
from o2r.pathways.measures.enums import Agreeing, Dimension, Moment, Outcome
from o2r.pathways.measures.models import (
    Measure,
    MeasureAnswers,
    MostSignificantChange,
    Satisfaction,
    Slider,
)
from o2r.pathways.models import Derogation, Eligibility, Pathway
from o2r.pathways.papers.enums import PaperKind, SafeKind
from o2r.pathways.papers.models import (
    IssuedDocument,
    PaperTemplate,
    SafeCode,
    SafeContent,
    SafeDocument,
    TemplateVersion,
)
from o2r.pathways.referrals.enums import Channel
from o2r.pathways.referrals.models import Referral, ReferralOpening, ReferralWords
from o2r.pathways.silence.models import ExpectedContact, SilenceAlert
from o2r.pathways.together.enums import CareRole, ObligationKind
from o2r.pathways.together.models import CareMember, Meeting, Obligation, OutsideName
from o2r.people.models import Person

BY = Author.system("erasure-figures")
COUNTED: tuple[tuple[type[Model], tuple[str, ...]], ...] = (
    (Pathway, ("opened_on", "intensive_from")),
    (Eligibility, ("answer", "ground", "checked_on")),
    (Exit, ("kind", "on")),
    (Job, ("contract", "state", "starts_on")),
    (ParticipantSheet, ("operation", "state")),
    (UnmetNeed, ("commune", "theme", "reason")),
)
"""What figures count, and by what: the same before and after an erasure."""


def figures_of_pathways(organisation: UUID | None) -> dict[str, Any]:
    """What an operator, and the State, count of its pathways."""
    found: dict[str, Any] = {}
    for model, names in COUNTED:
        mine = {"organisation": organisation}
        if not any(one.name == "organisation" for one in model._meta.concrete_fields):
            mine = {"person__organisation": organisation}
        rows = model._base_manager.filter(**mine).values_list(*names).order_by(*names)
        for *codes, many in rows.annotate(many=Count("pk")):
            found[f"{model._meta.label} {codes}"] = many
    reached = FollowUpSituation.objects.filter(
        person__organisation=organisation, state=FollowUpState.REACHED
    )
    return found | {"nouvelles": reached.count()}


def accompanied(actor: Actor, colleague: User, person: Person, state: PathwayState) -> None:
    """A row of everything that a pathway keeps of a person, its words to be written."""
    known = _Known(actor, colleague, person)
    known.pathway = _entered(known, state)
    for write in (_said, _expected, _referred, _around, _at_work, _answered, _kept, _in_the_fse):
        write(known)


class _Known:
    """The person, who follows them, and what their rows have in common."""

    pathway: Pathway

    def __init__(self, actor: Actor, colleague: User, person: Person) -> None:
        self.colleague, self.person = colleague, person
        self.place = person.organisation
        self.of_file: dict[str, Any] = {"subject": person.pk, "person": person}
        self.today = clock.today()

    def seal(self, row: SealedRow, **texts: str) -> None:
        """Save a row with its words."""
        write_sealed(row, organisation=self.place.pk, **texts)
        row.save(force_insert=True)


def _form() -> dict[str, str]:
    return {"form_digest": digest_of(uuid4().hex)}


def _entered(known: _Known, state: PathwayState) -> Pathway:
    person, day = known.person, known.today - timedelta(days=1)
    made = Pathway.objects.create(
        person=person,
        organisation=known.place,
        opened_on=day,
        intensive_from=day,
        state=state,
        ended_on=known.today,
    )
    check = Eligibility(
        **known.of_file,
        pathway=made,
        answer=EntryAnswer.ACCEPTED,
        ground=EntryGround.NOT_REGISTERED,
        checked_by=known.colleague,
    )
    known.seal(check, evidence="vu")
    longer = Derogation(
        subject=person.pk,
        pathway=made,
        ground=DerogationGround.LIFE,
        granted_by=known.colleague,
    )
    known.seal(longer, words="mots")
    left = Exit(
        **known.of_file,
        pathway=made,
        kind=ExitKind.COMMON_LAW,
        on=known.today,
        noted_by=known.colleague,
    )
    known.seal(left, where="lieu", who="qui", words="mots")
    for step, more in (
        (FollowUpStep.THREE, {"state": FollowUpState.REACHED, "situation": Situation.values[0]}),
        (FollowUpStep.SIX, {}),
    ):
        FollowUpSituation.objects.create(
            person=person, exit=left, step=step, due_on=known.today, **more
        )
    return made


def _said(known: _Known) -> None:
    """A diagnosis and a plan."""
    diagnosis = Diagnosis(**known.of_file)
    known.seal(diagnosis, summary="synthèse", hard_to_say="difficile")
    known.seal(BarrierScore(**known.of_file, diagnosis=diagnosis, code="logement"), words="mots")
    known.seal(Strength(**known.of_file, diagnosis=diagnosis), words="mots")
    objective = Objective(**known.of_file)
    known.seal(objective, words="objectif")
    known.seal(PlanAction(**known.of_file, objective=objective), words="action", partner="qui")


def _expected(known: _Known) -> None:
    """An appointment, what leaves before it, an activity; the days of a silence."""
    start = clock.now() + timedelta(days=2)
    ends = start + timedelta(hours=1)
    row = Appointment(
        **known.of_file,
        organisation=known.place,
        starts_at=start,
        ends_at=ends,
        way="sur-place",
        motive="ACC",
        body="ML",
    )
    known.seal(row, place="lieu", about="objet", with_whom="qui")
    Reminder.objects.create(appointment=row, channel=ReminderChannel.LETTER, due_at=clock.now())
    ReminderPreference.objects.create(
        person=known.person, said_yes_on=known.today, said_to=known.colleague
    )
    message = OutgoingMessage(
        subject=known.person.pk,
        organisation=known.place.pk,
        kind="rappel",
        tag=uuid4().hex,
        channel=MessageChannel.SMS,
        zone="Europe/Paris",
        expires_at=ends,
    )
    known.seal(message, recipient="06 99 00 12 34", text="rappel")
    activity = Activity.objects.create(
        organisation=known.place, title="Atelier", kind="ATELIER", starts_at=start, ends_at=ends
    )
    Attendance.objects.create(activity=activity, person=known.person)
    ExpectedContact.objects.create(person=known.person, expected_on=known.today)
    SilenceAlert.objects.create(
        person=known.person,
        silent_since=known.today,
        reasons=[{"code": "longtemps", "on": known.today.isoformat(), "usual": 0}],
    )


def _referred(known: _Known) -> None:
    row = Referral.objects.create(
        person=known.person,
        organisation=known.place,
        service_name="Service",
        structure_name="Structure",
        channel=Channel.LETTER,
        created_by=known.colleague,
        **_form(),
    )
    open_file(by=BY, subject=row.pk, organisations=[known.place.pk])
    known.seal(ReferralWords(subject=row.pk, referral=row), words="mots")
    ReferralOpening.objects.create(referral=row, groups=["identity"])
    UnmetNeed.objects.create(
        organisation=known.place, commune="69259", region="84", theme="mobilite", reason="capacite"
    )


def _around(known: _Known) -> None:
    """Who stands beside, without an account; a meeting, and what is asked."""
    member = CareMember.objects.create(
        person=known.person,
        host=known.place,
        role=CareRole.WITH,
        invited_by=known.colleague,
        until=known.today + timedelta(days=60),
        **_form(),
    )
    known.seal(OutsideName(**known.of_file, member=member), name="nom", contact="contact")
    met = {"held_at": clock.now(), "noted_by": known.colleague, **_form()}
    meeting = Meeting(**known.of_file, **met)
    known.seal(meeting, said="paroles")
    meeting.present.add(member)
    asked = {"kind": ObligationKind.PAPERS, "due_on": known.today, **_form()}
    known.seal(Obligation(**known.of_file, **asked, asked_by=member), what="demande")


def _at_work(known: _Known) -> None:
    job = Job(
        **known.of_file,
        **_form(),
        pathway=known.pathway,
        contract=ContractKind.CDI,
        starts_on=known.today,
        adviser=known.colleague,
    )
    known.seal(job, employer="employeur", broken_words="mots")
    of_job = {**known.of_file, "job": job}
    contact = EmployerContact(**of_job, agreed_on=known.today)
    known.seal(contact, name="nom", mail="courriel", phone="numéro", agreed_words="oui")
    visit = {"on": known.today, "kind": VisitKind.CALL, "by": known.colleague, **_form()}
    known.seal(JobVisit(**of_job, **visit), words="mots")
    change = {"code": AdjustmentCode.HOURS, **_form()}
    known.seal(Adjustment(**of_job, **change), words="mots")
    question = Checkpoint(**of_job, day=1, side=Side.PERSON, due_on=known.today)
    known.seal(question, words="mots")
    alert = EmploymentAlert(**of_job, checkpoint=question, due_at=clock.now())
    known.seal(alert, done="fait")


def _answered(known: _Known) -> None:
    """A questionnaire, the réglettes, what has changed, an opinion."""
    asked: dict[str, Any] = {
        "person": known.person,
        "moment": Moment.ENTRY,
        "asked_by": known.colleague,
    }
    measure = Measure.objects.create(
        **asked,
        scale="fasku3",
        scale_version="2021",
        outcome=Outcome.ANSWERED,
        score=Decimal("3.67"),
    )
    known.seal(MeasureAnswers(**known.of_file, measure=measure), items="[3]")
    known.seal(MostSignificantChange(**{**asked, **known.of_file}), words="mots")
    Slider.objects.create(**asked, dimension=Dimension.TIES, value=4)
    Satisfaction.objects.create(**asked, useful=Agreeing.YES)


def _kept(known: _Known) -> None:
    """A document made, a paper in the safe and its code; the line of a file taken over."""
    template = PaperTemplate.objects.create(kind=PaperKind.LETTER, title="Modèle", body="Bonjour.")
    version = TemplateVersion.objects.create(
        template=template, number=1, title="Modèle", body="Bonjour."
    )
    issued = {"version": version, "kind": PaperKind.LETTER, "made_by": known.colleague}
    known.seal(IssuedDocument(**known.of_file, **issued), content="contenu")
    paper = SafeDocument(**known.of_file, kind=SafeKind.IDENTITY, added_by=known.colleague)
    known.seal(paper, title="titre")
    known.seal(SafeContent(**known.of_file, document=paper), content="fichier")
    SafeCode.objects.create(
        person=known.person,
        document=paper,
        digest=digest_of(uuid4().hex),
        made_by=known.colleague,
        until=clock.now() + timedelta(hours=1),
        most_openings=1,
    )
    act = IntakeAct.objects.create(owner=known.colleague, organisation=known.place, made=1)
    IntakeRow.objects.create(
        act=act, organisation=known.place, digest=digest_of(uuid4().hex), person=known.person
    )


def _in_the_fse(known: _Known) -> None:
    """A participant: their sheet is the proof of an operation, and stays by a clock of its own."""
    operation = Operation.objects.create(
        organisation=known.place,
        region="84",
        number=uuid4().hex[:20],
        title="Opération",
        starts_on=known.today,
        ends_on=known.today + timedelta(days=300),
    )
    sheet = ParticipantSheet.objects.create(
        organisation=known.place, operation=operation, person=known.person
    )
    open_file(by=BY, subject=sheet.pk, organisations=[known.place.pk])
    answers = SheetAnswers(subject=sheet.pk, sheet=sheet)
    known.seal(answers, entry="entrée", leaving="sortie", later="six mois")
