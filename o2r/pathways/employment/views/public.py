"""One question by a link: no account, no name, three buttons."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from o2r.accounts.door import door
from o2r.accounts.errors import DomainError
from o2r.accounts.views.rows import posted, say_at
from o2r.pathways.employment.forms.jobs import LinkAnswerForm
from o2r.pathways.employment.selectors.links import Asked, asked_by
from o2r.pathways.employment.services.asking import answer_by_link

GONE = 410
"""Unknown, too old or replaced: one answer for all, which is not that of a page mistyped."""


@door("employment-answer", "accept")
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """Ask one question, and take one answer. A link opened again says that it was answered."""
    asked = asked_by(code)
    if asked is None:
        return render(request, "employment/answer_closed.html", status=GONE)
    if asked.is_answered:
        return render(request, "employment/answer_given.html", {"again": True})
    form = LinkAnswerForm(posted(request), answers=asked.question.choices)
    if form.is_valid():
        try:
            taken = answer_by_link(code=code, given=form.given())
            # Answered meanwhile by the same link, opened twice: what came first stays.
            return render(request, "employment/answer_given.html", {"again": taken is None})
        except DomainError as error:
            say_at(form, error)
    return _page(request, asked, form)


def _page(request: HttpRequest, asked: Asked, form: LinkAnswerForm) -> HttpResponse:
    buttons = zip(asked.question.choices, ("confirmed", "waiting", "wrong"), strict=True)
    context = {
        "asked": asked,
        "form": form,
        "buttons": [(code, words, kind) for (code, words), kind in buttons],
    }
    return render(request, "employment/answer.html", context)
