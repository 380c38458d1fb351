"""Secrets put through the doors of a pathway: what is seen, said, planned, sent, answered, kept.

Each page is asked, its form read as a browser would, and sent with secrets where words are typed.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db.models import F
from django.urls import reverse

from o2r.accounts.enums import MembershipRole
from o2r.core import clock
from o2r.network.directory.models import Service, Structure
from o2r.pathways.diagnosis.enums import ActionBy
from o2r.pathways.diagnosis.models import Objective
from o2r.pathways.employment.enums import (
    AdjustmentCode,
    Answer,
    Avoidable,
    BreakBy,
    ContractKind,
    Side,
    VisitKind,
)
from o2r.pathways.employment.models import Checkpoint
from o2r.pathways.enums import DerogationGround, EntryGround, PathwayState
from o2r.pathways.exits.enums import ExitKind
from o2r.pathways.fse.models import Operation
from o2r.pathways.measures.enums import Quote
from o2r.pathways.models import Pathway
from o2r.pathways.papers.enums import PaperKind
from o2r.pathways.papers.models import PaperTemplate, TemplateVersion
from o2r.pathways.referrals.models import Referral
from o2r.pathways.together.enums import CareRole
from o2r.pathways.together.forms.group import OUTSIDE
from o2r.proofs.canary_people import BORN, beside, key_in, opened_file, shown_to
from o2r.proofs.canary_run import Run
from o2r.proofs.filling import file_called, filled
from o2r.proofs.page_forms import forms_of
from o2r.proofs.recording import Browser
from o2r.proofs.world import Person

_LINK = re.compile(r"/suivi-emploi/([^/\s\"<]+)/")


@dataclass
class File:
    """A file just opened, who follows it, and their browser."""

    run: Run
    who: Person
    browser: Browser
    key: UUID

    def page(self, name: str, *more: Any) -> str:
        """The address of a page of the file."""
        return reverse(name, args=[self.key, *more])

    def send(self, where: str, words: str, *names: str, **chosen: Any) -> Any:
        """Send the form of a page with a secret in each of ``names``, what is ``chosen`` beside."""
        said = words.replace("-", " ")
        page = self.run.went(self.browser.get(where), 200, f"page: {said}").content.decode()
        wanted = {*names, *chosen}
        forms = [
            one
            for one in forms_of(page, where, self.who)
            if one.method == "post" and wanted <= {field.name for field in one.fields}
        ]
        self.run.expect(bool(forms), f"no form: {said}")
        sent = filled(forms[0]) | chosen | {name: self.run.new(words) for name in names}
        return self.run.went(self.browser.post(forms[0].action, sent), 302, said)

    def told(self, *names: str) -> None:
        """Those who do not follow the person ask the same pages; the worker works."""
        pages = [self.page(name) for name in names]
        colleague = beside(self.run, self.who, MembershipRole.OUTREACH_WORKER)
        shown_to(self.run, "colleague", colleague, *pages)
        shown_to(
            self.run, "coordinator", beside(self.run, self.who, MembershipRole.COORDINATOR), *pages
        )
        self.run.work()


def _file(run: Run) -> File:
    who, browser, key, _ = opened_file(run)
    return File(run, who, browser, key)


def entered(run: Run) -> None:
    """The right to enter and what was seen; an opening; why it lasts longer; where it leads."""
    file = _file(run)
    right = {"ground": EntryGround.NOT_REGISTERED.value, "refused_for": "", "last_contact_on": ""}
    file.send(file.page("pathways:entry"), "pathway-evidence", "evidence", **right)
    file.send(file.page("pathways:open"), "pathway-opening", on=clock.today().isoformat())
    pathway = Pathway.objects.get(person=file.key).pk
    Pathway.objects.filter(pk=pathway).update(
        state=PathwayState.ACCOMPANIMENT, intensive_from=F("opened_on")
    )
    longer = reverse("pathways:derogation", args=[pathway])
    ground = {"ground": DerogationGround.LIFE.value}
    file.send(longer, "derogation-words", "words", **ground)
    left = {"kind": ExitKind.COMMON_LAW.value}
    file.send(file.page("exits:leave"), "exit-words", "where", "who", "words", **left)
    file.told("exits:exit", "people:person")


def diagnosed(run: Run) -> None:
    """What is in the way, in words; where the person wants to go, and who does what."""
    file = _file(run)
    typed = ("summary", "hard_to_say", "other_strength", "logement-words")
    said = {"logement-person": "3", "first_1": "logement", "first_2": "", "first_3": ""}
    file.send(file.page("diagnosis:fill"), "diagnosis-words", *typed, **said)
    file.send(file.page("diagnosis:objective"), "plan-words", "words")
    objective = Objective.objects.get(person=file.key).pk
    planned = f"{file.page('diagnosis:action')}?objectif={objective}"
    doing = {"by": ActionBy.PARTNER.value}
    file.send(planned, "plan-words", "words", "partner", **doing)
    file.told("diagnosis:diagnosis", "diagnosis:plan", "diagnosis:paper", "people:person")


def expected(run: Run) -> None:
    """An appointment with a partner: its place, its reason, whom it is with."""
    file = _file(run)
    hours = {"day": clock.today().isoformat(), "starts": "23:00", "ends": "23:30", "colleague": ""}
    booked = ("with_whom", "place", "about")
    file.send(file.page("appointments:new"), "appointment-words", *booked, **hours)
    file.told("appointments:all", "people:person")


def stood_beside(run: Run) -> None:
    """Somebody without an account beside the person; a meeting, and what is asked."""
    file = _file(run)
    offer = {"who": OUTSIDE, "role": CareRole.WITH.value}
    file.send(file.page("together:invite"), "outside-name", "name", "contact", **offer)
    met = {"day": clock.today().isoformat(), "hour": "00:01", "commune": ""}
    file.send(file.page("together:meeting_new"), "meeting-words", "said", **met)
    asked = {"commune": "", "starts": "", "ends": ""}
    file.send(file.page("together:obligation_new"), "obligation-words", "what", **asked)
    file.told("together:group", "together:who_does_what", "people:person")


def at_work(run: Run) -> None:
    """A job, whom to call there, a visit, what changes; how it ended."""
    file, today = _file(run), clock.today().isoformat()
    signed = {
        "contract": ContractKind.CDI.value,
        "starts_on": today,
        "ends_on": "",
        "siret": "",
        "weekly_hours": "",
    }
    made = file.send(file.page("employment:job_new"), "employer-name", "employer", **signed)
    job = key_in(made)
    contact = {"mail": f"{run.new('employer-contact')}@mesure.example", "phone": ""}
    reached = ("name", "agreed_words")
    file.send(file.page("employment:contact", job), "employer-contact", *reached, **contact)
    called = {"kind": VisitKind.CALL.value}
    file.send(file.page("employment:visit", job), "visit-words", "words", **called)
    changed = {"what": AdjustmentCode.HOURS.value}
    file.send(file.page("employment:adjustment", job), "adjustment-words", "words", **changed)
    _asked_by_link(file)
    ended = {"by": BreakBy.values[0], "avoidable": Avoidable.values[0]}
    file.send(file.page("employment:rupture", job), "rupture-words", "words", **ended)
    file.told("employment:jobs", "people:person")


def _asked_by_link(file: File) -> None:
    """A question by a link, which whoever holds it answers with a word."""
    run, today = file.run, clock.today()
    row = Checkpoint.objects.filter(person=file.key, side=Side.PERSON).order_by("due_on").first()
    if row is None:
        return run.expect(False, "no question")
    Checkpoint.objects.filter(pk=row.pk).update(due_on=today)
    made = run.went(
        file.browser.post(file.page("employment:checkpoint_link", row.pk)),
        200,
        "link of a question",
    )
    found = _LINK.search(made.content.decode())
    code = run.seen("employment-link", found[1] if found else "")
    holder, where = run.browser(), reverse("employment_answer:answer", args=[code])
    shown = run.went(holder.get(where), 200, "question by a link")
    run.workshop.exports.append(("holder of a question", shown.content))
    said = {"answer": Answer.RED.value, "risk": "", "words": run.new("checkpoint-words")}
    run.went(holder.post(where, said), 200, "answer by a link")
    return None


def referred(run: Run) -> None:
    """A few words for a structure, that a letter carries: they are of nobody else."""
    file = _file(run)
    structure = Structure.objects.create(name="Structure d’essai", source="essai")
    service = Service.objects.create(
        structure=structure, name="Service d’essai", source="essai", description="Aider."
    )
    file.send(file.page("referrals:new_plain", service.pk), "referral-words", "words")
    row = Referral.objects.get(person=file.key)
    shown = file.browser.get(file.page("referrals:referral", row.pk))
    run.went(shown, 200, "page of a referral")
    file.told("people:person")
    _, partner = run.person("partner-adviser")
    shown_to(run, "partner", partner, reverse("referrals:received"))


def kept(run: Run) -> None:
    """A document made for the person, and a paper of their safe."""
    file = _file(run)
    template = PaperTemplate.objects.create(
        kind=PaperKind.LETTER, title="Lettre d’essai", body="{{ destinataire }}\n\n{{ message }}"
    )
    TemplateVersion.objects.create(
        template=template, number=1, title=template.title, body=template.body
    )
    where = reverse("papers:new_document", args=[template.pk, file.key])
    file.send(where, "document-words", "recipient", "message")
    paper = {"file": file_called("essai.png")}
    file.send(file.page("papers:add_paper"), "paper-title", "title", **paper)
    file.told("papers:documents", "papers:safe", "people:person")


def in_the_fse(run: Run) -> None:
    """A sheet of a participant, filled in: a vault of its own."""
    file, today = _file(run), clock.today()
    operation = Operation.objects.create(
        organisation=file.who.somebody.organisation,
        region="84",
        number=uuid4().hex[:20],
        title="Opération d’essai",
        starts_on=today,
        ends_on=today + timedelta(days=300),
    )
    opened = {"operation": str(operation.pk), "informed": "on", "copies": ""}
    made = file.send(file.page("fse:of_person"), "sheet-opening", **opened)
    typed = (
        "nom",
        "prenom",
        "adresse",
        "referent_joignable",
        "commune_naissance_insee_ou_etranger",
    )
    empty = ("referent_joignable", "telephone", "courriel", "commune_residence_insee")
    file.send(
        made["Location"], "sheet-answer", *typed, date_naissance=BORN, **dict.fromkeys(empty, "")
    )
    file.told("fse:of_person", "people:person")


def answered(run: Run) -> None:
    """What has changed most, in the words of the person, and no leave to quote them."""
    file = _file(run)
    said = {"quote": Quote.NO.value}
    file.send(file.page("measures:change"), "change-words", "words", **said)
    file.told("measures:results", "people:person")


FLOWS = (
    *(entered, diagnosed, expected, referred, stood_beside, at_work, answered, kept),
    in_the_fse,
)
