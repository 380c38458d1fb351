"""ProConnect, the sign-in of public agents and professionals (OpenID Connect Core 1.0).

Over what django-allauth does (state, PKCE): a nonce bound to the state, a level of assurance
(``acr``), the signature of the identity token and of the user information, the time at which the
person signed in over there (``auth_time``), and the end of the session over there. The identity
leads to an account that exists already, or nowhere.
"""

import time
from functools import partial
from typing import Any, cast
from urllib.parse import urlencode

import jwt
from allauth.socialaccount.models import SocialApp, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from requests import RequestException

from o2r.accounts.signin.engine import provider_of, requests_session
from o2r.core import clock

PROVIDER = "proconnect"
ID_TOKEN = "signin.proconnect.id_token"  # noqa: S105 — a key of the session, not a secret
ALGORITHMS = ("RS256", "ES256")
SENT_AT = "sent_at"
"""Key of the state: when the person was sent to prove who they are afresh."""
# Seconds by which clocks of two servers may differ.
LEEWAY = 30


def is_configured() -> bool:
    """Whether this instance offers ProConnect."""
    return bool(settings.PROCONNECT["server"] and settings.PROCONNECT["client_id"])


def nonce_for(state: str) -> str:
    """The nonce of the identity token asked with this one-time ``state``."""
    return salted_hmac("o2r.signin.proconnect", state, algorithm="sha256").hexdigest()


class Client(OAuth2Client):
    """Adds the nonce to the address people are sent to."""

    def get_redirect_url(
        self, authorization_url: str, scope: list[str], extra_params: dict[str, str]
    ) -> str:
        asked = {**extra_params, "nonce": nonce_for(str(self.state))}
        return str(super().get_redirect_url(authorization_url, scope, asked))


class Adapter(OpenIDConnectOAuth2Adapter):
    """Reads and verifies what ProConnect answers."""

    client_class = Client

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        return f"{settings.PUBLIC_URL}{reverse('signin:proconnect_callback')}"

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> Any:
        """The identity, once every signature and claim is right. Raises OAuth2Error."""
        raw = kwargs["response"].get("id_token")
        if not raw:
            raise OAuth2Error("no identity token")
        identity = self._verified(app, raw, must_expire=True)
        nonce = nonce_for(request.GET.get("state", ""))
        if not constant_time_compare(str(identity.get("nonce", "")), nonce):
            raise OAuth2Error("wrong nonce")
        if settings.PROCONNECT["acr"] and identity.get("acr") not in settings.PROCONNECT["acr"]:
            raise OAuth2Error("level of assurance too low")
        person = self._person(app, token.token)
        if person.get("sub") != identity["sub"]:
            raise OAuth2Error("the user information is about someone else")
        if str(person.get("email_verified")).lower() == "false":
            raise OAuth2Error("the provider says that nobody proved this address")
        request.proconnect_id_token = raw  # type: ignore[attr-defined]
        request.proconnect_auth_time = identity.get("auth_time")  # type: ignore[attr-defined]
        return (
            cast(Any, self).get_provider().sociallogin_from_response(request, {"userinfo": person})
        )

    def _person(self, app: SocialApp, access_token: str) -> dict[str, Any]:
        """The user information: signed, unless the instance says that its provider does not."""
        with requests_session() as session:
            answer = session.get(
                self.profile_url, headers={"Authorization": f"Bearer {access_token}"}
            )
            answer.raise_for_status()
        kind = answer.headers.get("content-type", "").split(";")[0].strip()
        if kind == "application/jwt":
            return self._verified(app, answer.text.strip(), must_expire=False)
        if settings.PROCONNECT["signed_userinfo"]:
            raise OAuth2Error("the user information is not signed")
        try:
            person = answer.json()
        except ValueError as error:
            raise OAuth2Error("the user information is unreadable") from error
        if not isinstance(person, dict):
            raise OAuth2Error("the user information is unreadable")
        return person

    def _verified(self, app: SocialApp, token: str, *, must_expire: bool) -> dict[str, Any]:
        """The claims of a token signed by the provider, for us. Raises OAuth2Error."""
        required = ["iss", "aud", "sub"] + (["exp", "iat"] if must_expire else [])
        try:
            header = jwt.get_unverified_header(token)
            claims: dict[str, Any] = jwt.decode(
                token,
                key=self._key(header),
                algorithms=list(ALGORITHMS),
                audience=app.client_id,
                issuer=self.openid_config["issuer"],
                leeway=LEEWAY,
                options={"require": required},
            )
        except (jwt.PyJWTError, ValueError, TypeError) as error:
            raise OAuth2Error("wrong token") from error
        if isinstance(claims["aud"], list) and claims.get("azp") != app.client_id:
            raise OAuth2Error("the token was made for several services")
        return claims

    def _key(self, header: dict[str, Any]) -> Any:
        with requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        keys = jwt.PyJWKSet.from_dict(answer.json()).keys
        wanted = header.get("kid")
        for key in keys:
            if key.key_id == wanted and key.algorithm_name in ALGORITHMS:
                return key
        raise OAuth2Error("unknown key")


