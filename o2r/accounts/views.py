"""Sign in, sign out, and the door of the professional space."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login as open_session
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from o2r.accounts import selectors
from o2r.accounts.forms import SignInForm


# Django's own view: it protects the redirection, rotates the session and hides the password.
@method_decorator(login_not_required, name="dispatch")
class SignInView(LoginView):
    """The sign-in page. Context: ``form``, ``next``, ``demo_accounts`` (empty in production)."""

    template_name = "accounts/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(demo_accounts=selectors.demo_accounts(), **kwargs)
        # Django's view puts the host of the request under the name of the site.
        return {**context, "site_name": settings.SITE_NAME}


login = SignInView.as_view()
logout = login_not_required(LogoutView.as_view())


@login_not_required
@require_POST
def demo_login(request: HttpRequest) -> HttpResponse:
    """Enter as an invented person; the address does not exist outside a demonstration."""
    user = selectors.demo_account(request.POST.get("email", ""))
    if user is None:
        raise Http404
    open_session(request, user, backend="django.contrib.auth.backends.ModelBackend")
    messages.info(request, f"Vous visitez la démonstration comme {user.display_name}.")
    return redirect("accounts:home")


def home(request: HttpRequest) -> HttpResponse:
    """The first page after sign-in belongs to the app that knows what there is to do."""
    return redirect("projects:home")
