"""Writing a call, publishing it, changing it once published: a dated, compared, notified act."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, require_kind
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import Organisation
from o2r.calls.content import changes, content_of
from o2r.calls.enums import CallState, ChangeKind, Phase
from o2r.calls.followers import followers
from o2r.calls.models import Call, CallVersion
from o2r.calls.phases import Edge
from o2r.calls.services.moving import move_call
from o2r.calls.services.sharing import check_shares
from o2r.core import clock
from o2r.core.notifications.services import notify
from o2r.territory import zones
from o2r.territory.geography import current_geography
from o2r.territory.typography import typographic

CLOSING = frozenset({"closes_on", "closes_hour"})
CALENDAR = frozenset({"opens_on", "opens_hour", *CLOSING})
PERIMETER = frozenset({"zone", "zone_note"})
FIELDS = frozenset(
    {
        *("title", "context", "priorities", "publics", "attention_points", "publics_note"),
        *("stages", "required_stages", "zone_expression", "zone_note", "envelope", "floor_amount"),
        *("convention_years", "time_zone", *CALENDAR, "receives_here", "form_url", "source_url"),
        *("source_seen_on", "contact_email", "grid_is_published", "readers_per_application"),
        *("dispersion_threshold", "member_rule", "envelope_rule"),
    }
)
"""What ``write_call`` and ``amend_call`` may change."""
RESERVED_SLUGS = frozenset({"nouveau"})
"""Words of our own addresses: a call of this name would never be reached."""


class AlreadyClosed(DomainError):
    """A closed call is never changed, and never opened again."""

    def __init__(self) -> None:
        super().__init__(
            "Cet appel est clos : ce qu’il disait ne change plus, et il ne se rouvre pas. Pour "
            "recevoir d’autres candidatures, publiez un nouvel appel."
        )


class OutsideRegion(DomainError):
    """The perimeter leaves the region of the State service (D.5316-1 ff.: the préfet de région)."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(
            "Ce périmètre sort de la région du service : "
            f"{', '.join(names[:5])}{'…' if len(names) > 5 else ''}. Retirez ces communes : le "
            "préfet de région ne conventionne que des projets de sa région.",
            field="zone_expression",
        )


@transaction.atomic
def create_call(*, by: Actor, slug: str, title: str, is_example: bool = False) -> Call:
    """Open the draft of a call, for the State service one acts for.

    Raises NotAllowed, and DomainError when the identifier is taken or badly written.
    """
    require_kind(by, "create", "call", act="préparer un appel à projets")
    dreets = Organisation.objects.filter(pk=by.organisation).first() if by.organisation else None
    if dreets is None or not dreets.region:
        raise NotAllowed("préparer un appel à projets")
    call = Call(
        slug=slug,
        title=title,
        dreets=dreets,
        region=dreets.region,
        time_zone=dreets.time_zone,
        receives_here=True,
        is_example=is_example or dreets.is_example,
    )
    check_call(call)
    call.save()
    return call


@transaction.atomic
def write_call(*, by: Actor, call: Call, fields: Mapping[str, Any]) -> Call:
    """Change the draft of a call. ``fields``: names of FIELDS and their values.

    Raises NotAllowed, OutsideRegion, ZoneError, and DomainError for what contradicts itself.
    """
    require(by, "update", call, act="modifier cet appel")
    locked = Call.objects.select_for_update(no_key=True).get(pk=call.pk)
    if locked.state != CallState.DRAFT:
        raise DomainError(
            "Cet appel est publié : chaque modification est un acte daté. Ouvrez « Modifier un "
            "appel publié » et donnez son motif."
        )
    _fill(locked, fields)
    locked.save()
    return locked


@transaction.atomic
def publish_call(*, by: Actor, call: Call) -> Call:
    """Announce a call. Raises NotAllowed, ImpossibleMove, DomainError for what is missing."""
    require(by, "publish", call, act="publier cet appel")
    locked = Call.objects.select_for_update(no_key=True).get(pk=call.pk)
    missing = missing_before_publication(locked)
    if missing:
        raise DomainError(
            f"Il manque, avant de publier : {', '.join(map(str, missing))}. Complétez ces pages, "
            "puis revenez ici."
        )
    locked.announced_on = clock.today()
    locked.save(update_fields=["announced_on", "updated_at"])
    published = move_call(by=by, call=locked, to=CallState.PUBLISHED)
    keep_version(by, published, ChangeKind.PUBLICATION, "")
    return published


