"""The jobs of a person: signed, begun, followed, kept, prolonged or broken."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from o2r.accounts.door import door
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, posted
from o2r.core import clock
from o2r.pathways.employment.enums import AdjustmentCode
from o2r.pathways.employment.forms.jobs import (
    AdjustmentForm,
    AdviserForm,
    BreakForm,
    ContactForm,
    ExtendForm,
    JobForm,
    VisitForm,
)
from o2r.pathways.employment.models import Adjustment, Job
from o2r.pathways.employment.selectors.jobs import BROUGHT, job_shown, whole
from o2r.pathways.employment.services.following import (
    adjustment_done,
    agree_contact,
    forget_contact,
    note_adjustment,
    note_visit,
)
from o2r.pathways.employment.services.jobs import (
    break_job,
    extend,
    name_adviser,
    settle,
    sign,
    start,
)
from o2r.pathways.employment.views.opened_job import followed, followers, job_of, one_of

READ_WRITE = ["GET", "HEAD", "POST"]
FORM = "employment/act.html"


@door("person-file", "update")
@require_safe
def jobs(request: SignedInRequest, person: UUID) -> HttpResponse:
    """The jobs of a person, newest first."""
    file = followed(request, person)
    rows = Job.objects.filter(person=file.person).order_by("-starts_on", "pk")
    context = file.context | {
        "jobs": [job_shown(file.reader, one) for one in rows],
        "can_write": file.person.is_followed,
    }
    return render(request, "employment/jobs.html", context)


@door("person-file", "update")
@require_http_methods(READ_WRITE)
def job_new(request: SignedInRequest, person: UUID) -> HttpResponse:
    """Note a job that the person signed."""
    file = followed(request, person)
    form = JobForm(posted(request), followers=followers(file.person))
    made: list[Job] = []
    if form.is_valid() and done(
        request,
        lambda: made.append(sign(by=request.actor, person=file.person, details=form.details())),
        "L’emploi est noté. Les questions des premières semaines sont prévues.",
        form,
    ):
        return redirect("employment:job", person=person, job=made[0].pk)
    return render(request, "employment/job_form.html", file.context | {"form": form})


@door("person-file", "update")
@require_safe
def job(request: SignedInRequest, person: UUID, job: UUID) -> HttpResponse:
    """One job and all that follows it."""
    file = followed(request, person, bring=BROUGHT)
    row = job_of(file, job)
    context = file.context | {
        "whole": whole(file.reader, file.person, row),
        "job": row,
        "can_write": file.person.is_followed,
        "today": clock.today(),
    }
    return render(request, "employment/job.html", context)


@door("person-file", "update")
@require_POST
def job_act(request: SignedInRequest, person: UUID, job: UUID, act: str) -> HttpResponse:
    """What the button says: begun, kept, the contact of the employer forgotten."""
    file = followed(request, person)
    row, by = job_of(file, job), request.actor
    acts: dict[str, tuple[Callable[[], object], str]] = {
        "commence": (partial(start, by=by, job=row), "C’est noté : la personne a commencé."),
        "garde": (partial(settle, by=by, job=row), "C’est noté : l’emploi est gardé."),
        "oublier-contact": (
            partial(forget_contact, by=by, job=row),
            "Le contact est effacé. L’employeur n’est plus interrogé.",
        ),
    }
    if act not in acts:
        raise Http404
    done(request, *acts[act])
    return redirect("employment:job", person=person, job=job)


@door("person-file", "update")
@require_http_methods(READ_WRITE)
def adviser(request: SignedInRequest, person: UUID, job: UUID) -> HttpResponse:
    """Say whom the employer calls."""
    file = followed(request, person)
    row = job_of(file, job)
    form = AdviserForm(
        posted(request),
        followers=followers(file.person),
        initial={"adviser": str(row.adviser_id or "")},
    )
    if form.is_valid() and done(
        request,
        lambda: name_adviser(by=request.actor, job=row, adviser=form.chosen()),
        "C’est noté.",
        form,
    ):
        return redirect("employment:job", person=person, job=job)
    context = {"form": form, "job": row, "heading": "L’interlocuteur de l’employeur"}
    return render(request, FORM, file.context | context | {"label": "Choisir", "lead": ""})


@door("person-file", "update")
@require_http_methods(READ_WRITE)
def contact(request: SignedInRequest, person: UUID, job: UUID) -> HttpResponse:
    """Keep whom to talk to at work, because the person said yes."""
    file = followed(request, person)
    row = job_of(file, job)
    form = ContactForm(posted(request), initial={"agreed_on": clock.today()})
    if form.is_valid() and done(
        request,
        lambda: agree_contact(by=request.actor, job=row, given=form.reached()),
        "Le contact est noté.",
        form,
    ):
        return redirect("employment:job", person=person, job=job)
    context = {"form": form, "job": row, "heading": "Qui appeler au travail"}
    lead = "Seulement si la personne est d’accord. Elle peut changer d’avis, sans dire pourquoi."
    return render(request, FORM, file.context | context | {"label": "Noter", "lead": lead})


@door("person-file", "update")
@require_http_methods(READ_WRITE)
def visit(request: SignedInRequest, person: UUID, job: UUID) -> HttpResponse:
    """Note a visit or a call."""
    file = followed(request, person)
    row = job_of(file, job)
    form = VisitForm(posted(request), initial={"on": clock.today()})
    if form.is_valid() and done(
        request,
        lambda: note_visit(by=request.actor, job=row, visited=form.visited()),
        "C’est noté.",
        form,
    ):
        return redirect("employment:job", person=person, job=job)
    context = {"form": form, "job": row, "heading": "Noter une visite ou un appel"}
    return render(request, FORM, file.context | context | {"label": "Noter", "lead": ""})


@door("person-file", "update")
@require_http_methods(READ_WRITE)
def adjustment(request: SignedInRequest, person: UUID, job: UUID) -> HttpResponse:
    """Note what should change at work."""
    file = followed(request, person)
    row = job_of(file, job)
    form = AdjustmentForm(posted(request))
    if form.is_valid() and done(
        request,
        lambda: note_adjustment(
            by=request.actor,
            job=row,
            code=AdjustmentCode(form.cleaned_data["what"]),
            words=form.cleaned_data["words"],
            form=form.cleaned_data["code"],
        ),
        "C’est noté.",
        form,
    ):
        return redirect("employment:job", person=person, job=job)
    context = {"form": form, "job": row, "heading": "Aménager le poste"}
    return render(request, FORM, file.context | context | {"label": "Noter", "lead": ""})


@door("person-file", "update")
@require_POST
def adjustment_act(request: SignedInRequest, person: UUID, adjustment: UUID) -> HttpResponse:
    """Say that what should change at work has."""
    file = followed(request, person)
    row = one_of(Adjustment.objects.select_related("job"), file, adjustment)
    done(request, partial(adjustment_done, by=request.actor, adjustment=row), "C’est noté : fait.")
    return redirect("employment:job", person=person, job=row.job_id)


@door("person-file", "update")
@require_http_methods(READ_WRITE)
def prolong(request: SignedInRequest, person: UUID, job: UUID) -> HttpResponse:
    """Say that the contract is prolonged."""
    file = followed(request, person)
    row = job_of(file, job)
    form = ExtendForm(posted(request))
    if form.is_valid() and done(
        request,
        lambda: extend(by=request.actor, job=row, ends_on=form.cleaned_data["ends_on"]),
        "Le contrat est prolongé.",
        form,
    ):
        return redirect("employment:job", person=person, job=job)
    context = {"form": form, "job": row, "heading": "Le contrat est prolongé"}
    return render(request, FORM, file.context | context | {"label": "Prolonger", "lead": ""})


@door("person-file", "update")
@require_http_methods(READ_WRITE)
def rupture(request: SignedInRequest, person: UUID, job: UUID) -> HttpResponse:
    """Say that the job ended before its time, and how."""
    file = followed(request, person)
    row = job_of(file, job)
    form = BreakForm(posted(request), initial={"on": clock.today()})
    if form.is_valid() and done(
        request,
        lambda: break_job(by=request.actor, job=row, how=form.how()),
        "C’est noté. Prenez le temps d’en parler avec la personne.",
        form,
    ):
        return redirect("employment:job", person=person, job=job)
    context = {"form": form, "job": row, "heading": "Le contrat est rompu"}
    return render(request, FORM, file.context | context | {"label": "Noter la rupture", "lead": ""})
