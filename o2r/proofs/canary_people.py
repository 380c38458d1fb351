"""Secrets put through the doors of the people met: their file, meetings, cards, emergencies."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.urls import reverse

from o2r.accounts.enums import MembershipRole
from o2r.accounts.models import Membership, User
from o2r.core import clock
from o2r.core.retention.enums import Right
from o2r.people.enums import (
    AgreementProof,
    Basis,
    ContactKind,
    EmergencyReason,
    EmergencyVerdict,
    IdentityLevel,
    NoteLevel,
    ProtectionReason,
    Purpose,
    SharedField,
    Support,
)
from o2r.proofs.canary_run import Run
from o2r.proofs.recording import Browser
from o2r.proofs.world import Person, of_role, sign_in

BORN = "2001-05-04"
COMMUNE = "69259"
_KEY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_ALIKE = re.compile(r'name="alike_shown" value="([0-9a-f-]{36})"')
_CODE = re.compile(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}\b")


def opened_file(run: Run) -> tuple[Person, Browser, UUID, dict[str, str]]:
    """Who follows somebody, their browser, and the file just opened, with what was given."""
    who, browser = run.person("caseworker")
    given = {
        "known_as": run.new("person-nickname"),
        "level": IdentityLevel.DECLARED.value,
        "first_name": run.new("person-first-name"),
        "last_name": run.new("person-name"),
        "birth_date": BORN,
    }
    where, answer = reverse("people:open"), browser.post(reverse("people:open"), given)
    # Words sown look alike: those that the page then shows are said to be somebody else.
    if alike := _ALIKE.findall(answer.content.decode()):
        answer = browser.post(where, {**given, "alike_shown": alike})
    run.went(answer, 302, "file opened")
    return who, browser, key_in(answer), given


def key_in(answer: Any) -> UUID:
    """The last key of the address to which an answer leads."""
    return UUID(_KEY.findall(answer["Location"])[-1])


def beside(run: Run, who: Person, role: MembershipRole, **duties: bool) -> Browser:
    """A colleague of somebody, who does not follow the people that they follow."""
    user = User.objects.create(
        email=f"{uuid4().hex}@collegue.example", display_name="Essai collègue"
    )
    Membership.objects.create(
        user=user,
        organisation=who.somebody.organisation,
        role=role,
        approved_at=clock.now(),
        personal_data_from=clock.now(),
        **duties,
    )
    browser = run.browser()
    sign_in(browser, user, of_role(role))
    return browser


def shown_to(run: Run, name: str, browser: Browser, *pages: str) -> None:
    """What somebody else is shown of these pages."""
    for where in pages:
        run.workshop.exports.append((f"{name} {where}", browser.get(where).content))


def written_file(run: Run) -> None:
    """A file opened, verified, completed, searched: read by who follows, and by nobody else."""
    who, browser, key, _ = opened_file(run)
    climbed = {"to": IdentityLevel.VERIFIED.value, "seen": run.new("person-seen")}
    where = reverse("people:level", args=[key])
    run.went(browser.post(where, climbed), 302, "identity verified")
    said = {"interpreter_caution": run.new("person-caution")}
    run.went(browser.post(reverse("people:facts", args=[key]), said), 302, "facts")
    means = {
        "kind": ContactKind.EMAIL.value,
        "value": f"{run.new('person-contact')}@mesure.example",
        "remark": run.new("person-contact"),
    }
    run.went(browser.post(reverse("people:new_contact", args=[key]), means), 302, "contact")
    note = {"text": run.new("person-note"), "level": NoteLevel.CONFIDENTIAL.value}
    run.went(browser.post(reverse("people:new_note", args=[key]), note), 302, "note")
    draft = {"text": run.new("person-draft")}
    run.went(browser.post(reverse("people:note_draft", args=[key]), draft), 200, "draft")
    wrong = {"kind": ContactKind.EMAIL.value, "value": run.new("mistyped-contact")}
    run.went(browser.post(reverse("people:new_contact", args=[key]), wrong), 200, "mistyped")
    asked = {"name": run.new("person-search")}
    run.went(browser.post(reverse("people:search"), asked), 200, "search")
    page = run.went(browser.get(reverse("people:person", args=[key])), 200, "page of the file")
    run.expect(note["text"].encode() in page.content, "the note is not shown")
    colleague = beside(run, who, MembershipRole.OUTREACH_WORKER)
    pages = [reverse("people:caseload"), reverse("people:person", args=[key])]
    shown_to(run, "colleague", colleague, *pages)
    shown_to(run, "coordinator", beside(run, who, MembershipRole.COORDINATOR), *pages)
    run.work()


def meeting(run: Run) -> None:
    """A place, a meeting with somebody new, what they said, what was promised; the day's report."""
    who, browser = run.person("caseworker")
    place = {
        "name": run.new("place"),
        "kind": "gare",
        "commune": COMMUNE,
        "where": run.new("place"),
        "rhythm": "14",
        "minutes": "30",
        "safety_note": run.new("place"),
    }
    run.went(browser.post(reverse("outreach:add_place"), place), 302, "place")
    met = {
        "entry": str(uuid4()),
        "kind": "rencontre",
        "channel": "rue",
        "nickname": run.new("person-nickname"),
        "need_said": run.new("person-said"),
        "words": run.new("person-said"),
        "promise": run.new("promise"),
        "due_on": (clock.today() + timedelta(days=2)).isoformat(),
        "promised_by": "equipe",
        "partner_present": run.new("partner-present"),
    }
    noted = run.went(browser.post(reverse("outreach:encounter_new"), met), 302, "meeting")
    shown = run.went(browser.get(noted["Location"]), 200, "page of the meeting")
    run.expect(met["words"].encode() in shown.content, "their words are not shown")
    listed = browser.get(reverse("outreach:promises"))
    run.expect(met["promise"].encode() in listed.content, "the promise is not shown")
    seen = {"entry": str(uuid4()), "kind": "tension", "text": run.new("team-text")}
    run.went(browser.post(reverse("outreach:observation_new"), seen), 302, "observation")
    # One report a day: the next turns write another day.
    day = (clock.today() - timedelta(days=run.turn)).isoformat()
    told = {"revision": "0"} | {
        name: run.new("team-text") for name in ("text", "transmissions", "priorities")
    }
    where = f"{reverse('outreach:daily_report_write')}?day={day}"
    run.went(browser.post(where, told), 302, "report")
    names = ("encounters", "promises", "encounter_new", "funnel", "my_round")
    pages = [noted["Location"], *(reverse(f"outreach:{name}") for name in names)]
    colleague = beside(run, who, MembershipRole.OUTREACH_WORKER)
    shown_to(run, "colleague", colleague, *pages, reverse("people:caseload"))
    run.work()


