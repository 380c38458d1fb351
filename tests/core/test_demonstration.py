"""A demonstration answers as the site does, even on a developer's machine."""

import pytest
from django.test import Client
from pytest_django import Settings

MIDDLEWARE = "o2r.core.demonstration.own_not_found"


@pytest.mark.parametrize("where", ["/rien-ici/", "/projets/inconnu/", "/espace/personnes/x/"])
def test_what_is_absent_is_the_page_of_the_site(settings: Settings, where: str) -> None:
    settings.DEBUG = True
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, MIDDLEWARE]
    answer = Client().get(where)
    assert answer.status_code == 404
    assert "Cette page n’existe pas, ou plus" in answer.content.decode()


def test_the_api_keeps_its_own_words(settings: Settings) -> None:
    settings.DEBUG = True
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, MIDDLEWARE]
    answer = Client().get("/api/v1/projects/inconnu")
    assert answer.status_code == 404
    assert answer.headers["Content-Type"].startswith("application/")
