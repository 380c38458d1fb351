"""An application in each relation to someone."""

import json
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from o2r.accounts.enums import Relation
from o2r.accounts.models import User
from o2r.accounts.specimens import Somebody, Specimen, specimens_of
from o2r.calls.applications.enums import ApplicationState, TicketState
from o2r.calls.applications.models import (
    Answer,
    Application,
    DossierImport,
    JoinedPiece,
    Member,
    ReadingAccess,
    Submission,
    SubmissionTicket,
)
from o2r.calls.applications.receipts import Receipt, digest_of, issue
from o2r.calls.specimens import call_for
from o2r.core import clock
from o2r.core.files.enums import FileState
from o2r.core.files.models import StoredFile

WHOLE = "/espace/candidatures/<uuid:application>/lire/"
"""The page that shows an application whole: the others show a part each."""


def application_for(
    someone: Somebody,
    relation: Relation,
    state: ApplicationState = ApplicationState.SUBMITTED,
) -> Application:
    """An application of two members, with a text of its own in each group of fields.

    The one of the territory comes from another site: its State service may complete it.
    """
    place = relation if relation is Relation.TERRITORY else Relation.ANY
    mark = uuid4().hex
    made = Application.objects.create(
        call=call_for(someone, place),
        number=None if state == ApplicationState.DRAFT else 1,
        title=f"Candidature {mark}",
        zone_expression="dep:69",
        zone_vintage=2026,
        state=state,
        external_reference=mark[:12] if relation is Relation.TERRITORY else "",
    )
    lead = {Relation.ORGANISATION: someone.organisation, Relation.TERRITORY: None}
    Member.objects.create(
        application=made,
        organisation=lead.get(relation, someone.elsewhere),
        name=f"Chef de file {mark}",
        is_lead=True,
        contact_name=f"Contact {mark}",
        contact_email=f"{mark}@essai.example",
    )
    Answer.objects.create(
        application=made, field="relevance", text=f"Réponse {mark}", changed_at=clock.now()
    )
    if relation is Relation.READER:
        ReadingAccess.objects.create(application=made, user=someone.user, opened_at=clock.now())
    return made


def _joined(application: Application, member: Member) -> JoinedPiece:
    """A document that was refused: its row is there, and its content is not."""
    now = clock.now()
    file = StoredFile.objects.create(
        organisation=member.organisation_id or uuid4(),
        attached_kind="application",
        attached_id=application.pk,
        purpose="application-piece",
        original_name="piece.pdf",
        declared_size=1,
        size=1,
        sha256=uuid4().hex * 2,
        state=FileState.REFUSED,
        received_at=now,
        next_try_at=now,
    )
    return JoinedPiece.objects.create(
        application=application, member=member, file=file, joined_at=now
    )


def _sent(application: Application, text: str, mark: str) -> None:
    """What was sent of it, with its receipt, taken back where it is a draft; a refused ticket."""
    now = clock.now()
    document = json.dumps([application.title, text, f"{mark}@essai.example"], ensure_ascii=False)
    digest = digest_of(document)
    stated = Receipt(
        instance="",
        application=str(application.pk),
        number=application.number or 0,
        title=application.title,
        lead="",
        call=application.call.slug,
        call_title=application.call.title,
        closes_at=now,
        rank=1,
        arrived_at=now,
        recorded_at=now,
        intent_opened_at=None,
        digest=digest,
    )
    Submission.objects.create(
        application=application,
        arrived_at=now,
        recorded_at=now,
        document=document,
        digest=digest,
        receipt=issue(stated, Ed25519PrivateKey.generate()),
        taken_back_at=now if application.is_draft else None,
        told_at=now,
    )
    who = User.objects.create(email=f"{uuid4().hex}@essai.example", display_name="Qui dépose")
    SubmissionTicket.objects.create(
        application=application,
        user=who,
        arrived_at=now,
        state=TicketState.REFUSED,
        answer="Un point empêche le dépôt.",
        ended_at=now,
    )


@specimens_of(
    "application", Relation.ANY, Relation.ORGANISATION, Relation.TERRITORY, Relation.READER
)
def application(someone: Somebody, relation: Relation) -> Specimen:
    """A received application; a draft where its own consortium meets it."""
    mine = relation is Relation.ORGANISATION
    state = ApplicationState.DRAFT if mine else ApplicationState.SUBMITTED
    made = application_for(someone, relation, state)
    mark = made.title.rpartition(" ")[2]
    member = made.members.get(is_lead=True)
    invited = Member.objects.create(application=made, name=f"Membre invité {uuid4().hex}")
    _sent(made, f"Réponse {mark}", mark)
    canaries = {
        "summary": made.title,
        "content": f"Réponse {mark}",
        "contacts": f"{mark}@essai.example",
    }
    parameters = {
        "application": str(made.pk),
        "call": made.call.slug,
        "member": str(invited.pk),
        "joined": str(_joined(made, member).pk),
        "year": "1",
        "section": "project",
        "field": "relevance",
    }
    DossierImport.objects.create(
        call=made.call,
        service=made.call.dreets,
        owner=someone.stranger,
        file_name="dossiers.csv",
        content=b"essai",
        uploaded_at=clock.now(),
    )
    parts = [*made.members.order_by("pk"), *made.submissions.order_by("pk")]
    rows = {str(part.pk): relation for part in parts}
    return Specimen(parameters, canaries, whole=frozenset({WHOLE}), rows=rows)
