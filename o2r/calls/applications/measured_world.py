"""Candidates ready to send, for figures: what ``Stack.run`` runs in the database of a storm.

Reads a plan (JSON) on its standard input, writes one line of JSON for each candidate: the address
of their application, their session, their token. Every application is complete and different:
20 kB of text, three members who have signed, a budget, the piece asked.
"""

import hashlib
import json
import random
import secrets
import sys
import uuid
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import CommandError, call_command
from django.urls import reverse

from o2r.accounts.enums import MembershipRole, OrganisationKind
from o2r.accounts.models import Membership, Organisation, User
from o2r.accounts.signin.enums import Way
from o2r.accounts.signin.measured_session import prove
from o2r.accounts.signin.models import OpenSession
from o2r.accounts.signin.second_factor import ENROLLED
from o2r.accounts.signin.traces import OPENED_AT, SEEN_AT
from o2r.accounts.siret import luhn_sum
from o2r.calls.applications.balance import Line
from o2r.calls.applications.content import Content, MemberContent
from o2r.calls.applications.models import (
    Answer,
    Application,
    BudgetLine,
    JoinedPiece,
    Member,
    SubmissionIntent,
)
from o2r.calls.applications.sections import TEXTS
from o2r.calls.applications.selectors import call_facts
from o2r.calls.enums import CallState
from o2r.calls.models import Call, RequiredPiece
from o2r.core import clock
from o2r.core.belt.scope import system_scope
from o2r.core.files.enums import FileState
from o2r.core.files.models import StoredFile
from o2r.core.journal.keys import create_signing_key
from o2r.projects.enums import Public, Stage
from o2r.territory.geography import current_geography

BATCH = 500
TEXT_BYTES = 20_000
MEMBERS = 3
HEAVY_SHARE, HEAVY, LIGHT = 0.2, 2_000_000, 80_000
"""A file in five weighs 2 MB: bytes already received, checked and kept when the storm comes."""
PERIMETER, ZONE = "dep:63 + dep:03", "epci:246300701"
_BACKEND = "django.contrib.auth.backends.ModelBackend"
_EXPENSES = (("64-wages", 60_000), ("64-social", 24_000), ("62-travel", 3_000),
             ("61-rent", 6_000), ("indirect-running", 7_000))  # fmt: skip
_INCOMES = (("74-o2r", 90_000), ("74-region", 10_000))


@dataclass(frozen=True)
class Plan:
    """``count`` candidates; the call closes at ``closes_at`` (seconds since 1970).

    ``intents``: the share of them whose page was opened ``opened_before`` seconds before the hour.
    """

    count: int
    closes_at: float
    seed: int = 20_260_101
    intents: float = 0.0
    opened_before: float = 60.0


def main() -> None:
    """Tables, the call, the candidates and their sessions."""
    plan = Plan(**json.loads(sys.stdin.read()))
    with system_scope("storm"):
        call_command("migrate", verbosity=0)
        _rehearse_keys()
        call_command("load_first_data", verbosity=0, stdout=sys.stderr)
        create_signing_key()
        for line in candidates(plan):
            sys.stdout.write(json.dumps(line) + "\n")


def _rehearse_keys() -> None:
    """What an instance does before it opens: make the root key, and try to rebuild it."""
    shares = Path(settings.STORAGE_DIR) / "shares.txt"
    with shares.open("w") as written, suppress(CommandError):
        call_command("keys", "init", stdout=written, stderr=sys.stderr)
    call_command("keys", "init", rehearse_from=shares, stdout=sys.stderr)
    shares.unlink()


def candidates(plan: Plan) -> Iterator[dict[str, Any]]:
    """Write them in the database, and yield what the generator of the storm needs of each."""
    dice = random.Random(plan.seed)
    call = _call(plan)
    rank = 0
    while rank < plan.count:
        batch = _Batch(call, dice, plan)
        for _ in range(min(BATCH, plan.count - rank)):
            batch.add(rank)
            rank += 1
        yield from batch.write()