class Provider(OpenIDConnectProvider):
    """Keeps nothing of what ProConnect says but the identifier of the person over there."""

    oauth2_adapter_class = Adapter

    def get_default_scope(self) -> list[str]:
        return ["openid", "email"]

    def extract_extra_data(self, data: Any) -> dict[str, Any]:
        return {}


def _seconds_ago(request: HttpRequest) -> float | None:
    """How long ago the person signed in over there; None when ProConnect does not say."""
    told = getattr(request, "proconnect_auth_time", None)
    if isinstance(told, bool) or not isinstance(told, int | float):
        return None
    ago = time.time() - told
    return max(ago, 0.0) if ago >= -LEEWAY else None


def proved_at(request: HttpRequest) -> float:
    """When (seconds since 1970) the person proved who they are over there; 0 when nobody says.

    Coming back from ProConnect proves that a session is open there, perhaps since this morning, on
    a computer that its owner left.
    """
    ago = _seconds_ago(request)
    return 0.0 if ago is None else clock.now().timestamp() - ago


def sent_to_prove_at(state: dict[str, Any]) -> float | None:
    """When the person was sent to prove who they are afresh; None when they only sign in."""
    sent_at = (state.get("data") or {}).get(SENT_AT)
    return None if sent_at is None else float(sent_at)


def proved_since(request: HttpRequest, sent_at: float) -> bool:
    """Whether the person signed in over there after they were sent, clocks being what they are."""
    ago = _seconds_ago(request)
    return ago is not None and time.time() - ago >= sent_at - LEEWAY


def send_to_provider(request: HttpRequest, *, back: str, again: bool) -> HttpResponse:
    """Send the person to ProConnect, then ``back``; ``again``: to prove who they are afresh.

    Raises OAuth2Error or RequestException when ProConnect does not answer.
    """
    # Two words of the standard for one thing: a provider that ignores both is found out at return.
    wanted = {"prompt": "login", "max_age": "0"} if again else {}
    data = {SENT_AT: time.time()} if again else None
    if settings.PROCONNECT["acr"]:
        wanted["acr_values"] = " ".join(settings.PROCONNECT["acr"])
    answer: HttpResponse = provider_of(request, PROVIDER).redirect(
        request, process="login", next_url=back, data=data, auth_params=wanted
    )
    return answer


def come_back(request: HttpRequest) -> HttpResponse:
    """Open the session of who comes back from ProConnect, or say why not."""
    view = cast(Any, OAuth2CallbackView).adapter_view(partial(Adapter, provider_id=PROVIDER))
    answer: HttpResponse = view(request)
    token = getattr(request, "proconnect_id_token", "")
    if token:
        request.session[ID_TOKEN] = token
    return answer


def end_session_address(request: HttpRequest, id_token: str) -> str | None:
    """Where to close the session at ProConnect; None when it does not say."""
    adapter = Adapter(request, PROVIDER)
    try:
        address = adapter.openid_config.get("end_session_endpoint")
    except (RequestException, ValueError):
        return None
    back = f"{settings.PUBLIC_URL}{reverse(settings.LOGOUT_REDIRECT_URL)}"
    query = urlencode({"id_token_hint": id_token, "post_logout_redirect_uri": back})
    return f"{address}?{query}" if address else None
