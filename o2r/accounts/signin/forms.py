"""Forms of the door. Each refusal is one sentence, the same for every cause."""

import json
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest

from o2r.accounts.models import User
from o2r.accounts.signin.credentials import check_code, check_password
from o2r.accounts.signin.engine import Authenticator
from o2r.accounts.signin.factors import matching_counter
from o2r.accounts.signin.lockout import TooManyTries
from o2r.accounts.signin.passkeys import LONGEST_NAME, PasskeyRefused
from o2r.accounts.signin.passwords import LONGEST, LengthValidator
from o2r.territory.typography import typographic

REFUSED = (
    "L’adresse électronique ou le mot de passe ne convient pas. Vérifiez les deux, majuscules "
    "comprises, puis réessayez."
)
WRONG_CODE = typographic(
    "Ce code ne convient pas. Attendez que l’application en montre un autre, ou prenez un code de "
    "secours qui n’a pas encore servi."
)
WRONG_PASSWORD = "Ce mot de passe n’est pas celui de votre compte. Vérifiez-le, puis réessayez."  # noqa: S105


def _email(label: str = "Adresse électronique") -> forms.EmailField:
    widget = forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"})
    return forms.EmailField(label=label, widget=widget, max_length=254)


def _password(label: str, kind: str) -> forms.CharField:
    """A password field; spaces count, nothing is trimmed, pasting is allowed."""
    attrs = {"autocomplete": kind, "data-o2r-reveal": ""}
    widget = forms.PasswordInput(attrs=attrs)
    return forms.CharField(label=label, strip=False, max_length=LONGEST * 4, widget=widget)


def _code(label: str, hint: str) -> forms.CharField:
    widget = forms.TextInput(
        attrs={"autocomplete": "one-time-code", "spellcheck": "false", "autocapitalize": "off"}
    )
    return forms.CharField(label=label, help_text=hint, max_length=20, widget=widget)


class SignInForm(forms.Form):
    """E-mail and password. ``user`` is the account once the form is valid."""

    email = _email()
    password = _password("Mot de passe", "current-password")

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.user: User | None = None

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = self.cleaned_data
        if self.errors:
            return given
        try:
            self.user = check_password(given["email"], given["password"], self.request)
        except TooManyTries as error:
            raise forms.ValidationError(str(error), code="delayed") from error
        if self.user is None:
            raise forms.ValidationError(REFUSED, code="refused")
        return given


class CodeForm(forms.Form):
    """A code of the application, or a recovery code. ``factor``: what it proved."""

    code = _code(
        "Code",
        "Six chiffres de votre application, ou un de vos codes de secours.",
    )

    def __init__(self, *args: Any, user: User, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.request = user, request
        self.factor: Authenticator | None = None

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"])
        try:
            self.factor = check_code(self.user, code, self.request)
        except TooManyTries as error:
            raise forms.ValidationError(str(error), code="delayed") from error
        if self.factor is None:
            raise forms.ValidationError(WRONG_CODE, code="refused")
        return code


class PasswordForm(forms.Form):
    """One's own password, asked again."""

    password = _password("Votre mot de passe", "current-password")

    def __init__(self, *args: Any, user: User, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.request = user, request

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        try:
            found = check_password(self.user.email, password, self.request)
        except TooManyTries as error:
            raise forms.ValidationError(str(error), code="delayed") from error
        if found is None or found.pk != self.user.pk:
            raise forms.ValidationError(WRONG_PASSWORD, code="refused")
        return password


class NewPasswordForm(forms.Form):
    """A new password, typed once: the button « Afficher » replaces the second field."""

    password = _password("Nouveau mot de passe", "new-password")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["password"].help_text = LengthValidator().get_help_text()

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        validate_password(password, self.user)
        return password


class ResetForm(forms.Form):
    email = _email()


class NewAddressForm(forms.Form):
    email = _email("Nouvelle adresse électronique")


class ActivateForm(forms.Form):
    """The first code of the application; ``counter``: the period it belongs to."""

    code = _code("Code montré par l’application", "Six chiffres.")

    def __init__(self, *args: Any, secret: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.secret, self.counter = secret, 0

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"])
        counter = matching_counter(self.secret, code)
        if counter is None:
            raise forms.ValidationError(
                typographic(
                    "Ce code ne correspond pas. Vérifiez que l’heure du téléphone est réglée "
                    "automatiquement, puis recopiez le code montré maintenant."
                )
            )
        self.counter = counter
        return code


class CredentialForm(forms.Form):
    """What the browser answers about a passkey, as JSON."""

    credential = forms.CharField(widget=forms.HiddenInput, max_length=20_000)

    def clean_credential(self) -> Any:
        try:
            credential = json.loads(self.cleaned_data["credential"])
        except ValueError as error:
            raise forms.ValidationError(str(PasskeyRefused())) from error
        if not isinstance(credential, dict):
            raise forms.ValidationError(str(PasskeyRefused()))
        return credential


class NewPasskeyForm(CredentialForm):
    """A passkey that has just been made, and the name by which its owner knows it."""

    name = forms.CharField(
        label="Nom de la clé",
        help_text=typographic("Pour la reconnaître plus tard : « téléphone », « ordinateur »…"),
        max_length=LONGEST_NAME,
    )
