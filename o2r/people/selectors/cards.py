"""What the page of the card shows to who holds the card and its word: little, and no note."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from o2r.core import clock
from o2r.core.belt import errand
from o2r.core.crypto.fields import read_sealed
from o2r.core.journal.selectors import digest
from o2r.core.journal.sentences import DigestLine
from o2r.people.card_codes import HOLDER
from o2r.people.models import Agreement, Identity, Person, TrustCard

MOST_LINES = 60
Fact = tuple[str, str]


@dataclass(frozen=True)
class CardPage:
    """What is known in short, what was agreed, and who saw the file: organisations, no names."""

    facts: list[Fact]
    notes: int
    agreements: list[Agreement]
    secrecy: list[Agreement]
    seen: list[DigestLine]


@errand("trust-card")
def live_card(card: str) -> TrustCard | None:
    """A card that was opened, while it still works. ``card``: its key, as the session keeps it."""
    rows = TrustCard.objects.live().select_related("person__organisation", "person__referent")
    return rows.filter(pk=UUID(card)).order_by("pk").first()


@errand("trust-card")
def shown_by(card: TrustCard) -> CardPage:
    """The page of a card that its word has opened. The caller checked it and journaled it."""
    person = card.person
    given = list(
        Agreement.objects.in_force(clock.today())
        .filter(person=person)
        .select_related("recipient")
        .order_by("number", "pk")
    )
    return CardPage(
        facts=_facts(person),
        notes=person.notes.count(),
        agreements=[one for one in given if one.is_consent],
        secrecy=[one for one in given if not one.is_consent],
        seen=digest(person.pk, kind=person.access_kind, but_role=HOLDER, says_basis=True)[
            :MOST_LINES
        ],
    )


def _day(written: str) -> str:
    return f"{date.fromisoformat(written):%d/%m/%Y}" if written else ""


def _facts(person: Person) -> list[Fact]:
    """What is known, in the words of the file; what nobody said is left out."""
    identity = Identity.objects.get(person=person)
    names = ("known_as", "first_name", "last_name", "birth_date")
    texts = read_sealed(identity, *names, organisation=person.organisation_id)
    said = [
        ("Comment on vous appelle", texts["known_as"]),
        ("Prénom", texts["first_name"]),
        ("Nom", texts["last_name"]),
        ("Date de naissance", _day(texts["birth_date"])),
        ("Âge", person.get_age_band_display()),
        ("Genre", person.get_gender_display()),
        ("Domicile", person.get_housing_display()),
        ("Organisation", person.organisation.name),
        ("Qui vous suit", person.referent.display_name if person.referent else ""),
    ]
    means = person.contacts.order_by("pk")
    reached = [
        (one.get_kind_display(), read_sealed(one, "value", organisation=person.organisation_id))
        for one in means
    ]
    said += [(kind[:1].upper() + kind[1:], texts["value"]) for kind, texts in reached]
    return [(term, text) for term, text in said if text]
