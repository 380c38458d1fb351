"""The people of a meeting: held, checked, and what the meeting changes in their files."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from o2r.accounts.actors import Actor
from o2r.accounts.acts import PROVED, require
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import Organisation
from o2r.accounts.policy import Allow, decide
from o2r.core.crypto.fields import read_sealed
from o2r.outreach.enums import EncounterKind, TrustGround
from o2r.outreach.models import Encounter, TrustDate
from o2r.outreach.services.encounter_details import NOTE
from o2r.outreach.trust_rules import trusted_since
from o2r.people.models import Identity, Merge, Person


def hold(by: Actor, people: Collection[UUID]) -> list[Person]:
    """The files of these people, locked in one order, all open and followed by ``by``.

    Raises NotAllowed for one that is not theirs to write in, or does not exist; DomainError for one
    where nothing is written any more.
    """
    rows = Person.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=people)
    held = list(rows.select_related("organisation").order_by("pk"))
    if len(held) != len(set(people)):
        raise NotAllowed(NOTE)
    for one in held:
        if one.organisation_id != by.organisation:
            raise NotAllowed(NOTE)
        require(by, "update", one, act=NOTE)
        if not one.is_followed:
            raise DomainError(
                f"Ce dossier n’est plus ouvert : {one.get_standing_display()}. Choisissez le "
                "dossier gardé, ou ouvrez-en un nouveau.",
                field="persons",
            )
    return held


def may_write(by: Actor, person: Person) -> bool:
    """Whether ``by`` may write in a file of the organisation they act for."""
    allowed = decide(by, "update", person.subject(by), PROVED)
    return isinstance(allowed, Allow) and person.organisation_id == by.organisation


def check_born(people: Sequence[Person], day: date) -> None:
    """Refuse a meeting before a birth that is known. Raises DomainError, KeysUnavailable."""
    for identity in Identity.objects.filter(person__in=people).select_related("person"):
        organisation = identity.person.organisation_id
        born = read_sealed(identity, "birth_date", organisation=organisation)["birth_date"]
        if born and day < date.fromisoformat(born):
            raise DomainError(
                "Cette rencontre précède la naissance de la personne. Vérifiez la date.", field="at"
            )


def day_of(row: Encounter, organisation: Organisation) -> date:
    """The day of a meeting, where the operator is."""
    return row.at.astimezone(ZoneInfo(organisation.time_zone)).date()


def met(row: Encounter, people: Iterable[Person], organisation: Organisation) -> None:
    """Say in each file that there was a contact: never an earlier one than what is known."""
    day = day_of(row, organisation)
    for one in people:
        Person.objects.filter(pk=one.pk, last_contact_on__lt=day).update(last_contact_on=day)
        judge_trust(one, organisation)


def unmet(row: Encounter, people: Iterable[Person], organisation: Organisation) -> None:
    """A meeting did not take place: what rested on it alone is computed again.

    A mistaken entry would otherwise hide a silence.
    """
    day = day_of(row, organisation)
    for one in people:
        judge_trust(one, organisation)
        if Person.objects.filter(pk=one.pk, last_contact_on=day).exists():
            days = days_of([one], organisation, counting=False)[one.pk]
            last = max([*days, one.opened_on])
            Person.objects.filter(pk=one.pk).update(last_contact_on=min(last, day))


def judge_trust(
    person: Person, organisation: Organisation, *, without: Person | None = None
) -> None:
    """Write the day of trust that meetings give. What the person chose stays as it is.

    ``without``: a file that is parting from this one.
    """
    judge_trust_of([person], organisation, without=without)


def judge_trust_of(
    people: Collection[Person], organisation: Organisation, *, without: Person | None = None
) -> None:
    """The same for several people. A handful of queries, whatever their number."""
    known = {row.person_id: row for row in TrustDate.objects.filter(person__in=people)}
    days = days_of(people, organisation, counting=True, without=without)
    ground, lost, made, moved = TrustGround.SECOND_CONTACT, [], [], []
    for key, met_on in days.items():
        row, since = known.get(key), trusted_since(met_on)
        if row is not None and row.ground == TrustGround.CHOICE:
            continue
        if row is None and since is not None:
            made.append(TrustDate(person_id=key, since=since, ground=ground))
        elif row is not None and since is None:
            lost.append(row.pk)
        elif row is not None and since is not None and row.since != since:
            row.since = since
            moved.append(row)
    if lost:
        TrustDate.objects.filter(pk__in=lost).delete()
    TrustDate.objects.bulk_create(made)
    TrustDate.objects.bulk_update(moved, ["since"])


def days_of(
    people: Collection[Person],
    organisation: Organisation,
    *,
    counting: bool,
    without: Person | None = None,
) -> dict[UUID, list[date]]:
    """The days of the standing meetings of people, merged files included. Two queries.

    ``counting``: those that count for trust.
    """
    found: dict[UUID, list[date]] = {one.pk: [] for one in people}
    merged = Merge.objects.filter(kept__in=people, undone_at=None).order_by("merged_at", "pk")
    owner = dict(merged.values_list("gone", "kept")) | {key: key for key in found}
    if without is not None:
        owner.pop(without.pk, None)
    standing = {"encounter__corrected_by": None, "encounter__is_cancelled": False}
    rows = Encounter.persons.through.objects.filter(person__in=list(owner), **standing)
    if counting:
        rows = rows.filter(encounter__kind=EncounterKind.MEETING, encounter__is_meaningful=True)
    zone = ZoneInfo(organisation.time_zone)
    for key, at in rows.order_by("pk").values_list("person", "encounter__at"):
        found[owner[key]].append(at.astimezone(zone).date())
    return found
