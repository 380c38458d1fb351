"""Receipts: on the screen, as the signed file, on paper; the public key; the availability."""

import csv
import io
import json
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from o2r.accounts.acts import PROVED
from o2r.accounts.door import door, open_one
from o2r.accounts.policy import decide
from o2r.accounts.requests import SignedInRequest
from o2r.calls.applications import hours, receipts
from o2r.calls.applications.availability import HOUR, Knock, fingerprint, hour_of, troubles, watched
from o2r.calls.applications.enums import ApplicationState
from o2r.calls.applications.models import Application, Submission
from o2r.calls.applications.services.knocking import attestations, knocks_between
from o2r.calls.applications.states_shown import ShownState
from o2r.calls.models import Call
from o2r.core import clock
from o2r.core.access import public_page
from o2r.core.documents import printing
from o2r.core.journal.anchoring import own_signing_key
from o2r.core.journal.signed import key_id

_ATTACHED = 'attachment; filename="{}"'
STYLES = ("core/css/tokens.css", "applications/css/receipt_pdf.css")


@door("application", "read")
@require_safe
def receipt(request: SignedInRequest, application: UUID) -> HttpResponse:
    """What was received, when, and its fingerprint."""
    found, sent = _sent(request, application, "document", "receipt")
    subject = found.subject(request.actor)
    context = receipt_page(found, *sent) | {
        "may_export": bool(decide(request.actor, "export", subject, PROVED)),
        "pdf_available": printing.available(),
        "has_pieces": found.pieces.exists(),
    }
    return render(request, "applications/receipt.html", context)


def receipt_page(found: Application, last: Submission, *former: Submission) -> dict[str, Any]:
    """What the page of a receipt shows. ``former``: those that were taken back before."""
    zone, context = found.call.zone_info, _said(found, last)
    return context | {
        "former": [(one, hours.said(one.arrived_at, zone, exact=True)) for one in former],
        "may_take_back": context["standing"] and found.call.receives(clock.now()),
        # What the consortium is told, not the state itself: nothing decided before the results.
        "may_withdraw": found.shown_state not in (ShownState.CONTRACTED, ShownState.INADMISSIBLE),
        "closes": hours.said(found.call.closes_at, zone) if found.call.closes_at else "",
    }


def received_page(found: Application, last: Submission) -> dict[str, Any]:
    """What is said at once to who has just sent, without another look at the database."""
    return {"application": found, "submission": last, "facts": _facts(found, last)}


def _said(found: Application, last: Submission) -> dict[str, Any]:
    is_withdrawn = found.state == ApplicationState.WITHDRAWN
    return {
        "application": found,
        "submission": last,
        "standing": last.taken_back_at is None and not is_withdrawn,
        "is_withdrawn": is_withdrawn,
        "facts": _facts(found, last),
    }


@door("application", "export")
@require_safe
def receipt_pdf(request: SignedInRequest, application: UUID) -> HttpResponse:
    """The receipt on paper, drawn when it is asked for."""
    found, sent = _sent(request, application)
    if not printing.available():
        raise Http404
    document = json.loads(sent[0].receipt)
    context = _said(found, sent[0]) | {
        "members": found.members.order_by("-is_lead", "position", "name", "pk"),
        "key_name": key_id(receipts.key_in(sent[0].receipt)),
        "signature": document["signature"],
    }
    page = render_to_string("applications/receipt_pdf.html", context, request)
    headers = {"Content-Disposition": _ATTACHED.format(f"{_name(found)}.pdf")}
    return HttpResponse(
        printing.render(page, STYLES), content_type="application/pdf", headers=headers
    )


def _name(found: Application) -> str:
    return f"recepisse-{found.call.slug}-{found.number}"


def _facts(found: Application, sent: Submission) -> list[tuple[str, str]]:
    zone = found.call.zone_info
    facts = [
        ("Appel", found.call.title),
        ("Projet", found.title),
        ("Numéro", str(found.number)),
        ("Arrivée", hours.said(sent.arrived_at, zone, exact=True)),
    ]
    if found.call.closes_at:
        facts.append(("Clôture de l’appel", hours.said(found.call.closes_at, zone)))
    if sent.intent_opened_at:
        opened = hours.said(sent.intent_opened_at, zone, exact=True)
        facts.append(("Récapitulatif ouvert", opened))
    facts.append(("Enregistrement", hours.said(sent.recorded_at, zone, exact=True)))
    facts.append(("Dépôt", f"n° {sent.rank}"))
    return facts


@door("application", "export")
@require_safe
def receipt_json(request: SignedInRequest, application: UUID) -> HttpResponse:
    """The signed statement, to keep and to verify offline."""
    found, sent = _sent(request, application)
    headers = {"Content-Disposition": _ATTACHED.format(f"{_name(found)}.json")}
    return HttpResponse(sent[0].receipt, content_type="application/json", headers=headers)


