"""``o2r trust A5``: what who asks the index between operators can learn from the answer.

Five telephones: of a file that another operator follows, of nobody, of a protected file, of a file
of a partitioned organisation, and again of the first while the process of the index is away. Pages,
headers, queries and times must not tell them apart, before and after the worker has passed.
"""

import random
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import combinations
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.db import connection
from django.test.utils import override_settings
from django.urls import reverse
from scipy.stats import mannwhitneyu

from o2r.accounts.enums import OrganisationKind
from o2r.accounts.models import Organisation, User
from o2r.core import clock
from o2r.core.belt import system_scope
from o2r.core.crypto.fields import write_sealed
from o2r.core.crypto.services import open_file
from o2r.core.journal.authors import Author
from o2r.core.measures import Measure, measures_for, percentile
from o2r.people.between.client import IndexUnavailable
from o2r.people.between.recurring import carry
from o2r.people.between.services.marking import mark_organisation
from o2r.people.enums import ContactKind
from o2r.people.models import ContactMeans, Identity, InformationGiven, Person
from o2r.proofs import world
from o2r.proofs.between_operators import served_index, take_part
from o2r.proofs.oracle import holm
from o2r.proofs.site import sample_site

SEED = 20_261_130
ROUNDS, ROUNDS_FULL = 12, 120
ROUNDS_OF_ONE = 2
"""Rounds of one worker: fewer requests than what the watch tells of."""
SLOWEST_MS, SURE = 5.0, 0.01
_CSRF = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')
_HOUR = re.compile(rb"\d{2}:\d{2}:\d{2}|\d{1,2}\D{1,3}h\D{1,3}\d{2}")
_KEY = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
PHONES = {
    "known": "06 39 98 10 01",
    "unknown": "06 39 98 10 02",
    "protected": "06 39 98 10 03",
    "partitioned": "06 39 98 10 04",
    "away": "06 39 98 10 05",
}


@dataclass
class Seen:
    """What one case let see, request after request."""

    pages: set[bytes] = field(default_factory=set)
    queries: set[int] = field(default_factory=set)
    seconds: list[float] = field(default_factory=list)


@measures_for("A5", family="trust")
def asked_between(*, full: bool = False) -> Iterator[Measure]:
    """Known, unknown, protected, partitioned, process away: bytes, queries and time."""
    rounds = ROUNDS_FULL if full else ROUNDS
    with sample_site(), served_index() as folder:
        seen = _rounds(folder, rounds)
    about: dict[str, Any] = {"seed": SEED, "rounds": rounds, "cases": list(PHONES)}
    first = seen["unknown"]
    telling = [name for name, one in seen.items() if one.pages != first.pages]
    yield Measure("A5.telling_bytes", len(telling), "cases", 0, "equal", about | {"is": telling})
    telling = [name for name, one in seen.items() if one.queries != first.queries]
    yield Measure("A5.telling_queries", len(telling), "cases", 0, "equal", about | {"is": telling})
    pairs = list(combinations(seen, 2))
    chances = holm([float(mannwhitneyu(seen[a].seconds, seen[b].seconds).pvalue) for a, b in pairs])
    medians = {name: 1000 * percentile(one.seconds, 0.5) for name, one in seen.items()}
    slow = [
        f"{a} / {b}"
        for (a, b), p in zip(pairs, chances, strict=True)
        if p <= SURE and abs(medians[a] - medians[b]) >= SLOWEST_MS
    ]
    yield Measure(
        "A5.telling_times",
        len(slow),
        "pairs",
        0,
        "equal",
        about
        | {"is": slow, "smallest_p_holm": round(min(chances), 4)}
        | {"medians_ms": {name: round(value, 2) for name, value in medians.items()}},
        is_speed=True,
    )


def _rounds(folder: Path, rounds: int) -> dict[str, Seen]:
    rng = random.Random(SEED)  # noqa: S311
    with system_scope("trust"):
        _fill()
    _work()
    seen = {name: Seen() for name in PHONES}
    for number in range(rounds):
        if number % ROUNDS_OF_ONE == 0:
            with system_scope("trust"):
                asking = _worker()
        for name in rng.sample(list(PHONES), len(PHONES)):
            socket = "nobody.sock" if name == "away" else "indexd.sock"
            with override_settings(INDEX_SOCKET=folder / socket):
                _ask(asking, PHONES[name], seen[name])
    return seen


def _ask(asking: world.Person, phone: str, seen: Seen) -> None:
    """One request: sent, read at once, read again when the worker has passed."""
    started = time.perf_counter()
    counted: list[str] = []

    def count(execute: Any, sql: str, *given: Any) -> Any:
        counted.append(sql)
        return execute(sql, *given)

    with connection.execute_wrapper(count):
        sent = asking.client.post(reverse("between:ask"), {"phone": phone})
    read = asking.client.get(sent["Location"])
    seen.seconds.append(time.perf_counter() - started)
    seen.queries.add(len(counted))
    _work()
    later = asking.client.get(sent["Location"])
    seen.pages |= {_bare(one, phone) for one in (sent, read, later)}


def _bare(answer: Any, phone: str) -> bytes:
    """Status, headers and body, without what was drawn or typed, nor the hour."""
    headers = "".join(f"{name}: {value}\n" for name, value in sorted(answer.headers.items()))
    text = f"{answer.status_code}\n{headers}".encode() + _CSRF.sub(b"", answer.content)
    text = _KEY.sub(b"", text.replace(phone.encode(), b""))
    return _HOUR.sub(b"", text)


def _work() -> None:
    """What the worker does; an index that is away is no error of the measure."""
    with system_scope("trust"), suppress(IndexUnavailable):
        carry(clock.now())


# --- Who is there ---------------------------------------------------------------------------------


def _worker() -> world.Person:
    """Somebody who accompanies people, in an operator that takes part."""
    caseworker = next(one for one in world.PEOPLE if one.name == "caseworker")
    made = world.make_person(replace(caseworker, name=f"caseworker-{uuid4().hex}"))
    take_part(made.somebody.organisation, made.somebody.user)
    # The first request of somebody makes what the next ones find.
    made.client.post(reverse("between:ask"), {"phone": "06 39 98 10 99"})
    return made


def _fill() -> None:
    for name in ("known", "away", "protected"):
        _followed(PHONES[name], protected=name == "protected")
    _followed(PHONES["partitioned"], partitioned=True)


def _followed(phone: str, *, protected: bool = False, partitioned: bool = False) -> None:
    """Somebody who is followed elsewhere, informed, and their telephone."""
    place = Organisation.objects.create(
        name=f"Opérateur {uuid4().hex}", kind=OrganisationKind.ASSOCIATION
    )
    referent = User.objects.create(email=f"{uuid4().hex}@exemple.fr", display_name="Référente")
    take_part(place, referent)
    person = Person.objects.create(organisation=place, referent=referent)
    open_file(by=Author.system("trust"), subject=person.pk, organisations=[place.pk])
    Identity.objects.create(subject=person.pk, person=person)
    InformationGiven.objects.create(person=person, given_by=referent)
    means = ContactMeans(subject=person.pk, person=person, kind=ContactKind.PHONE)
    write_sealed(means, organisation=place.pk, value=phone)
    means.save()
    mark_organisation(place.pk)
    _work()
    # Once in the index: what it still holds is what the answer must not show.
    Person.objects.filter(pk=person.pk).update(is_protected=protected)
    if partitioned:
        Organisation.objects.filter(pk=place.pk).update(
            is_partitioned=True, partitioned_at=clock.now() - timedelta(minutes=1)
        )
