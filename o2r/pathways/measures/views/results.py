"""What somebody answered, and how it changed: for who follows them, and with them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from o2r.accounts.door import door
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, posted
from o2r.pathways.measures import services
from o2r.pathways.measures.forms.answers import QuoteForm, TakeBackForm
from o2r.pathways.measures.selectors.results import (
    answers_of,
    change_of,
    changes_told,
    satisfactions_of,
    slider_entries,
    sliders_of,
    stories_of,
)
from o2r.pathways.measures.wordings import scales, wordings
from o2r.people.views.opened import OpenedFile, opened_file

ANSWERS = ("measures", "sliders", "changes", "satisfactions")


def followed(request: SignedInRequest, person: UUID) -> OpenedFile:
    """The file of somebody whom one follows, read by who may write there, with all that they
    answered, in its query. Raises Http404."""
    return opened_file(request, person, action="read", needs="update", bring=ANSWERS)


@door("person-file", "update")
@never_cache
@require_safe
def results(request: SignedInRequest, person: UUID) -> HttpResponse:
    """All that somebody answered, oldest first, with what may be said of it."""
    file = followed(request, person)
    groups, known = file.reader.groups, wordings()
    sliders = sliders_of(file.person, groups)
    readable = [one for one in scales().values() if one.group in groups]
    context = {
        "offered": [one for one in readable if known.of(one)],
        "silent": [one for one in readable if not known.of(one)],
        "stories": stories_of(file.person, groups),
        "scale_headers": ("Le", "Moment", "Score", "Ce qu’il dit"),
        "sliders": sliders,
        "slider_headers": ("Le", "Moment", "Réponse"),
        "entries": slider_entries(sliders),
        "changes": changes_told(file.reader, file.person),
        "satisfactions": satisfactions_of(file.person, groups),
        "can_write": file.person.is_followed,
    }
    return render(request, "measures/results.html", file.context | context)


@door("person-file", "update")
@require_POST
def quote(request: SignedInRequest, person: UUID) -> HttpResponse:
    """Whether somebody lets some of their words be quoted: yes, no, or taken back."""
    file = opened_file(request, person)
    form = QuoteForm(request.POST)
    row = change_of(file.person, form.key) if form.is_valid() else None
    if row is None:
        messages.error(request, "Ces paroles ne sont plus là. Rechargez la page.")
    else:
        done(
            request,
            lambda: services.answer_quote(by=request.actor, change=row, to=form.to),
            "La réponse est notée.",
        )
    return redirect("measures:results", person=person)


@door("person-file", "update")
@never_cache
@require_http_methods(["GET", "POST"])
def take_back(request: SignedInRequest, person: UUID) -> HttpResponse:
    """Erase an answer: which one, among those that one reads, then the act."""
    file = opened_file(request, person, bring=ANSWERS)
    answers = answers_of(file.person, file.reader.groups)
    form = TakeBackForm(answers, posted(request), initial={"answer": request.GET.get("quoi", "")})
    if form.is_valid() and done(
        request,
        lambda: services.take_back(by=request.actor, person=file.person, **form.named),
        "La réponse est effacée.",
        form,
    ):
        return redirect("measures:results", person=person)
    context = {"form": form, "answers": answers}
    return render(request, "measures/take_back.html", file.context | context)