@dataclass(frozen=True)
class Missing:
    """Something that a call must say first. ``part``: the page that says it, "" for the grid."""

    words: str
    part: str

    def __str__(self) -> str:
        return self.words


def missing_before_publication(call: Call) -> list[Missing]:
    """What a call that receives applications here must say first, in French."""
    if not call.receives_here:
        elsewhere = call.form_url or call.source_url
        return [] if elsewhere else [Missing("l’adresse du formulaire de dépôt", "depot")]
    closes = call.closes.instant
    checks = (
        (bool(call.zone_expression), "le périmètre", "perimetre"),
        (call.opens.instant is not None, "le jour et l’heure d’ouverture", "calendrier"),
        (closes is not None, "le jour et l’heure de clôture", "calendrier"),
        (bool(call.stages), "les étapes attendues", "essentiel"),
        (bool(call.publics or call.publics_note), "les publics", "essentiel"),
        (call.convention_years is not None, "la durée des conventions", "argent"),
        (call.criteria.exists(), "la grille de lecture", ""),
        (closes is None or closes > clock.now(), "une date de clôture à venir", "calendrier"),
    )
    return [Missing(words, part) for there, words, part in checks if not there]


@transaction.atomic
def amend_call(
    *,
    by: Actor,
    call: Call,
    reason: str,
    fields: Mapping[str, Any] | None = None,
    act: Callable[[Call], object] | None = None,
) -> CallVersion | None:
    """Change a published call that is not closed: a new version, its reason, and everyone told.

    ``fields``: names of FIELDS and their values; ``act``: a change of its grid, pieces or
    envelopes. Returns the new version, or None when nothing of what everyone reads changes: what
    stays inside the service is saved, and nobody is told. The closing may only move later, the
    conventions only last longer, and an open call receives applications here until then. Raises
    NotAllowed, AlreadyClosed, OutsideRegion, DomainError.
    """
    require(by, "publish", call, act="modifier cet appel publié")
    locked = Call.objects.select_for_update(no_key=True).get(pk=call.pk)
    if locked.state == CallState.DRAFT:
        raise DomainError("Cet appel est un brouillon : modifiez-le directement.")
    if locked.state != CallState.PUBLISHED or locked.phase() == Phase.CLOSED:
        raise AlreadyClosed
    before, closed_at, years = content_of(locked), locked.closes.last_instant, locked.years
    received = locked.phase() if locked.receives_here else None
    _fill(locked, fields or {})
    _refuse_earlier(closed_at, locked.closes)
    _refuse_elsewhere(received, locked)
    _refuse_shorter(years, locked)
    locked.save()
    if act is not None:
        act(locked)
    after = content_of(Call.objects.with_lists().get(pk=locked.pk))
    changed = changes(before, after)
    if not changed:
        return None
    if not reason.strip():
        raise DomainError(
            "Une modification publiée dit son motif. Écrivez-le : il sera lu par les candidats.",
            field="reason",
        )
    version = keep_version(by, locked, _kind({one.code for one in changed}), reason.strip())
    _tell(locked, version, [one.label for one in changed])
    return version


def _refuse_earlier(before: Any, closes: Edge) -> None:
    after = closes.last_instant
    if before is not None and (after is None or after < before):
        raise DomainError(
            "La clôture ne peut pas être avancée : des candidats comptent sur la date publiée. "
            "Donnez une date plus tardive.",
            field="closes_on",
        )


