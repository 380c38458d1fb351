"""The sign-in form."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm

REFUSED = (
    "L’adresse électronique ou le mot de passe ne convient pas. Vérifiez les deux, majuscules "
    "comprises, puis réessayez."
)


class SignInForm(AuthenticationForm):
    """E-mail and password. One sentence for every refusal: it never says whether we know you."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.error_messages = {"invalid_login": REFUSED, "inactive": REFUSED}
