"""The safe of a person, opened with them: papers added, shown, lent, given back."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from o2r.accounts.door import door
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, posted
from o2r.core import clock
from o2r.core.files.views import POLICY
from o2r.pathways.papers import services
from o2r.pathways.papers.enums import CodeLife, Leaving, SafeKind
from o2r.pathways.papers.forms.papers import LendForm, SafeForm, TakeOutForm
from o2r.pathways.papers.models import SafeCode, SafeDocument
from o2r.pathways.papers.selectors.papers import Kept, Opened, kept_paper, opened, safe_of
from o2r.pathways.papers.services import Paper
from o2r.pathways.papers.views.documents import followed
from o2r.people.views.opened import OpenedFile


@door("person-file", "update")
@never_cache
@require_safe
def safe(request: SignedInRequest, person: UUID) -> HttpResponse:
    """What the safe of somebody keeps."""
    file = followed(request, person)
    context = {
        "papers": safe_of(file.reader, file.person),
        "can_write": file.person.is_followed,
        "can_lend": file.person.is_followed and not file.person.is_protected,
        "today": clock.today(),
    }
    return render(request, "papers/safe.html", file.context | context)


@door("person-file", "update")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add_paper(request: SignedInRequest, person: UUID) -> HttpResponse:
    """Keep a paper, because the person wants it."""
    file = followed(request, person)
    form = SafeForm(posted(request), request.FILES or None)
    if form.is_valid():
        given = form.cleaned_data
        paper = Paper(given["key"], SafeKind(given["kind"]), given["title"], given["expires_on"])
        if done(
            request,
            lambda: services.keep(
                by=request.actor, person=file.person, paper=paper, upload=given["file"]
            ),
            "Le papier est reçu : il se lira une fois vérifié, dans quelques minutes.",
            form,
        ):
            return redirect("papers:safe", person)
    return render(request, "papers/add_paper.html", file.context | {"form": form})


@door("person-file", "update")
@never_cache
@require_POST
def read_paper(request: SignedInRequest, paper: UUID, person: UUID) -> HttpResponse:
    """The file of a paper: a gesture, which the person sees on the page of their card."""
    file = followed(request, person)
    found = _found(file, paper)
    content = opened(found.row, file.person.organisation_id)
    if content is None:
        messages.info(request, "Ce papier ne peut pas être lu pour le moment.")
        return redirect("papers:safe", person)
    services.tell_read(by=request.actor, document=found.row)
    return as_file(content)


def as_file(content: Opened) -> HttpResponse:
    """A paper, to be saved and never shown inside a page of the site."""
    return HttpResponse(
        content.content,
        content_type=content.type.media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{content.name}"',
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": POLICY,
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cache-Control": "no-store",
        },
    )


def _found(file: OpenedFile, key: UUID) -> Kept:
    row = kept_paper(file.person, key)
    if row is None:
        raise Http404
    return Kept(row, file.reader.open(row, "title").get("title", ""), None)


@door("person-file", "update")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def take_out(request: SignedInRequest, paper: UUID, person: UUID) -> HttpResponse:
    """Give a paper back, or erase it: which one, why, then the act."""
    file = followed(request, person)
    found = _found(file, paper)
    form = TakeOutForm(posted(request))
    if form.is_valid():
        why = Leaving(form.cleaned_data["why"])
        if done(
            request,
            lambda: services.take_out(by=request.actor, document=found.row, why=why),
            "Le papier n’est plus dans le coffre. Il n’en reste rien ici.",
            form,
        ):
            return redirect("papers:safe", person)
    context = {"form": form, "paper": found}
    return render(request, "papers/take_out.html", file.context | context)


@door("person-file", "update")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def lend(request: SignedInRequest, paper: UUID, person: UUID) -> HttpResponse:
    """Make a code with the person. It is shown in answer, once: it is nowhere else."""
    file = followed(request, person)
    found = _found(file, paper)
    form = LendForm(posted(request))
    made: list[tuple[SafeCode, str]] = []
    if form.is_valid():
        life = CodeLife(form.cleaned_data["life"])
        done(
            request,
            lambda: made.append(services.lend(by=request.actor, document=found.row, life=life)),
            "",
            form,
        )
    context = file.context | {"form": form, "paper": found}
    if made:
        code, said = made[0]
        return render(request, "papers/code_made.html", context | {"code": code, "said": said})
    return render(request, "papers/lend.html", context)


@door("person-file", "update")
@require_POST
def take_back(request: SignedInRequest, paper: UUID, person: UUID) -> HttpResponse:
    """Make the code of a paper open nothing any more."""
    file = followed(request, person)
    row: SafeDocument = _found(file, paper).row
    done(
        request,
        lambda: services.take_back_code(by=request.actor, document=row),
        "Le code n’ouvre plus rien, où qu’il soit.",
    )
    return redirect("papers:safe", person)
