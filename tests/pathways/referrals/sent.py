"""Services around Vénissieux, and referrals towards them."""

import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.core import mail
from django.core.mail import EmailMessage

from o2r.accounts.models import Organisation
from o2r.core import clock
from o2r.network.directory.models import Service, Structure
from o2r.network.directory.services.editions import next_edition
from o2r.pathways.referrals.models import Referral
from o2r.pathways.referrals.services import Draft, prepare, send
from o2r.people.enums import AgreementProof, SharedField
from tests.pathways.referrals.conftest import NOON
from tests.people.agreeing import World

MAILBOX = "accueil@mission.example"
REACH = (SharedField.FIRST_NAME, SharedField.PHONE)
THEME = "mobilite--preparer-un-permis"
WORDS = "Cherche un vélo pour aller au stage."


def service(
    *, account: Organisation | None = None, mail: str = "", checked: bool = True, **given: Any
) -> Service:
    """A service of a structure: with an account, a mailbox that was checked or not, or nothing."""
    structure = Structure.objects.create(
        name=f"Structure {uuid4().hex[:6]}",
        source="essai",
        commune="69259",
        organisation=account,
        contact_mail=mail if checked else "",
        email=mail,
    )
    row: dict[str, Any] = {
        "structure": structure,
        "name": f"Aide au permis {uuid4().hex[:6]}",
        "source": "essai",
        "commune": "69259",
        "description": "Aider à passer le permis.",
        "themes": [THEME],
        # The search sees what is new by it.
        "edition": next_edition(),
        **given,
    }
    return Service.objects.create(**row)


def draft(
    to: Service,
    fields: Collection[SharedField] = REACH,
    follows: Referral | None = None,
    words: str = WORDS,
) -> Draft:
    """First name and phone, said yes aloud."""
    proof = AgreementProof.VOICE if fields else None
    return Draft(service=to, theme=THEME, words=words, fields=fields, proof=proof, follows=follows)


def prepared(world: World, to: Service, code: str = "", **given: Any) -> Referral:
    return prepare(
        by=world.by, person=world.person, draft=draft(to, **given), code=code or uuid4().hex
    )


def sent(world: World, to: Service, **given: Any) -> Referral:
    return send(by=world.by, referral=prepared(world, to, **given))


def again(row: Referral) -> Referral:
    """As it is now."""
    return Referral.objects.select_related("organisation", "agreement").get(pk=row.pk)


@contextmanager
def days_later(days: int) -> Iterator[None]:
    with clock.stopped_at(NOON + timedelta(days=days)):
        yield


def mails(to: str = MAILBOX) -> list[EmailMessage]:
    """What left for a mailbox, the oldest first."""
    return [one for one in mail.outbox if one.to == [to]]


def link_in(one: EmailMessage) -> str:
    """The secret of the address of a mail."""
    found = re.search(r"/orientation/([\w-]{43})/", str(one.body))
    assert found
    return found[1]


def code_in(one: EmailMessage) -> str:
    found = re.search(r"\n    ([0-9A-Z]{4}-[0-9A-Z]{4})\n", str(one.body))
    assert found
    return found[1]
