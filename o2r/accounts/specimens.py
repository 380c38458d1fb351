"""Specimens: for each kind of object, one example in each relation to someone.

The access matrix asks every app for them (``specimens.py``, found by itself): a route that names
an object whose kind has no specimen fails the matrix, so a new screen cannot escape it.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import uuid4

from o2r.accounts.enums import MembershipRole, OrganisationKind, Relation
from o2r.accounts.models import (
    INVITATION_LIFE,
    Handover,
    Invitation,
    Membership,
    Organisation,
    Substitution,
    Team,
    User,
)
from o2r.core import clock

OTHER_REGION = "93"
SAME_REGION = "84"


@dataclass(frozen=True)
class Somebody:
    """The person towards whom the specimen stands, and a stranger of another organisation."""

    user: User
    organisation: Organisation
    stranger: User
    elsewhere: Organisation


@dataclass(frozen=True)
class Specimen:
    """One object: what fills the parameters of its routes, and texts that only it holds.

    ``canaries`` are by group of fields; ``*`` when the object is seen whole or not at all.
    ``shared`` are the groups of the share, for a partner. ``whole``: the routes that show the
    object whole, for one that is read over several pages; none when every page does. ``apart``: the
    routes that are not for the person, who has another page for what the policy gives them of it.
    ``rows``: the keys of the rows of other tables that come with it, and how the person stands
    towards each.
    ``also``: the other relations in which the person stands towards it, whatever they are.
    ``beyond``: texts that rules finer than the policy keep from the person, in whatever group.
    """

    parameters: dict[str, str]
    canaries: dict[str, str] = field(default_factory=dict)
    shared: frozenset[str] | None = None
    whole: frozenset[str] = frozenset()
    apart: frozenset[str] = frozenset()
    rows: dict[str, Relation] = field(default_factory=dict)
    also: frozenset[Relation] = frozenset()
    beyond: frozenset[str] = frozenset()


Maker = Callable[[Somebody, Relation], Specimen]


@dataclass(frozen=True)
class Specimens:
    """What makes the objects of one model: in which relations, and how.

    ``parameter``: the one by which routes name them, where two models are of one kind.
    """

    relations: tuple[Relation, ...]
    make: Maker
    parameter: str = ""


_makers: dict[str, dict[str, Specimens]] = {}


def specimens_of(kind: str, *relations: Relation, parameter: str = "") -> Callable[[Maker], Maker]:
    """Register what makes an object of ``kind`` in one of ``relations`` (``ANY``: a stranger's)."""

    def register(maker: Maker) -> Maker:
        _makers.setdefault(kind, {})[parameter] = Specimens(relations, maker, parameter)
        return maker

    return register


def makers() -> dict[str, list[Specimens]]:
    """What was registered, by kind: one for each model of that kind."""
    return {kind: list(known.values()) for kind, known in _makers.items()}


def specimens_for(kind: str, parameters: Collection[str] = ()) -> Specimens | None:
    """What makes the object that a route with these ``parameters`` names, by the first of them that
    somebody knows, a person last: what is theirs comes with them. None: nobody does."""
    known = _makers.get(kind, {})
    ordered = sorted(parameters, key=lambda name: name == "person")
    named = (known[name] for name in ordered if name in known)
    return next(named, known.get(""))


# --- The kinds of this app ------------------------------------------------------------------------


def _place(someone: Somebody, relation: Relation) -> Organisation:
    inside = relation in (Relation.ORGANISATION, Relation.TEAM)
    return someone.organisation if inside else someone.elsewhere


def _of_the_region() -> Organisation:
    return Organisation.objects.create(
        name=f"Organisation {uuid4().hex}",
        kind=OrganisationKind.ASSOCIATION,
        region=SAME_REGION,
    )


def _somebody_else() -> User:
    name = uuid4().hex
    return User.objects.create(email=f"{name}@essai.example", display_name=f"Nom {uuid4().hex}")


@specimens_of("team", Relation.ANY, Relation.ORGANISATION, Relation.TEAM)
def team(someone: Somebody, relation: Relation) -> Specimen:
    """A team; one's own when the relation says so."""
    name = f"Équipe {uuid4().hex}"
    made = Team.objects.create(organisation=_place(someone, relation), name=name)
    if relation is Relation.TEAM:
        for held in Membership.objects.filter(user=someone.user).order_by("pk"):
            held.teams.add(made)
    return Specimen({"team": str(made.pk)}, {"*": name})


@specimens_of("membership", Relation.ANY, Relation.ORGANISATION, Relation.TERRITORY)
def membership(someone: Somebody, relation: Relation) -> Specimen:
    """Someone else's place in an organisation; in a territory, who asks to manage one."""
    user = _somebody_else()
    now, asks = clock.now(), relation is Relation.TERRITORY
    made = Membership.objects.create(
        user=user,
        organisation=_of_the_region() if asks else _place(someone, relation),
        role=MembershipRole.MEMBER,
        asks_to_manage=asks,
        approved_at=now,
        personal_data_from=now,
    )
    canaries = {"identity": user.display_name, "contact": user.email}
    return Specimen({"membership": str(made.pk)}, canaries)


@specimens_of("invitation", Relation.ANY, Relation.ORGANISATION, Relation.OWN)
def invitation(someone: Somebody, relation: Relation) -> Specimen:
    """An invitation that waits. Links of mails name nobody: theirs are dead ones."""
    own = relation is Relation.OWN
    made = Invitation.objects.create(
        organisation=_place(someone, relation),
        email=f"{uuid4().hex}@essai.example",
        role=MembershipRole.MEMBER,
        invited_by=someone.user if own else someone.stranger,
        on_behalf_of=someone.organisation if own else someone.elsewhere,
        token_hash=uuid4().hex,
        expires_at=clock.now() + INVITATION_LIFE,
    )
    return Specimen({"invitation": str(made.pk), "token": "lien-perdu"}, {"contact": made.email})


@specimens_of("organisation", Relation.ANY, Relation.ORGANISATION, Relation.TERRITORY)
def organisation(someone: Somebody, relation: Relation) -> Specimen:
    """One's own organisation, one of the same region, one of another region."""
    text = f"Raison sociale {uuid4().hex}"
    if relation is Relation.ORGANISATION:
        made = someone.organisation
        made.legal_name = text
        made.save(update_fields=["legal_name"])
    else:
        made = Organisation.objects.create(
            name=f"Organisation {uuid4().hex}",
            kind=OrganisationKind.ASSOCIATION,
            legal_name=text,
            region=SAME_REGION if relation is Relation.TERRITORY else OTHER_REGION,
        )
    return Specimen({"organisation": str(made.pk)}, {"*": text})


@specimens_of("substitution", Relation.ANY, Relation.ORGANISATION, Relation.OWN)
def substitution(someone: Somebody, relation: Relation) -> Specimen:
    """Someone is away; for one's own, the person replaces them."""
    absent = _somebody_else()
    today = clock.today()
    made = Substitution.objects.create(
        organisation=_place(someone, relation),
        absent=absent,
        substitute=someone.user if relation is Relation.OWN else someone.stranger,
        first_day=today,
        last_day=today + timedelta(days=7),
    )
    return Specimen({"substitution": str(made.pk)}, {"identity": absent.display_name})


@specimens_of("handover", Relation.ANY, Relation.ORGANISATION)
def handover(someone: Somebody, relation: Relation) -> Specimen:
    """A caseload that changed hands."""
    giver = _somebody_else()
    made = Handover.objects.create(
        organisation=_place(someone, relation),
        giver=giver,
        receiver=someone.stranger,
        done_by=someone.stranger,
        moved={"dossiers suivis": 3},
    )
    return Specimen({"handover": str(made.pk)}, {"identity": giver.display_name})
