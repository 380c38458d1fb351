"""What is offered to somebody: a questionnaire, the réglettes, their words, their opinion."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from o2r.accounts.door import door
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, posted
from o2r.pathways.measures import services
from o2r.pathways.measures.enums import Moment, Outcome
from o2r.pathways.measures.forms.asking import (
    SatisfactionForm,
    ScaleForm,
    SliderForm,
    WhenForm,
)
from o2r.pathways.measures.forms.telling import ChangeForm
from o2r.pathways.measures.models import Measure
from o2r.pathways.measures.scales import Scale
from o2r.pathways.measures.selectors.results import moment_proposed
from o2r.pathways.measures.services.checking import When
from o2r.pathways.measures.wordings import offered, scales, wording_for
from o2r.people.models import Person
from o2r.people.views.opened import opened_file

UNANSWERED = {
    "passer": Outcome.SKIPPED,
    "refuser": Outcome.REFUSED,
    "non-propose": Outcome.NOT_OFFERED,
}


@door("person-file", "update")
@never_cache
@require_http_methods(["GET", "POST"])
def questionnaire(request: SignedInRequest, person: UUID) -> HttpResponse:
    """Offer a published scale, in the language of the person when its wording is there; the list of
    those that may be offered when the address names none."""
    file = opened_file(request, person)
    known = scales().get(request.GET.get("echelle", ""))
    wording = wording_for(known, file.person.language) if known else None
    if known is None or wording is None or known.group not in file.reader.groups:
        listed = [one for one in offered() if one.group in file.reader.groups]
        return render(request, "measures/questionnaires.html", file.context | {"offered": listed})
    first = {"moment": _moment(file.person, known)}
    form = ScaleForm(known, wording, posted(request), initial=first)
    act = request.POST.get("act", "")
    if form.is_valid() and done(
        request, lambda: _kept(request, file.person, known, form, act), "C’est noté.", form
    ):
        return redirect("measures:results", person=person)
    context = {"form": form, "scale": known, "wording": wording}
    return render(request, "measures/questionnaire.html", file.context | context)


def _kept(
    request: SignedInRequest, person: Person, scale: Scale, form: ScaleForm, act: str
) -> Measure:
    """What the person answered, or that they did not, by the button that was pressed."""
    if act in UNANSWERED:
        return services.refuse_measure(
            by=request.actor, person=person, scale=scale, when=form.when, outcome=UNANSWERED[act]
        )
    answered = services.Answered(scale, form.answers)
    return services.write_measure(
        by=request.actor, person=person, answered=answered, when=form.when
    )


def _moment(person: Person, scale: Scale) -> str:
    proposed = moment_proposed(person).value
    return proposed if proposed in scale.moments else scale.moments[0]


@door("person-file", "update")
@never_cache
@require_http_methods(["GET", "POST"])
def sliders(request: SignedInRequest, person: UUID) -> HttpResponse:
    """Offer the réglettes: four numbers from 0 to 10."""
    file = opened_file(request, person)
    first = {"moment": Moment.FIRST_CONTACT.value}
    form = SliderForm(file.reader.groups, posted(request), initial=first)
    if form.is_valid() and done(
        request,
        lambda: services.write_sliders(
            by=request.actor, person=file.person, values=form.values, when=form.when
        ),
        "C’est noté.",
        form,
    ):
        return redirect("measures:results", person=person)
    return _asked(request, file.context, "sliders", form)


@door("person-file", "update")
@never_cache
@require_http_methods(["GET", "POST"])
def change(request: SignedInRequest, person: UUID) -> HttpResponse:
    """Ask what has changed most, and whether it may be quoted."""
    file = opened_file(request, person)
    form = ChangeForm(posted(request), initial={"moment": Moment.EXIT.value})
    if form.is_valid() and done(
        request,
        lambda: services.write_change(
            by=request.actor, person=file.person, told=form.told, when=form.when
        ),
        "Ces mots sont gardés.",
        form,
    ):
        return redirect("measures:results", person=person)
    return _asked(request, file.context, "change", form)


@door("person-file", "update")
@never_cache
@require_http_methods(["GET", "POST"])
def satisfaction(request: SignedInRequest, person: UUID) -> HttpResponse:
    """Ask, at exit, whether it was useful and whether the person felt respected."""
    file = opened_file(request, person)
    form = SatisfactionForm(posted(request), initial={"moment": Moment.EXIT.value})
    if form.is_valid() and done(
        request,
        lambda: _thanked(request, file.person, form, form.when),
        "Merci. C’est noté.",
        form,
    ):
        return redirect("measures:results", person=person)
    return _asked(request, file.context, "satisfaction", form)


def _thanked(
    request: SignedInRequest, person: Person, form: SatisfactionForm, when: When
) -> object:
    return services.write_satisfaction(
        by=request.actor,
        person=person,
        useful=form.answer("useful"),
        respected=form.answer("respected"),
        when=when,
    )


def _asked(
    request: SignedInRequest, context: dict[str, Any], name: str, form: WhenForm
) -> HttpResponse:
    return render(request, f"measures/{name}.html", context | {"form": form})
