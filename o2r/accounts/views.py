"""The door of the professional space. Coming in and going out are in ``o2r.accounts.signin``."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from o2r.accounts.door import door


@door("account", "read")
def home(request: HttpRequest) -> HttpResponse:
    """The first page after sign-in belongs to the app that knows what there is to do."""
    return redirect("projects:home")