def card(run: Run) -> None:
    """What somebody agrees to, whom it opens to, their card, its word, and a request by it."""
    who, browser, key, _ = opened_file(run)
    partner, its_browser = run.person("partner-adviser")
    told = {"support": Support.SPOKEN.value, "language": "fr"}
    run.went(browser.post(reverse("agreements:inform", args=[key]), told), 302, "information")
    _agree(run, browser, key, partner)
    # A first name is shared, and nothing else.
    pages = [reverse("agreements:shared"), reverse("people:person", args=[key])]
    shown_to(run, "partner", its_browser, *pages)
    word = f"{run.new('card-word')} lanterne"
    issued = browser.post(reverse("agreements:card", args=[key]), {"word": word})
    found = _CODE.search(run.went(issued, 200, "card").content.decode())
    code = run.seen("card-code", found[0] if found else "")
    paper = {"code": code, "language": "fr", "paper": "carte"}
    printed = browser.post(reverse("agreements:card_paper", args=[key]), paper)
    run.went(printed, 200, "card on paper")
    holder = run.browser()
    run.went(holder.post(reverse("card:front"), {"code": code}), 302, "code typed")
    wrong = {"word": run.new("card-word")}
    run.went(holder.post(reverse("card:open"), wrong), 200, "wrong word")
    run.went(holder.post(reverse("card:open"), {"word": word}), 302, "page of the card")
    run.went(holder.get(reverse("card:page")), 200, "what is known")
    asked = {"right": Right.RECTIFICATION.value, "details": run.new("card-request")}
    run.went(holder.post(reverse("card:ask"), asked), 302, "request by the card")
    run.went(holder.post(reverse("card:stop_from_page"), {}), 302, "withdrawn")
    shown_to(run, "former partner", its_browser, *pages)
    run.work()


def _agree(run: Run, browser: Browser, key: UUID, partner: Person) -> None:
    terms = {
        "recipient": str(partner.somebody.organisation.pk),
        "basis": Basis.CONSENT.value,
        "purpose": Purpose.REFER.value,
        "shared": [SharedField.FIRST_NAME.value],
        "channel": Support.SPOKEN.value,
        "language": "fr",
        "until": (clock.today() + timedelta(days=60)).isoformat(),
    }
    where = reverse("agreements:propose", args=[key])
    where += f"?q={partner.somebody.organisation.name}"
    proposed = run.went(browser.post(where, terms), 302, "agreement proposed")
    agreement = key_in(proposed)
    said = {"proof": AgreementProof.VOICE.value}
    yes = reverse("agreements:yes", args=[key, agreement])
    run.went(browser.post(yes, said), 302, "agreement given")


def emergency(run: Run) -> None:
    """A file opened in an emergency: why, a word left, the review; then it is protected."""
    who, browser, key, given = opened_file(run)
    colleague = beside(run, who, MembershipRole.OUTREACH_WORKER)
    where = reverse("emergency:ask")
    asked = {
        "reason": EmergencyReason.DANGER.value,
        "words": run.new("emergency-words"),
        "name": run.new("emergency-name"),
        "born": BORN,
    }
    run.went(colleague.post(where, asked), 302, "emergency of no file")
    asked |= {"words": run.new("emergency-words"), "name": given["first_name"]}
    opening = key_in(run.went(colleague.post(where, asked), 302, "emergency"))
    left = {"words": run.new("emergency-words")}
    where = reverse("emergency:word", args=[opening])
    run.went(colleague.post(where, left), 302, "word left")
    dpo = beside(run, who, MembershipRole.MEMBER, is_dpo=True)
    judged = {
        "verdict": EmergencyVerdict.JUSTIFIED.value,
        "remark": run.new("emergency-words"),
    }
    where = reverse("emergency:review", args=[opening])
    run.went(dpo.post(where, judged), 302, "review")
    hidden = {"reason": ProtectionReason.VIOLENCE.value, "words": run.new("protection-words")}
    where = reverse("protection:file", args=[key])
    run.went(browser.post(where, hidden), 302, "protected")
    lifted = {"words": run.new("protection-words")}
    run.went(browser.post(reverse("protection:lift", args=[key]), lifted), 302, "lifted")
    shown_to(run, "dpo", dpo, reverse("people:person", args=[key]), reverse("emergency:all"))
    run.work()


FLOWS = (written_file, meeting, card, emergency)
