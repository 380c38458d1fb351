"""Secrets put through the doors of work: visitors, person files, rights, alerts, settings."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from o2r.accounts.enums import Relation
from o2r.accounts.sample.models import SampleRecord
from o2r.accounts.sample.services import open_record
from o2r.accounts.sample.specimens import GROUPS
from o2r.accounts.signin.measured_door import last_link
from o2r.accounts.specimens import specimens_for
from o2r.core.files.purposes import DOCUMENT
from o2r.core.files.services import receive
from o2r.core.journal.authors import Author
from o2r.core.retention.models import RightsRequest
from o2r.core.watch.enums import AlertState
from o2r.proofs.canary_run import Run
from o2r.proofs.filling import project_file, right_line
from o2r.proofs.world import Person

SEALED = ("identity", "narrative")
EXPORTS = ("csv", "xlsx", "geojson")


def _specimen(who: Person, kind: str, relation: Relation) -> dict[str, str]:
    made = specimens_for(kind)
    assert made is not None  # noqa: S101 — said to mypy
    return made.make(who.somebody, relation).parameters


def visitor(run: Run) -> None:
    """A message to a project, a mistyped one, an error report, a question, a search."""
    manager, _ = run.person("platform-manager")
    slug = _specimen(manager, "error-report", Relation.ANY)["slug"]
    browser = run.browser()
    where = reverse("public_map:relay", args=[slug])
    wrong = {"name": run.new("mistyped"), "email": run.new("mistyped"), "message": "…"}
    run.went(browser.post(where, wrong), 200, "mistyped message")
    sent = {
        "name": run.new("visitor-name"),
        "email": f"{run.new('visitor-email')}@mesure.example",
        "message": run.new("relay-message"),
    }
    run.went(browser.post(where, sent), 302, "message")
    where = reverse("public_map:report", args=[slug])
    sent = {
        "message": run.new("error-report"),
        "email": f"{run.new('reporter-email')}@mesure.example",
    }
    run.went(browser.post(where, sent), 302, "error report")
    asked = {
        "name": run.new("question"),
        "email": f"{run.new('question')}@mesure.example",
        "message": run.new("question"),
    }
    run.went(browser.post(reverse("public_map:help"), asked), 302, "question")
    run.went(browser.get(reverse("public_map:home"), {"q": run.new("search")}), 200, "search")
    run.work()


def person_file(run: Run) -> None:
    """A file opened, written, read, listed and exported by its referent."""
    referent, browser = run.person("caseworker")
    somebody = referent.somebody
    texts = {name: run.new(name if name in SEALED else "coded-group") for name in GROUPS[:5]}
    record = open_record(
        by=Author.system("trust"),
        organisation=somebody.organisation,
        referent=somebody.user,
        texts=texts,
    )
    page = f"/espace/essai/{record.pk}/"
    written = {"group": "narrative", "text": run.new("narrative")}
    run.went(browser.post(page, written), 302, "narrative written")
    shown = run.went(browser.get(page), 200, "file")
    run.expect(written["text"].encode() in shown.content, "the narrative is not shown")
    run.went(browser.get("/espace/essai/"), 200, "list")
    if run.turn == 1:
        # One export: a spree of them would block the account, as it must.
        run.went(browser.get(f"{page}export.json"), 200, "export of the file")


def exports_of_others(run: Run) -> None:
    """What people who have nothing to do with the files, nor with the accounts, take away."""
    if run.turn > 1:
        return None
    record = SampleRecord.objects.order_by("-pk").first()
    if record is None:
        return run.expect(False, "no file to export")
    for name in ("outreach-worker", "researcher", "dpo", "coordinator", "platform-manager"):
        _, browser = run.person(name)
        taken = [f"/espace/essai/{record.pk}/export.json", reverse("governance:journal_export")]
        taken += [reverse("projects:export", args=[kind]) for kind in EXPORTS]
        for where in taken:
            answer = browser.get(where)
            run.workshop.exports.append((f"{name} {where}", answer.content))
        answer = browser.post(reverse("retention:own_export"))
        run.workshop.exports.append((f"{name} own data", answer.content))
    browser = run.browser()
    for name in ("projects_csv", "projects_json", "projects_geojson"):
        answer = browser.get(reverse(f"public_map:{name}"))
        run.workshop.exports.append((f"anyone {name}", answer.getvalue()))


def imported_file(run: Run) -> None:
    """A file of projects: checked with a wrong line, then imported without it."""
    _, browser = run.person("platform-manager")
    lines = [
        right_line(
            identifiant=run.new("import-slug"),
            description=run.new("import-text"),
            courriel_relais=f"{run.new('import-mailbox')}@mesure.example",
        ),
        right_line(identifiant="faux", territoire=run.new("import-mistake")),
    ]
    name = f"{run.new('import-name')}.csv"
    upload = SimpleUploadedFile(name, project_file("csv", lines))
    sent = run.went(browser.post(reverse("projects:upload"), {"file": upload}), 302, "upload")
    if sent.status_code == 302:
        run.went(browser.get(sent["Location"]), 200, "check")
        run.went(browser.post(sent["Location"], {"skip_invalid": "on"}), 302, "import")
    run.went(browser.get(reverse("projects:home")), 200, "projects")


def received_file(run: Run) -> None:
    """A document received, verified and kept."""
    who, _ = run.person("caseworker")
    name, text = f"{run.new('file-name')}.txt", f"Essai {run.new('file-content')}\n"
    somebody = who.somebody
    kept = receive(
        by=Author(somebody.user.pk, somebody.organisation.pk, "caseworker"),
        upload=SimpleUploadedFile(name, text.encode(), "text/plain"),
        organisation=somebody.organisation.pk,
        attached_kind="person-file",
        attached_id=somebody.user.pk,
        purpose=DOCUMENT.code,
    )
    run.work()
    kept.refresh_from_db()
    run.expect(kept.is_servable, f"the file is {kept.state}")


def rights(run: Run) -> None:
    """A visitor proves a mailbox and asks; who answers replies."""
    browser = run.browser()
    address = f"{run.new('visitor-email')}@mesure.example"
    run.went(browser.post(reverse("retention:ask_link"), {"email": address}), 200, "link asked")
    run.work()
    link = last_link()
    run.seen("rights-link", parse_qs(urlsplit(link).query)["jeton"][0])
    where: Any = browser.get(link, follow=True)
    asked = {"right": "rectification", "details": run.new("rights-details")}
    page = where.redirect_chain[-1][0] if where.redirect_chain else link
    run.went(browser.post(page, asked), 302, "request")
    _, manager = run.person("platform-manager")
    request = RightsRequest.objects.order_by("-received_at").first()
    if request is None:
        return run.expect(False, "no request")
    run.went(manager.get(reverse("retention:request", args=[request.pk])), 200, "request page")
    answer = {"state": "refused", "words": run.new("rights-answer")}
    where = reverse("retention:answer", args=[request.pk])
    run.went(manager.post(where, answer), 302, "answer")
    run.work()
    run.expect(address in mail.outbox[-1].to, "no answer to the visitor")


def supervision(run: Run) -> None:
    """What managers write of an alert, of a block, of a threshold, of a report."""
    manager, browser = run.person("account-manager")
    alert = _specimen(manager, "alert", Relation.ORGANISATION)
    where = reverse("watch:alert", args=[alert["alert"]])
    handled = {"state": AlertState.FOUNDED.value, "comment": run.new("supervision")}
    run.went(browser.post(where, handled), 302, "alert")
    lifted = {"reason": run.new("supervision")}
    where = reverse("watch:lift", args=[alert["alert"], alert["block"]])
    run.went(browser.post(where, lifted), 302, "block lifted")
    platform, browser = run.person("platform-manager")
    setting = {"value": "70", "reason": run.new("supervision")}
    where = reverse("watch:threshold", args=["quota-step-up"])
    run.went(browser.post(where, setting), 302, "threshold")
    report = _specimen(platform, "error-report", Relation.ANY)["report"]
    treated = {"treatment": run.new("supervision")}
    where = reverse("projects:report", args=[report])
    run.went(browser.post(where, treated), 302, "report treated")


FLOWS = (visitor, person_file, imported_file, received_file, rights, supervision, exports_of_others)
