"""Questions of the first weeks, and the alerts they open."""

from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from o2r.accounts.door import door
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.services.links import new_secret
from o2r.accounts.views.rows import done, posted
from o2r.core.messaging.enums import Channel
from o2r.pathways.appointments.selectors.wishes import WISHES
from o2r.pathways.employment.enums import Side
from o2r.pathways.employment.forms.jobs import AnswerForm, CloseForm
from o2r.pathways.employment.models import Checkpoint, EmploymentAlert
from o2r.pathways.employment.questions import question_of
from o2r.pathways.employment.selectors.jobs import alert_shown, checkpoint_shown, job_shown
from o2r.pathways.employment.selectors.posing import channels_for, last_posed
from o2r.pathways.employment.services.asking import (
    close_alert,
    note_answer,
    open_link,
    take_alert,
)
from o2r.pathways.employment.services.posing import send_question
from o2r.pathways.employment.views.opened_job import followed, one_of
from o2r.people.views.opened import OpenedFile

READ_WRITE = ["GET", "HEAD", "POST"]


def _checkpoint(file: OpenedFile, key: UUID) -> Checkpoint:
    row: Checkpoint = one_of(Checkpoint.objects.select_related("job"), file, key)
    row.job.person = file.person
    return row


@door("person-file", "update")
@require_http_methods(READ_WRITE)
def checkpoint(request: SignedInRequest, person: UUID, checkpoint: UUID) -> HttpResponse:
    """One question: what was answered, or note it."""
    file = followed(request, person, bring=WISHES)
    row = _checkpoint(file, checkpoint)
    asked = question_of(row.day, Side(row.side))
    form = AnswerForm(posted(request), answers=asked.choices)
    if form.is_valid() and done(
        request,
        lambda: note_answer(by=request.actor, checkpoint=row, given=form.given()),
        "La réponse est notée.",
        form,
    ):
        return redirect("employment:job", person=person, job=row.job_id)
    context = file.context | {
        "form": form,
        "shown": checkpoint_shown(file.reader, row),
        "job": row.job,
        "can_write": file.person.is_followed,
        "is_sure": asked.is_sure,
        "posed": last_posed(row) if row.is_waiting else None,
        "channels": channels_for(row) if row.is_waiting else [],
    }
    return render(request, "employment/checkpoint.html", context)


@door("person-file", "update")
@never_cache
@require_POST
def checkpoint_link(request: SignedInRequest, person: UUID, checkpoint: UUID) -> HttpResponse:
    """Make the link of a question. Its address is shown in answer, once: it is nowhere else."""
    file = followed(request, person)
    row = _checkpoint(file, checkpoint)
    code, _ = new_secret()
    if not done(request, partial(open_link, by=request.actor, checkpoint=row, code=code), ""):
        return redirect("employment:checkpoint", person=person, checkpoint=checkpoint)
    row.refresh_from_db(fields=["expires_on", "state"])
    address = request.build_absolute_uri(reverse("employment_answer:answer", args=[code]))
    context = file.context | {
        "address": address,
        "shown": checkpoint_shown(file.reader, row),
        "job": row.job,
    }
    return render(request, "employment/link_made.html", context)


@door("person-file", "update")
@require_POST
def checkpoint_send(request: SignedInRequest, person: UUID, checkpoint: UUID) -> HttpResponse:
    """Send a question by SMS or mail. Its address is in the message alone."""
    file = followed(request, person)
    row = _checkpoint(file, checkpoint)
    asked = request.POST.get("channel", "")
    if asked in Channel.values:
        channel, (code, _) = Channel(asked), new_secret()
        address = request.build_absolute_uri(reverse("employment_answer:answer", args=[code]))
        done(
            request,
            lambda: send_question(
                by=request.actor, checkpoint=row, channel=channel, code=code, address=address
            ),
            "La question part dès que l’heure le permet.",
        )
    return redirect("employment:checkpoint", person=person, checkpoint=checkpoint)


@door("person-file", "update")
@require_http_methods(READ_WRITE)
def alert(request: SignedInRequest, person: UUID, alert: UUID) -> HttpResponse:
    """One alert: who deals with it, by when, what was done."""
    file = followed(request, person)
    rows = EmploymentAlert.objects.select_related("job", "checkpoint", "owner")
    row: EmploymentAlert = one_of(rows, file, alert)
    row.job.person = file.person
    form = CloseForm(posted(request))
    if form.is_valid() and done(
        request,
        lambda: close_alert(by=request.actor, alert=row, done=form.cleaned_data["done"]),
        "L’alerte est traitée.",
        form,
    ):
        return redirect("employment:job", person=person, job=row.job_id)
    question = checkpoint_shown(file.reader, row.checkpoint) if row.checkpoint else None
    context = file.context | {
        "form": form,
        "shown": alert_shown(file.reader, file.person, row),
        "alert": row,
        "job": job_shown(file.reader, row.job),
        "question": question,
        "can_write": file.person.is_followed,
        "is_mine": row.owner_id == request.actor.user,
    }
    return render(request, "employment/alert.html", context)


@door("person-file", "update")
@require_POST
def alert_take(request: SignedInRequest, person: UUID, alert: UUID) -> HttpResponse:
    """Say that one deals with it."""
    file = followed(request, person)
    row = one_of(EmploymentAlert.objects.select_related("job"), file, alert)
    row.job.person = file.person
    done(request, partial(take_alert, by=request.actor, alert=row), "Vous vous en occupez.")
    return redirect("employment:alert", person=person, alert=alert)
