"""The fields that any template may name: who the person is, who writes, what was typed."""

from datetime import date
from zoneinfo import ZoneInfo

from o2r.core import clock
from o2r.core.calendar_words import long_day
from o2r.core.documents import Signature, Table
from o2r.pathways.enums import PathwayState
from o2r.pathways.papers.registry import Asked, provides
from o2r.pathways.papers.wording import SIGNATURE
from o2r.pathways.selectors.current import open_pathway_of
from o2r.people.models import Person
from o2r.people.places import short_place_name


def _here(person: Person) -> date:
    """Today, where the operator is."""
    return clock.now().astimezone(ZoneInfo(person.organisation.time_zone)).date()


def _born(asked: Asked) -> str:
    return long_day(asked.name.born) if asked.name.born else ""


def _called(asked: Asked) -> str:
    """A name that the person gave; nothing rather than the number of their file."""
    name = asked.name
    return name.known_as or name.first_name or name.last_name


def _whole(asked: Asked) -> str:
    """As papers name somebody; how they are called, when they gave no name."""
    both = " ".join(one for one in (asked.name.first_name, asked.name.last_name) if one)
    return both or _called(asked)


def _referent(asked: Asked) -> str:
    return asked.person.referent.display_name if asked.person.referent else ""


def _state(asked: Asked) -> str:
    pathway = open_pathway_of(asked.person)
    return str(PathwayState(pathway.state).label) if pathway else ""


def _day_of(asked: Asked, name: str) -> str:
    """A day of the open pathway, in words."""
    day = getattr(open_pathway_of(asked.person), name, None)
    return long_day(day) if day else ""


def _signature(asked: Asked) -> Signature:
    return Signature([f"Pour {asked.person.organisation.name}, {asked.reader.actor.name}"])


IDENTITY, ROUTE = "identity", "route"
_SHEET = Table(
    header=("Date", "Heures", "Lieu", "La personne", "L’équipe"),
    rows=[("", "", "", "", "")] * 10,
    caption="Rendez-vous",
)
"""Ten lines to sign: what fits under its title on one page."""
provides(
    "comment appeler",
    _called,
    help="Le surnom ou le prénom que la personne a choisi.",
    group=IDENTITY,
    example="Inès",
)
provides(
    "prénom",
    lambda asked: asked.name.first_name,
    help="Le prénom de ses papiers, s’il est connu.",
    group=IDENTITY,
    example="Inès",
)
provides(
    "nom",
    lambda asked: asked.name.last_name,
    help="Le nom de ses papiers, s’il est connu.",
    group=IDENTITY,
    example="Martin",
)
provides(
    "nom complet",
    _whole,
    help="Prénom et nom ; à défaut, comment l’appeler.",
    group=IDENTITY,
    example="Inès Martin",
)
provides(
    "date de naissance",
    _born,
    help="Si elle est connue.",
    group=IDENTITY,
    example="4 mars 2004",
)
provides(
    "commune",
    lambda asked: short_place_name(asked.person.commune) if asked.person.commune else "",
    help="La commune où la personne vit.",
    group=IDENTITY,
    example="Vénissieux",
)
provides(
    "dossier ouvert le",
    lambda asked: long_day(asked.person.opened_on),
    help="Le premier jour du suivi.",
    group=ROUTE,
    example="12 janvier 2026",
)
provides(
    "dernier contact",
    lambda asked: long_day(asked.person.last_contact_on),
    help="Le jour du dernier échange.",
    group=ROUTE,
    example="3 mars 2026",
)
provides(
    "état du parcours",
    _state,
    help="Où en est le parcours ouvert.",
    group=ROUTE,
    example="accompagnement",
)
provides(
    "parcours depuis le",
    lambda asked: _day_of(asked, "opened_on"),
    help="Le premier jour du parcours ouvert.",
    group=ROUTE,
    example="12 janvier 2026",
)
provides(
    "accompagnement depuis le",
    lambda asked: _day_of(asked, "intensive_from"),
    help="Le premier jour de l’accompagnement intensif.",
    group=ROUTE,
    example="2 février 2026",
)
provides(
    "organisation",
    lambda asked: asked.person.organisation.name,
    help="Le nom de votre organisation.",
    example="Les Passerelles",
)
provides("référent", _referent, help="Qui suit la personne.", example="Hugo Lambert")
provides(
    "qui écrit",
    lambda asked: asked.reader.actor.name,
    help="Qui fait le document.",
    example="Hugo Lambert",
)
provides(
    "date du jour",
    lambda asked: long_day(_here(asked.person)),
    help="Le jour où le document est fait.",
    example="9 mars 2026",
)
provides(
    "destinataire",
    lambda asked: asked.recipient,
    help="À qui on écrit : demandé au moment de faire le document.",
    example="France services de Vénissieux",
    is_typed=True,
)
provides(
    "message",
    lambda asked: asked.message,
    help="Un texte libre : demandé au moment de faire le document.",
    group="narrative",
    example="Nous vous remercions de recevoir Inès mardi matin.",
    is_typed=True,
)
provides(
    SIGNATURE,
    _signature,
    help="La place pour signer. Seul sur sa ligne.",
    example=Signature(["Pour Les Passerelles, Hugo Lambert"]),
)
provides(
    "feuille à signer",
    lambda asked: _SHEET,
    help="Un tableau vide, à remplir à la main : un rendez-vous par ligne. Seul sur sa ligne.",
    example=_SHEET,
)