def _refuse_elsewhere(received: Phase | None, call: Call) -> None:
    """Raises DomainError when an open call stops receiving, even for a while, or one begins to
    receive without what it needs.

    ``received``: its phase before the change, when it received applications here.
    """
    if received is Phase.OPEN and call.phase() == Phase.UPCOMING:
        raise DomainError(
            "Cet appel est déjà ouvert : son ouverture ne peut plus être reportée. Gardez le jour "
            "et l’heure publiés.",
            field="opens_on",
        )
    if call.receives_here == (received is not None):
        return
    if received is Phase.OPEN:
        raise DomainError(
            "Cet appel est ouvert : des candidats y écrivent leur dossier, il les reçoit jusqu’à "
            "sa clôture. Laissez cette case cochée ; pour recevoir ailleurs, publiez un nouvel "
            "appel.",
            field="receives_here",
        )
    if missing := missing_before_publication(call):
        raise DomainError(
            f"Pour changer le lieu du dépôt, il manque : {', '.join(map(str, missing))}. "
            "Complétez d’abord ces pages.",
            field="receives_here",
        )


def _refuse_shorter(years: int, call: Call) -> None:
    """Budgets are typed year by year: what was typed of a year that goes would be seen nowhere."""
    if call.receives_here and call.years < years:
        raise DomainError(
            f"Cet appel annonce des conventions de {years}\xa0ans, et les candidats écrivent un "
            "budget par année : leur durée ne peut plus être raccourcie. Gardez au moins celle-ci.",
            field="convention_years",
        )


def _kind(codes: set[str]) -> ChangeKind:
    if codes <= CALENDAR and codes & CLOSING:
        return ChangeKind.EXTENSION
    return ChangeKind.PERIMETER if codes & PERIMETER else ChangeKind.CONTENT


def _fill(call: Call, fields: Mapping[str, Any]) -> None:
    unknown = set(fields) - FIELDS
    if unknown:
        raise ValueError(f"Not fields of a call: {sorted(unknown)}.")
    for name, value in fields.items():
        setattr(call, name, value)
    if fields.get("zone_expression"):
        settle_zone(call)
    elif "zone_expression" in fields:
        call.zone_vintage = None
    if fields.keys() & {"envelope", "zone_expression"}:
        check_shares(call)
    check_call(call)


def settle_zone(call: Call) -> None:
    """Write the recipe in its normal form, today's vintage, within the region. Raises ZoneError."""
    zone = zones.resolve(call.zone_expression)
    region = current_geography().units[f"reg:{call.region}"]
    outside = zone.bits & ~region.bits
    if outside:
        raise OutsideRegion([one.name for one in zone.geography.select(outside)])
    call.zone_expression, call.zone_vintage = zone.expression, zone.vintage


def check_call(call: Call) -> None:
    """Raises DomainError, in words, for what the database would refuse, and a name of ours."""
    if call.slug in RESERVED_SLUGS:
        raise DomainError(
            f"« {call.slug} » est un mot des adresses de ce site : l’appel ne s’ouvrirait jamais. "
            "Choisissez un autre identifiant, par exemple avec la région et l’année.",
            field="slug",
        )
    call.opens_at, call.closes_at = call.opens.instant, call.closes.instant
    if call.opens_at and call.closes_at and call.closes_at <= call.opens_at:
        raise DomainError(
            "La clôture doit venir après l’ouverture : donnez un jour ou une heure plus tardifs.",
            field="closes_hour" if call.closes_on == call.opens_on else "closes_on",
        )
    try:
        call.full_clean()
    except ValidationError as error:
        raise DomainError.of(error) from error


def keep_version(by: Actor, call: Call, kind: ChangeKind, reason: str) -> CallVersion:
    """Write down what everyone can read from now on."""
    content = content_of(Call.objects.with_lists().get(pk=call.pk))
    return CallVersion.objects.create(
        call=call,
        number=call.versions.count() + 1,
        kind=kind,
        content=content,
        reason=reason,
        published_at=clock.now(),
        published_by_id=by.user,
    )


def _tell(call: Call, version: CallVersion, labels: list[str]) -> None:
    what = ", ".join(labels).lower()
    notify(
        to=followers(call),
        kind="call-changed",
        subject=typographic(f"L’appel « {call.title} » est modifié"),
        body=typographic(
            f"Ce qui change : {what}.\nMotif publié par {call.dreets.name} : {version.reason}\n\n"
            "La page de l’appel compare l’avant et l’après."
        ),
        link=reverse("calls:public_call", args=[call.slug]),
    )
