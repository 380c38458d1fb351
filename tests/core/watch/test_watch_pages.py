"""Pages of alerts: in words, for those who handle them, and nothing for the others."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.urls import resolve, reverse

from o2r.core.access import Reach, mark_of
from o2r.core.journal.authors import Author
from o2r.core.journal.models import JournalEntry
from o2r.core.watch import selectors, services, views
from o2r.core.watch.enums import Action, AlertState
from o2r.core.watch.models import Alert, Block
from o2r.core.watch.urls import urlpatterns
from tests.core.watch.watched_accounts import Accounts

Visit = Callable[..., HttpResponse]


@pytest.fixture
def by(accounts: Accounts) -> Author:
    """Someone whose alert waits."""
    by = accounts.author()
    for _ in range(4):
        services.observe(by=by, action=Action.EXPORT, objects=[uuid4(), uuid4()])
    return by


@pytest.fixture
def manager(by: Author) -> Author:
    return Author(uuid4(), by.organisation, "account-manager")


def visit(who: Author, address: str, posted: dict[str, Any] | None = None) -> HttpResponse:
    """Ask a page as someone whom the access middleware has let in."""
    factory = RequestFactory()
    request = factory.get(address) if posted is None else factory.post(address, posted)
    request.user = AnonymousUser()
    request.actor = SimpleNamespace(author=who, user=None)  # type: ignore[attr-defined]
    everywhere = who.role == "platform-manager"
    request.reach = Reach(everywhere, who.organisation)  # type: ignore[attr-defined]
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]
    view, args, kwargs = resolve(address)
    request.resolver_match = resolve(address)
    answer: HttpResponse = view(request, *args, **kwargs)
    return answer


def test_every_route_says_what_it_is() -> None:
    for pattern in urlpatterns:
        mark = mark_of(pattern.callback)
        assert mark is not None, pattern.name
        assert mark.kind in {"alert", "setting"}


def test_the_list_and_the_alert_say_it_in_words(by: Author, manager: Author) -> None:
    alert = Alert.objects.get()
    listed = visit(manager, reverse("watch:alerts")).content.decode()
    assert alert.known_rule.title in listed
    assert "Camille Essai" in listed
    shown = visit(manager, reverse("watch:alert", args=[alert.pk])).content.decode()
    assert shown.count("export, 2 dossiers") == 4
    assert alert.known_rule.meaning[:30] in shown
    assert "Lever le blocage" in shown
    assert JournalEntry.objects.filter(action="read", object_id=alert.pk).count() == 1


def test_an_empty_list_says_so(manager: Author) -> None:
    stranger = Author(uuid4(), uuid4(), "account-manager")
    assert "Aucune alerte n’attend" in visit(stranger, reverse("watch:alerts")).content.decode()


def test_others_and_the_person_concerned_find_nothing(by: Author) -> None:
    address = reverse("watch:alert", args=[Alert.objects.get().pk])
    for who in (by, Author(uuid4(), uuid4(), "account-manager"), Author(None, None, "anyone")):
        with pytest.raises(Http404):
            visit(who, address)


def test_an_alert_is_handled_and_a_refused_form_says_why(by: Author, manager: Author) -> None:
    alert = Alert.objects.get()
    address = reverse("watch:alert", args=[alert.pk])
    refused = visit(manager, address, {"state": "founded", "comment": ""})
    assert "Ce champ est obligatoire" in refused.content.decode()
    answer = visit(manager, address, {"state": "founded", "comment": "confirmé"})
    assert answer.status_code == 302
    assert Alert.objects.get().state == AlertState.FOUNDED
    assert "confirmé" in visit(manager, address).content.decode()


def test_a_block_is_lifted_from_the_page_by_two(by: Author, manager: Author) -> None:
    alert, block = Alert.objects.get(), Block.objects.get()
    address = reverse("watch:lift", args=[alert.pk, block.pk])
    assert visit(manager, address, {"reason": "vue"}).status_code == 302
    again = visit(manager, address, {"reason": "vue"}).content.decode()
    assert "deux organisations" in again
    platform = Author(uuid4(), uuid4(), "platform-manager")
    assert visit(platform, address, {"reason": "d’accord"}).status_code == 302
    assert by.user
    assert selectors.blocked(by.user) is None


def test_thresholds_are_shown_and_set(accounts: Accounts) -> None:
    who = accounts.author(role="platform-manager")
    assert "provisoire" in visit(who, reverse("watch:thresholds")).content.decode()
    address = reverse("watch:threshold", args=["quota-block"])
    too_high = visit(who, address, {"value": "100000", "reason": "essai"})
    assert "se règle entre" in too_high.content.decode()
    assert visit(who, address, {"value": "120", "reason": "petite équipe"}).status_code == 302
    assert selectors.limits()["quota.block"] == 120
    with pytest.raises(Http404):
        visit(who, reverse("watch:threshold", args=["inconnu"]))


def test_pages_do_not_answer_other_methods(by: Author, manager: Author) -> None:
    request = RequestFactory().delete(reverse("watch:alerts"))
    assert views.alerts(request).status_code == 405
