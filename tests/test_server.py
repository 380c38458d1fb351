"""What the first process of the server asks itself before the first visitor."""

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.urls import resolve

from config import server


@pytest.mark.parametrize("path", server.WARMING)
def test_each_address_of_the_warming_exists(path: str) -> None:
    assert resolve(path).view_name


@pytest.mark.django_db
def test_a_page_is_asked_to_its_last_byte() -> None:
    answered: list[bytes] = []
    handler = WSGIHandler()

    def application(environment: dict[str, object], start: object) -> list[bytes]:
        answered.extend(handler(environment, start))  # type: ignore[arg-type]
        return answered

    server._ask(application, "/")
    assert b"</html>" in b"".join(answered)