def _call(plan: Plan) -> Call:
    service = Organisation.objects.create(
        name="DREETS de la tempête", kind=OrganisationKind.DREETS, region="84"
    )
    opens = clock.now() - timedelta(days=30)
    closes = datetime.fromtimestamp(plan.closes_at, tz=opens.tzinfo)
    call = Call.objects.create(
        slug="tempete",
        title="Appel de la tempête",
        dreets=service,
        region="84",
        publics=[Public.YOUNG.value],
        stages=list(Stage.values),
        zone_expression=PERIMETER,
        zone_vintage=current_geography().year,
        time_zone="UTC",
        opens_on=opens.date(),
        opens_hour=opens.time(),
        closes_on=closes.date(),
        closes_hour=closes.time(),
        receives_here=True,
        state=CallState.PUBLISHED,
    )
    RequiredPiece.objects.create(call=call, code="budget", label="Budget signé")
    return Call.objects.get(pk=call.pk)


class _Batch:
    """Rows of some hundreds of candidates, written together."""

    def __init__(self, call: Call, dice: random.Random, plan: Plan) -> None:
        self.call, self.dice, self.plan = call, dice, plan
        self.piece = RequiredPiece.objects.get(call=call)
        self.facts = call_facts(call)
        self.now = clock.now()
        self.rows: dict[type, list[Any]] = {}
        self.lines: list[dict[str, Any]] = []

    def add(self, rank: int) -> None:
        """One application, its consortium, and who sends it."""
        bodies = [self._organisation(rank * MEMBERS + place) for place in range(MEMBERS)]
        user = self._keep(
            User(email=f"candidat-{rank}@tempete.example", display_name=f"Candidat {rank}")
        )
        user.set_unusable_password()
        user.welcomed_at = self.now
        self._keep(
            Membership(
                user=user,
                organisation=bodies[0],
                role=MembershipRole.CANDIDATE,
                approved_at=self.now,
                personal_data_from=self.now - timedelta(days=1),
            )
        )
        application = self._application(rank)
        self._consortium(application, bodies)
        self._texts(application, rank)
        self._file(application, bodies[0], user)
        line = {"application": str(application.pk), "key": self._session(user)}
        self.lines.append(line | self._form(application, user))

    def _keep(self, row: Any) -> Any:
        self.rows.setdefault(type(row), []).append(row)
        return row

    def _organisation(self, rank: int) -> Organisation:
        siren = f"{800_000_000 + rank:09}0000"
        made: Organisation = self._keep(
            Organisation(
                name=f"Association {rank}",
                kind=OrganisationKind.ASSOCIATION,
                siret=siren + str((-luhn_sum(siren + "0")) % 10),
                mailbox=f"boite-{rank}@tempete.example",
            )
        )
        return made

    def _application(self, rank: int) -> Application:
        made: Application = self._keep(
            Application(
                call=self.call,
                title=f"Projet {rank} de la tempête",
                zone_expression=ZONE,
                zone_vintage=current_geography().year,
                publics=[Public.YOUNG.value],
                stages=list(Stage.values),
                places=60,
                has_analytic_accounts=True,
            )
        )
        return made

    def _consortium(self, application: Application, bodies: list[Organisation]) -> None:
        members = [
            Member(
                application=application,
                organisation=body,
                name=body.name,
                siret=body.siret,
                is_lead=not place,
                role=f"Rôle de {body.name} dans le projet.",
                stages=list(Stage.values),
                contact_name=f"Personne {place}",
                contact_email=body.mailbox,
                position=place,
            )
            for place, body in enumerate(bodies)
        ]
        lines = [
            BudgetLine(
                application=application,
                member=member,
                year=1,
                account=account,
                amount=Decimal(amount),
            )
            for member in members
            for account, amount in (*_EXPENSES, *_INCOMES)
        ]
        content = Content(
            key=str(application.pk),
            call=self.facts,
            budget=tuple(
                Line(str(one.member_id), one.year, one.account, one.amount)
                for one in sorted(lines, key=lambda one: (one.year, one.account))
            ),
        )
        for member in members:
            member.signed_at = self.now
            member.signed_digest = content.digest_of(_as_content(member))
            self._keep(member)
        for one in lines:
            self._keep(one)

    def _texts(self, application: Application, rank: int) -> None:
        each = TEXT_BYTES // len(TEXTS)
        for field in TEXTS:
            start = f"{application.title}, {field}. "
            filler = _FILLER[(rank * 37) % 400 :]
            text = (start + filler)[: min(each, TEXTS[field].limit)].strip()
            self._keep(Answer(application=application, field=field, text=text, changed_at=self.now))

    def _file(self, application: Application, body: Organisation, user: User) -> None:
        heavy = self.dice.random() < HEAVY_SHARE
        size = HEAVY if heavy else LIGHT
        file = self._keep(
            StoredFile(
                organisation=body.pk,
                uploaded_by=user.pk,
                attached_kind="application",
                attached_id=application.pk,
                purpose="piece",
                original_name="budget.pdf",
                declared_size=size,
                size=size,
                sha256=hashlib.sha256(application.pk.bytes).hexdigest(),
                detected_type="pdf",
                state=FileState.CLEAN,
                content_name=uuid.uuid4().hex,
                received_at=self.now,
                inspected_at=self.now,
                next_try_at=self.now,
            )
        )
        self._keep(
            JoinedPiece(application=application, piece=self.piece, file=file, joined_at=self.now)
        )

    def _session(self, user: User) -> str:
        """A session opened a minute ago, with a second factor just shown."""
        store, at = SessionStore(), self.now.timestamp()
        kept: Any = {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: _BACKEND,
            HASH_SESSION_KEY: user.get_session_auth_hash(),
            OPENED_AT: at,
            SEEN_AT: at,
            ENROLLED: True,
        }
        prove(kept, user, {"password": at, "mfa": at})
        key = secrets.token_hex(16)
        self._keep(
            store.model(
                session_key=key,
                session_data=store.encode(kept),
                expire_date=self.now + timedelta(days=1),
            )
        )
        self._keep(
            OpenSession(
                user=user,
                session_key=key,
                device="Firefox sur Linux",
                way=Way.PASSWORD,
                opened_at=self.now,
                seen_at=self.now,
            )  # fmt: skip
        )
        return key

    def _form(self, application: Application, user: User) -> dict[str, Any]:
        """The hidden fields of the page that they have open, and its cookie."""
        token, opened = secrets.token_urlsafe(24), None
        if self.dice.random() < self.plan.intents:
            opened = self.plan.closes_at - self.plan.opened_before
            self._keep(
                SubmissionIntent(
                    application=application,
                    user=user,
                    token_digest=hashlib.sha256(token.encode()).hexdigest(),
                    opened_at=datetime.fromtimestamp(opened, tz=self.now.tzinfo),
                )
            )
        return {
            "path": reverse("applications:submit", args=[application.pk]),
            "summary": reverse("applications:summary", args=[application.pk]),
            "csrf": secrets.token_hex(16),
            "intent": token,
            "opened": opened,
        }

    def write(self) -> list[dict[str, Any]]:
        """Send the rows to the database, in the order of their references."""
        order = [Organisation, User, Membership, Application, Member, BudgetLine, Answer]
        order += [StoredFile, JoinedPiece, SubmissionIntent, OpenSession]
        kinds = [*order, *(kind for kind in self.rows if kind not in order)]
        for kind in kinds:
            if rows := self.rows.get(kind):
                kind._default_manager.bulk_create(rows, batch_size=1000)  # type: ignore[attr-defined]
        return self.lines


def _as_content(member: Member) -> MemberContent:
    """What ``selectors.content_of`` reads of such a member."""
    return MemberContent(
        key=str(member.pk),
        name=member.name,
        siret=member.siret,
        is_lead=member.is_lead,
        role=member.role,
        stages=tuple(member.stages),
        contact_name=member.contact_name,
        contact_email=member.contact_email,
    )


_FILLER = (
    "Nous rencontrons les personnes là où elles sont, sans rendez-vous ni formulaire, avec les "
    "habitants et les structures du quartier. Chaque étape est décidée avec la personne. "
) * 40
