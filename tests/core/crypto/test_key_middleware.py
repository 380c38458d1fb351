"""Around a request: keys leave with it, and missing keys are a page, not a breakdown."""

import uuid
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from config import urls
from o2r.core.access import public_page
from o2r.core.crypto.errors import KeysNotReady, KeysUnavailable
from o2r.core.crypto.scope import KeyScope, current_scope

seen: list[KeyScope] = []


def _keep_a_key() -> None:
    seen.append(current_scope())
    seen[-1].keep_organisation_key(uuid.uuid4(), b"k" * 32)
    assert len(current_scope()) == 1


@public_page
def opened(request: HttpRequest) -> HttpResponse:
    _keep_a_key()
    return HttpResponse("ok")


@public_page
def broken(request: HttpRequest) -> HttpResponse:
    _keep_a_key()
    raise ZeroDivisionError


@public_page
def down(request: HttpRequest) -> HttpResponse:
    raise KeysUnavailable("le démon des clés ne répond pas sur /run/secret.sock")


@public_page
def never_made(request: HttpRequest) -> HttpResponse:
    raise KeysNotReady


urlpatterns = [
    *urls.urlpatterns,
    path("essai/ouvert", opened),
    path("essai/casse", broken),
    path("essai/panne", down),
    path("essai/jamais", never_made),
]


@pytest.fixture
def visitor(settings: Any) -> Client:
    settings.ROOT_URLCONF = __name__
    seen.clear()
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("page", ["ouvert", "casse"])
def test_no_key_outlives_its_request(visitor: Client, page: str) -> None:
    visitor.get(f"/essai/{page}")
    visitor.get(f"/essai/{page}")
    assert len(seen) == 2
    assert seen[0] is not seen[1]
    assert [len(scope) for scope in seen] == [0, 0]
    assert len(current_scope()) == 0


@pytest.mark.parametrize("page", ["panne", "jamais"])
def test_keys_out_of_reach_are_a_clear_page(visitor: Client, page: str) -> None:
    answer = visitor.get(f"/essai/{page}")
    text = answer.content.decode()
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert "Rien n’est perdu" in text
    assert "/run/secret.sock" not in text
    assert visitor.get("/essai/ouvert").status_code == 200
    assert visitor.get("/").status_code == 200


def test_another_error_is_left_to_the_error_page(visitor: Client) -> None:
    assert visitor.get("/essai/casse").status_code == 500