@door("application", "export")
@require_safe
def receipt_document(request: SignedInRequest, application: UUID) -> HttpResponse:
    """What was sent, in its canonical text: its SHA-256 is the fingerprint of the receipt."""
    found, sent = _sent(request, application)
    name = f"candidature-{found.call.slug}-{found.number}.json"
    headers = {"Content-Disposition": _ATTACHED.format(name)}
    return HttpResponse(sent[0].document, content_type="application/json", headers=headers)


def _sent(
    request: SignedInRequest, application: UUID, *heavy: str
) -> tuple[Application, list[Submission]]:
    """An application and its submissions, the last one first. Raises Http404 when it has none."""
    rows = Application.objects.select_related("call__dreets")
    found = open_one(request, rows, pk=application).obj
    sent = list(found.submissions.order_by("-rank").defer(*heavy))
    if not sent:
        raise Http404
    return found, sent


@public_page
@require_safe
def public_key(request: HttpRequest) -> HttpResponse:
    """The key with which receipts are signed, for whoever verifies one."""
    key = own_signing_key().public_key()
    pem = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    headers = {"Content-Disposition": _ATTACHED.format(f"cle-{key_id(key)}.pem")}
    return HttpResponse(pem, content_type="application/x-pem-file", headers=headers)


@public_page
@require_safe
def incidents(request: HttpRequest, call: str) -> HttpResponse:
    """Whether the site answered around the closing of a call: for anyone, a candidate above all."""
    found = get_object_or_404(Call.objects.shown_to_public(), slug=call)
    return render(request, "applications/availability.html", _availability(found))


@door("call", "update")
@require_safe
def availability(request: SignedInRequest, call: str) -> HttpResponse:
    """The same for the State service, hour by hour, with the seals of the journal."""
    found = open_one(request, Call.objects.all(), slug=call).obj
    context = _availability(found)
    return render(request, "applications/availability.html", context | _hours(found))


@door("call", "update")
@require_safe
def availability_csv(request: SignedInRequest, call: str) -> HttpResponse:
    """Every knock, as a table of a spreadsheet."""
    found = open_one(request, Call.objects.all(), slug=call).obj
    if found.closes_at is None:
        raise Http404
    written = io.StringIO()
    rows = csv.writer(written, delimiter=";")
    rows.writerow(["instant (UTC)", "a répondu", "millisecondes", "détail"])
    for one in knocks_between(*watched(found.closes_at)):
        answered = "oui" if one.answered else "non"
        rows.writerow([one.at.isoformat(), answered, one.milliseconds, one.detail])
    headers = {"Content-Disposition": _ATTACHED.format(f"disponibilite-{found.slug}.csv")}
    return HttpResponse(
        "\ufeff" + written.getvalue(), content_type="text/csv; charset=utf-8", headers=headers
    )


def _availability(call: Call) -> dict[str, Any]:
    if call.closes_at is None:
        raise Http404
    zone, now = call.zone_info, clock.now()
    since, until = watched(call.closes_at)
    knocks = knocks_between(since, until)
    wrong = troubles(knocks, since=since, until=min(until, now)) if now > since else []
    return {
        "call": call,
        "closes": hours.said(call.closes_at, zone),
        "rows": [],
        "headers": ["Heure", "Mesures", "Sans réponse", "Plus lente (ms)", "Scellé"],
        "knocks": len(knocks),
        "answered": sum(one.answered for one in knocks),
        "not_started": now <= since,
        "is_official": False,
        "troubles": [
            (one, hours.said(one.since, zone), hours.said(one.until, zone)) for one in wrong
        ],
    }


def _hours(call: Call) -> dict[str, Any]:
    """Each hour, compared with what the journal keeps of it."""
    assert call.closes_at is not None  # noqa: S101 — _availability has asked
    since, until = watched(call.closes_at)
    rows, hour, sealed = [], hour_of(since), attestations(call)
    while hour < min(until, clock.now()):
        whole = knocks_between(hour, hour + HOUR)
        if whole:
            rows.append(_hour(hours.said(hour, call.zone_info), whole, sealed.get(hour)))
        hour += HOUR
    return {"rows": rows, "is_official": True}


def _hour(said: str, whole: list[Knock], kept: str | None) -> list[str | int]:
    verdict = "pas encore scellée"
    if kept is not None:
        verdict = "scellée, intacte" if kept == fingerprint(whole) else "MODIFIÉE depuis"
    slowest = max(one.milliseconds for one in whole)
    return [said, len(whole), sum(not one.answered for one in whole), slowest, verdict]
