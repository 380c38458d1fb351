"""What a form answers to a page that saves it while it is typed, and to its button."""

import json
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.timezone import localtime

from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import say_at
from o2r.calls.applications import services
from o2r.calls.applications.errors import ApplicationClosed, ChangedMeanwhile
from o2r.calls.applications.forms import DeclarationForm, FactsForm
from o2r.calls.applications.models import Application
from o2r.calls.applications.seen_forms import SeenForm
from o2r.calls.models import Call
from o2r.core import clock

JSON = "application/json"


def is_autosave(request: HttpRequest) -> bool:
    """Whether the script of the page sends the form, which stays on the page."""
    return request.method == "POST" and request.headers.get("Accept") == JSON


def autosaved(
    form: SeenForm, *, call: Call, write: Callable[[], object], fresh: Callable[[], SeenForm]
) -> JsonResponse:
    """Write what can be read of a form and say what became of it.

    A value that cannot be read waits for its correction; the others do not wait for it. ``fresh``:
    the form as it is saved, for what two people changed. Raises Http404 for who may not.
    """
    form.full_clean()
    try:
        write()
    except NotAllowed as error:
        raise Http404 from error
    except ChangedMeanwhile as error:
        return _both(form, fresh(), error)
    except ApplicationClosed as error:
        return JsonResponse({"state": "closed", "message": str(error)}, status=409)
    except DomainError as error:
        return JsonResponse({"state": "refused", "message": str(error)}, status=409)
    at = localtime(clock.now(), call.zone_info).strftime("%H:%M")
    answer: dict[str, Any] = {"state": "saved", "at": at, "seen": form.seen_next}
    if not form.errors:
        return JsonResponse(answer)
    return JsonResponse(answer | {"state": "refused", "message": _wrong(form)}, status=409)


def facts_saved(
    request: SignedInRequest,
    application: Application,
    form: FactsForm | DeclarationForm,
    *,
    said: str,
) -> bool:
    """Whether the facts of a form sent by its button are saved; otherwise the form says why.

    ``said``: what is told then. Raises Http404 for who may not.
    """
    try:
        services.write_facts(
            by=request.actor, application=application, values=form.values, seen=form.shown
        )
    except NotAllowed as error:
        raise Http404 from error
    except ChangedMeanwhile as error:
        form.show_both(error.theirs)
        form.remember(form.shown | error.theirs)
        return False
    except DomainError as error:
        say_at(form, error)
        return False
    messages.success(request, said)
    return True


def _wrong(form: Form) -> str:
    said = [
        f"« {form.fields[name].label} » : {' '.join(str(error) for error in errors)}"
        for name, errors in form.errors.items()
        if name in form.fields
    ]
    return f"{' '.join(said)} Le reste est enregistré."


def _both(form: SeenForm, fresh: SeenForm, error: ChangedMeanwhile) -> JsonResponse:
    """Nothing is written: the page shows both values and has one of them chosen."""
    theirs = [
        {
            "name": name,
            "label": str(form.fields[name].label),
            "said": said,
            "values": _sent(fresh[name].value()),
        }
        for name, said in error.theirs.items()
        if name in form.fields
    ]
    seen = json.dumps(form.shown | error.theirs, ensure_ascii=False)
    answer = {"state": "conflict", "theirs": theirs, "seen": seen, "message": str(error)}
    return JsonResponse(answer, status=409)


def _sent(value: Any) -> list[str]:
    """A value as the browser sends it: each box that is ticked, or the text of the field."""
    if isinstance(value, list):
        return [str(one) for one in value]
    if isinstance(value, bool):
        return ["on"] if value else []
    return [] if value is None else [str(value)]
