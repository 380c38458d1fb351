"""Secrets put through the doors of partners and of other operators: signals, files, the index."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from o2r.accounts.enums import MembershipRole
from o2r.accounts.models import User
from o2r.accounts.services.links import new_secret
from o2r.core import clock
from o2r.core.exports import csv_bytes
from o2r.outreach.enums import Awareness, ImportKind, SignalAnswer
from o2r.outreach.models import PartnerSignal
from o2r.people.between.models import IndexParticipation, InquiryNotice
from o2r.people.between.recurring import carry
from o2r.people.enums import Basis, Support
from o2r.proofs.between_operators import COMMUNE, may_come, served_index, take_part
from o2r.proofs.canary_people import BORN, beside, opened_file, shown_to
from o2r.proofs.canary_run import Run
from o2r.proofs.page_forms import forms_of, presses
from o2r.proofs.recording import Browser
from o2r.proofs.world import Person


def _said(run: Run) -> dict[str, str]:
    """What a partner types of somebody, and the address that they keep to follow it."""
    return {
        "code": run.seen("follow-link", new_secret()[0]),
        "commune": "Vénissieux",
        "commune-code": COMMUNE,
        "whereabouts": run.new("signal-words"),
        "words": run.new("signal-words"),
        "called": run.new("signal-words"),
        "person_knows": Awareness.IGNORES.value,
        "sender_name": run.new("signal-sender"),
        "sender_contact": run.new("signal-sender"),
    }


def _newest() -> PartnerSignal:
    return PartnerSignal.objects.order_by("-sent_at")[0]


def signal_by_link(run: Run) -> None:
    """A link given to a partner; what comes by it, read, taken, answered, followed, taken back."""
    who, browser = run.person("caseworker")
    coordinator = beside(run, who, MembershipRole.COORDINATOR)
    code = run.seen("signal-link", new_secret()[0])
    made = {"code": code, "partner": run.new("partner-name"), "until": clock.today().isoformat()}
    run.went(coordinator.post(reverse("outreach:signal_link_new"), made), 200, "link")
    run.went(coordinator.get(reverse("outreach:signal_links")), 200, "links")
    visitor, write = run.browser(), reverse("signal:write", args=[code])
    run.went(visitor.get(write), 200, "page of the link")
    run.went(visitor.post(write, _said(run) | {"words": ""}), 200, "signal without a word")
    said = _said(run)
    run.went(visitor.post(write, said), 302, "signal by a link")
    follow = reverse("signal:follow", args=[said["code"]])
    run.work()
    _treated(run, who, browser, said)
    shown_to(run, "sender", visitor, follow)
    run.went(visitor.post(reverse("signal:withdraw", args=[said["code"]])), 302, "withdrawn")
    shown_to(run, "sender", visitor, follow)
    run.work()


def _treated(run: Run, who: Person, browser: Browser, said: dict[str, str]) -> None:
    """Read by the team, and by nobody of another organisation; then what its members do of it."""
    signal = _newest().pk
    page = reverse("outreach:signal", args=[signal])
    shown = run.went(browser.get(page), 200, "page of the signal")
    run.expect(said["words"].encode() in shown.content, "what was signalled is not shown")
    _, stranger = run.person("outreach-worker")
    shown_to(run, "stranger", stranger, page, reverse("outreach:signals"))
    acts: list[tuple[str, list[Any], dict[str, str]]] = [
        ("signal_act", [signal, "lu"], {}),
        ("signal_take", [signal], {"who": str(who.somebody.user.pk), "place": ""}),
        ("signal_met", [signal], {"person": ""}),
        ("signal_answer", [signal], {"answer": SignalAnswer.PASSED.value}),
    ]
    for name, given, typed in acts:
        where = reverse(f"outreach:{name}", args=given)
        run.went(browser.post(where, typed), 302, f"{name} of a signal")


def signal_from_an_account(run: Run) -> None:
    """The same from the account of a partner, who then reads what became of it, and no word."""
    who, browser = run.person("caseworker")
    _, adviser = run.person("partner-adviser")
    if run.turn == 1:
        may_come(who.somebody.organisation)
    send = reverse("outreach:signal_send")
    run.went(adviser.get(send, {"commune": COMMUNE}), 200, "page to signal")
    said = _said(run) | {"operator": str(who.somebody.organisation.pk)}
    run.went(adviser.post(send, said), 302, "signal from an account")
    run.work()
    page = reverse("outreach:signal", args=[_newest().pk])
    shown = run.went(browser.get(page), 200, "page of the signal")
    run.expect(said["words"].encode() in shown.content, "what was signalled is not shown")
    shown_to(run, "sender", adviser, page, reverse("outreach:signals_sent"))


def imported_people(run: Run) -> None:
    """A file of people: its columns said, checked, imported; another given up for its mistakes."""
    who, browser = run.person("caseworker")
    day = f"{clock.today():%d/%m/%Y}"
    heading = run.new("imported-heading")
    lines = [
        [run.new("imported-person"), run.new("imported-person"), day, run.new("imported-person")]
        for _ in range(2)
    ]
    header = ["Surnom", "Prénom", "Dernier contact", heading]
    check = _uploaded(run, who, browser, header, lines)
    shown = run.went(browser.get(check), 200, "check of a file")
    run.expect(lines[0][0].encode() in shown.content, "the people of the file are not shown")
    run.went(browser.post(check), 302, "people imported")
    wrong = [[run.new("imported-person"), run.new("imported-mistake")]]
    check = _uploaded(run, who, browser, ["Surnom", "Dernier contact"], wrong)
    run.went(browser.get(check), 200, "check of a wrong file")
    run.went(browser.post(check, {"abandon": "1"}), 302, "file given up")
    lasting = [[run.new("imported-person"), day]]
    _uploaded(run, who, browser, ["Surnom", "Dernier contact"], lasting)
    colleague = beside(run, who, MembershipRole.OUTREACH_WORKER)
    shown_to(run, "colleague", colleague, check, reverse("outreach:imports"))
    run.work()


def _uploaded(
    run: Run, who: Person, browser: Browser, header: list[str], lines: list[list[str]]
) -> str:
    """The page that checks a file, once its columns were taken as proposed."""
    name = f"{run.new('imported-name')}.csv"
    upload = SimpleUploadedFile(name, csv_bytes(header, lines, ";"))
    sent = {"kind": ImportKind.PERSONS.value, "file": upload}
    where = run.went(browser.post(reverse("outreach:imports"), sent), 302, "file")["Location"]
    page = run.went(browser.get(where), 200, "columns").content.decode()
    form = next(one for one in forms_of(page, where, who) if one.fields[-1].name == "abandon")
    proposed = {one.name: one.value for one in next(presses(form)).fields}
    chosen = run.went(browser.post(where, proposed), 302, "columns said")
    return str(chosen["Location"])


def begun_entries(run: Run) -> None:
    """What is typed of a meeting, a remark and a report, and not sent."""
    who, browser = run.person("outreach-worker")
    typed = {name: run.new("begun-entry") for name in ("words", "nickname", "text")}
    for name in ("encounter", "observation", "daily_report"):
        where = reverse(f"outreach:{name}_draft")
        run.went(browser.post(where, {"text": urlencode(typed)}), 200, f"{name} begun")
    page = run.went(browser.get(reverse("outreach:encounter_new")), 200, "meeting begun")
    run.expect(typed["words"].encode() in page.content, "what was begun is not shown again")
    colleague = beside(run, who, MembershipRole.OUTREACH_WORKER)
    shown_to(run, "colleague", colleague, reverse("outreach:encounter_new"))


def between_operators(run: Run) -> None:
    """Somebody looked for by another operator: asked, found by the index, answered."""
    with served_index() as folder:
        asking, asker = run.person("coordinator")
        referent, _ = run.person("caseworker")
        for one in (asking, referent):
            _take_part_once(one)
        _, browser, key, given = opened_file(run)
        told = {"support": Support.SPOKEN.value, "language": "fr"}
        run.went(browser.post(reverse("agreements:inform", args=[key]), told), 302, "information")
        carry(clock.now())
        typed = {name: run.new("asked-name") for name in ("first_name", "last_name")}
        _asked(run, asker, typed)
        page = _asked(run, asker, {name: given[name] for name in typed})
        notice = InquiryNotice.objects.filter(person=key).first()
        run.expect(notice is not None, "the index found nobody")
        contact = _answered(run, browser, notice.pk) if notice else "nobody"
        read = run.went(asker.get(page), 200, "answer to what was asked")
        run.expect(contact.encode() in read.content, "no answer is shown")
        _, stranger = run.person("outreach-worker")
        shown_to(run, "stranger", stranger, page, reverse("between:all"))
        # Its keys and its tokens: neither a name nor a number is there.
        for path in sorted(one for one in folder.rglob("*") if one.is_file()):
            run.workshop.exports.append((f"index {path.name}", path.read_bytes()))
    run.work()


def _take_part_once(one: Person) -> None:
    place, user = one.somebody.organisation, User.objects.get(pk=one.somebody.user.pk)
    if not IndexParticipation.objects.in_force().filter(organisation=place).exists():
        take_part(place, user)


def _asked(run: Run, asker: Browser, typed: dict[str, str]) -> str:
    """The page of a request, once the worker has carried it."""
    sent = asker.post(reverse("between:ask"), typed | {"birth_date": BORN})
    where = str(run.went(sent, 302, "asked of the others")["Location"])
    run.went(asker.get(where), 200, "page of what was asked")
    carry(clock.now())
    return where


def _answered(run: Run, browser: Browser, notice: UUID) -> str:
    """How the referent may be reached, as they say it."""
    where = reverse("between:received-one", args=[notice])
    run.went(browser.get(where), 200, "request received")
    said = {
        "ground": Basis.CONSENT.value,
        "contact": run.new("referent-contact"),
        "words": run.new("referent-contact"),
    }
    run.went(browser.post(reverse("between:accept", args=[notice]), said), 302, "answered")
    return said["contact"]


FLOWS = (signal_by_link, signal_from_an_account, imported_people, begun_entries, between_operators)
