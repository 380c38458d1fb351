"""Who is who in the safety stories, and what somebody sees and does from their browser.

Nobody exists before a story names them. A browser asks as the web server does: no scope but the one
that each request opens and, on PostgreSQL, the role whose policies hide the files.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, time
from functools import cached_property
from typing import Any
from uuid import uuid4

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from o2r.accounts.acting import actor_for
from o2r.accounts.actors import Actor
from o2r.accounts.enums import MembershipRole as Role
from o2r.accounts.models import Organisation, User
from o2r.core import clock
from o2r.core.belt import no_scope, roles
from o2r.people.enums import (
    AgreementProof,
    ContactKind,
    IdentityLevel,
    ProtectionReason,
    Purpose,
    SharedField,
    Support,
)
from o2r.people.models import Agreement, ContactMeans, Person
from o2r.people.services import (
    Given,
    Means,
    Terms,
    add_contact,
    give,
    inform,
    issue_card,
    open_person,
    propose,
)
from o2r.people.services.protecting import protect
from tests.accounts.factories import KIND_OF, OrganisationFactory, enter, someone

FOUND_NOBODY = "Aucun dossier parmi ceux que vous suivez."
CARD_SHOWS_NOTHING = (
    "Cette carte ne montre rien. Elle permet d’arrêter les partages, ou de l’annuler."
)
CARD_REFUSES = "Ce n’est pas possible avec ce que vous avez saisi."
EMERGENCY_ASKED = "Si un dossier existe, la personne qui peut l’ouvrir est prévenue."
LINK_SENT = "Un courriel part vers cette adresse, que la plateforme la connaisse ou non."

SONIA = ("Sonia", "Ferrand", "06 39 98 20 01", "02/06/1991")
YANIS = ("Yanis", "Aubry", "06 39 98 20 02", "14/03/2007")
MIREILLE = ("Mireille", "Costa", "06 39 98 20 03")
WORD = "Le chat du port"
SPACES = str.maketrans({"\u202f": " ", "\u00a0": " "})
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_EACH_ITS_OWN = frozenset({"Location", "X-Request-ID", "Expires"})
"""Headers of the hour, or compared apart."""


@dataclass(frozen=True)
class Page:
    """An answer, as somebody compares it with another one."""

    status: int
    body: str
    headers: dict[str, str]
    queries: int
    goes_to: str
    answer: Any

    @property
    def text(self) -> str:
        """Its words, with plain spaces."""
        return " ".join(self.body.replace("&nbsp;", " ").translate(SPACES).split())

    @property
    def seen(self) -> tuple[int, str, dict[str, str], str]:
        """All that an observer compares: neither a random identifier nor a token tells anything."""
        return self.status, UUID.sub("…", self.body), self.headers, UUID.sub("…", self.goes_to)


class Browser:
    """The browser of somebody, or of nobody."""

    def __init__(self, user: User | None = None) -> None:
        self.client = enter(Client(), user) if user else Client()

    def get(self, page: str, /, *args: object, **sent: object) -> Page:
        return self._asked("get", address(page, *args), sent)

    def post(self, page: str, /, *args: object, **sent: object) -> Page:
        return self._asked("post", address(page, *args), sent)

    def _asked(self, method: str, where: str, sent: dict[str, object]) -> Page:
        with as_the_site(), CaptureQueriesContext(connection) as queries:
            answer = getattr(self.client, method)(where, sent)
        body = answer.content.decode(errors="replace")
        return Page(
            status=answer.status_code,
            body=re.sub(r'(csrfmiddlewaretoken" value=)"\w+"', r"\1", body),
            headers={name: value for name, value in answer.items() if name not in _EACH_ITS_OWN},
            queries=len(queries),
            goes_to=answer.headers.get("Location", ""),
            answer=answer,
        )


def address(name: str, *args: object) -> str:
    """Where a page is; what begins with a slash is an address already."""
    return name if name.startswith("/") else reverse(name, args=args)


@contextmanager
def as_the_site() -> Iterator[None]:
    """The role of the web server, and no scope: each request opens its own."""
    with no_scope():
        _become(roles.APP)
        try:
            yield
        finally:
            _become("none")


def _become(role: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {role}")


class Cast:
    """The people of ``docs/safety-stories.md``."""

    # --- Where people work --------------------------------------------------------------------

    @cached_property
    def passerelles(self) -> Organisation:
        return OrganisationFactory(name="Les Passerelles du Val d’Essai")

    @cached_property
    def mission_locale(self) -> Organisation:
        kind = KIND_OF[Role.PARTNER_ADVISER]
        return OrganisationFactory(name="Mission locale du Val d’Essai", kind=kind)

    @cached_property
    def tilleuls(self) -> Organisation:
        return OrganisationFactory(
            name="L’Abri des Tilleuls", is_partitioned=True, partitioned_at=clock.now()
        )

    # --- Who works there ----------------------------------------------------------------------

    @cached_property
    def ines(self) -> User:
        return _works("Inès Garnier", Role.CASEWORKER, self.passerelles)

    @cached_property
    def bastien(self) -> User:
        return _works("Bastien Roche", Role.OUTREACH_WORKER, self.passerelles)

    @cached_property
    def other_bastien(self) -> User:
        """A colleague of the same name and role: what one sees, the other sees."""
        return _works("Bastien Roche", Role.OUTREACH_WORKER, self.passerelles)

    @cached_property
    def claire(self) -> User:
        return _works("Claire Vidal", Role.COORDINATOR, self.passerelles)

    @cached_property
    def didier(self) -> User:
        return _works("Didier Lemoine", Role.MEMBER, self.passerelles, manages_accounts=True)

    @cached_property
    def paul(self) -> User:
        return _works("Paul Hamon", Role.MEMBER, self.passerelles, is_dpo=True)

    @cached_property
    def elodie(self) -> User:
        return _works("Élodie Brun", Role.PARTNER_ADVISER, self.mission_locale)

    @cached_property
    def franck(self) -> User:
        """The former husband: an account in order, in a partner structure."""
        return _works("Franck Ferrand", Role.CASEWORKER, self.mission_locale)

    @cached_property
    def candidate(self) -> User:
        """The same man, who opened an account to answer a call for projects."""
        return _works("F. Ferrand", Role.MEMBER, OrganisationFactory())

    @cached_property
    def nadia(self) -> User:
        return _works("Nadia Lopez", Role.COORDINATOR, self.mission_locale)

    @cached_property
    def jeanne(self) -> User:
        return _works("Jeanne Millet", Role.CASEWORKER, self.tilleuls)

    @cached_property
    def hugo(self) -> User:
        return _works("Hugo Petit", Role.STATE_OFFICER)

    @cached_property
    def samira(self) -> User:
        return _works("Samira Nasri", Role.RESEARCHER)

    @cached_property
    def thomas(self) -> User:
        return _works("Thomas Keller", Role.PLATFORM_SUPPORT)

    # --- Whom they accompany ------------------------------------------------------------------

    @cached_property
    def sonia_before(self) -> Person:
        """Sonia's file, before it is protected."""
        known = Given(first_name="Sonia", last_name="Ferrand", birth_date=date(1991, 6, 2))
        return _reached(_opened(self.ines, known), self.ines, SONIA[2], not_before=time(10))

    @cached_property
    def sonia(self) -> Person:
        """Sonia Ferrand, whose file is protected."""
        reason = ProtectionReason.VIOLENCE
        return protect(by=acting(self.ines), person=self.sonia_before, reason=reason)

    @cached_property
    def yanis(self) -> Person:
        known = Given(
            known_as="Yaya", first_name="Yanis", last_name="Aubry", birth_date=date(2007, 3, 14)
        )
        return _reached(_opened(self.ines, known), self.ines, YANIS[2])

    @cached_property
    def mireille(self) -> Person:
        known = Given(first_name="Mireille", last_name="Costa")
        return _reached(_opened(self.ines, known), self.ines, MIREILLE[2])

    @cached_property
    def petit_louis(self) -> Person:
        return open_person(by=acting(self.ines), given=Given(known_as="Petit-Louis"))

    @cached_property
    def oumar(self) -> Person:
        return _opened(self.ines, Given(first_name="Oumar", last_name="Sylla"))

    # --- What they agreed to ------------------------------------------------------------------

    def card_of(self, person: Person) -> str:
        """The code of a card handed to somebody, who chose a word with Inès."""
        return issue_card(by=acting(self.ines), person=person, word=WORD)[1]

    def shares(self, person: Person, *fields: SharedField, **terms: Any) -> Agreement:
        """Somebody says yes, aloud, for the mission locale."""
        by = acting(self.ines)
        inform(by=by, person=person, support=Support.SPOKEN, language="fr")
        asked = {"purpose": Purpose.APPOINTMENT, "recipient": self.mission_locale} | terms
        made = propose(by=by, person=person, terms=Terms(fields=fields, **asked))
        return give(by=by, agreement=made, proof=AgreementProof.VOICE)


def typed(code: str) -> Browser:
    """The browser of whoever holds a card."""
    browser = Browser()
    browser.post("card:front", code=code)
    return browser


def acting(user: User) -> Actor:
    """Who somebody is now: their rights are read again."""
    return actor_for(User.objects.get(pk=user.pk))


def phone_of(person: Person) -> ContactMeans:
    return ContactMeans.objects.get(person=person)


def invented() -> str:
    """An identifier of nothing."""
    return str(uuid4())


def _works(name: str, role: Role, where: Organisation | None = None, **rights: bool) -> User:
    user: User = someone(role, where, user__display_name=name, **rights).user
    return user


def _opened(by: User, given: Given) -> Person:
    return open_person(by=acting(by), given=given, level=IdentityLevel.DECLARED)


def _reached(person: Person, by: User, phone: str, **precautions: Any) -> Person:
    means = Means(kind=ContactKind.PHONE, value=phone, **precautions)
    add_contact(by=acting(by), person=person, means=means)
    return person
