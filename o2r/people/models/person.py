"""A person: what is in clear for figures, who follows them, and what became of their file."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from o2r.accounts.actors import Actor
from o2r.accounts.enums import Relation
from o2r.accounts.governed import Governed, GovernedQuerySet
from o2r.accounts.models import Organisation, Team, User
from o2r.core import clock
from o2r.people.enums import AgeBand, Gender, Housing, IdentityLevel, SharedField, Standing
from o2r.people.models.agreements import Agreement
from o2r.people.models.opening import EmergencyOpening

UNDO_MERGE = timedelta(days=30)
"""How long a merge can be undone: both rows are kept meanwhile."""


def _has(rows: "models.QuerySet[Any]") -> Exists:
    """Whether a person has one of these rows."""
    return Exists(rows.filter(person=OuterRef("pk")))


def _themselves(actor: Actor) -> frozenset[uuid.UUID]:
    """The person who acts, without the colleagues whose absence they cover."""
    return frozenset({actor.user}) if actor.user else frozenset()


def _named(people: frozenset[uuid.UUID], following: "FollowUpQuerySet") -> Q:
    """Whether one of ``people`` is the referent of a file, or accompanies its person too."""
    return Q(referent__in=people) | Q(_has(following.filter(user__in=people)))


class PersonQuerySet(GovernedQuerySet["Person"]):
    def seen_by(self, actor: Actor) -> Self:
        """The files one follows for the organisation one acts for, those whose person agreed that
        it reads, those opened in an emergency, and, for who coordinates, those of the organisation.

        A protected file is met by those who are named in it, and by nobody else: neither by who
        replaces them for a while, nor in an emergency to which nobody else agreed. Who has left an
        organisation, or acts for another one, no longer follows its files. Nothing of a partitioned
        organisation is met from another one.
        """
        today, here = clock.today(), actor.organisation
        following = FollowUp.objects.on(today)
        opened = EmergencyOpening.objects.open_at(clock.now()).filter(by=actor.user)
        inside = _named(_themselves(actor), following) | Q(_has(opened.exclude(agreed_by=None)))
        met = _named(actor.identities, following) | Q(_has(opened))
        inside |= Q(met, is_protected=False)
        if actor.has("coordinator"):
            inside |= Q(is_protected=False)
        agreed = Agreement.objects.in_force(today).filter(recipient=here)
        shared = Q(_has(agreed), is_protected=False, organisation__is_partitioned=False)
        return self.filter(Q(inside, organisation=here) | shared & ~Q(organisation=here))

    def findable(self) -> Self:
        """Those that a search, a suggestion, an index or a list to export may hold: a protected
        file is reached by who is named in it, from their own list."""
        return self.filter(is_protected=False)

    def followed(self) -> Self:
        """Those whose file is open."""
        return self.filter(standing=Standing.FOLLOWED)

    def of_organisation(self, organisation: uuid.UUID) -> Self:
        return self.filter(organisation=organisation)

    def followed_by(self, actor: Actor) -> Self:
        """The files that one follows, as referent or beside one, where one acts now; those of an
        absent colleague too, but the protected ones."""
        following = FollowUp.objects.on(clock.today())
        covered = Q(_named(actor.identities, following), is_protected=False)
        mine = _named(_themselves(actor), following) | covered
        return self.filter(mine, organisation=actor.organisation)

    def shared_with(self, organisation: uuid.UUID | None) -> Self:
        """The files of other organisations that this one reads by an agreement in force."""
        agreed = Agreement.objects.in_force(clock.today()).filter(recipient=organisation)
        rows = self.filter(_has(agreed), is_protected=False, standing=Standing.FOLLOWED)
        return rows.exclude(organisation=organisation)

    def each_once(self) -> Self:
        """Each person once, for figures: a merged file counts with the one that was kept."""
        return self.exclude(pk__in=Merge.objects.filter(undone_at=None).values("gone"))

    def with_followers(self) -> Self:
        """The referent, the team, and by what right anybody else reads: in the query of the
        files."""
        rows = self.select_related("referent", "organisation", "team")
        return rows.bring("follow_ups", "agreements", "emergency_openings")

    def silent_since(self, day: date) -> Self:
        """Open files without a contact since before ``day``."""
        return self.followed().filter(last_contact_on__lt=day)


class Person(Governed):
    """Somebody whom an operator has met and who agreed to be known, more or less.

    In clear, what figures need and what finds nobody: codes, a commune, dates of contact. Who they
    are, how to reach them and what is written of them is sealed with the key of this file, in
    tables of their own (``sealed.py``). ``referent`` is empty when nobody follows any more.
    """

    access_kind = "person-file"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="organisation"
    )
    team = models.ForeignKey(
        Team,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="équipe",
    )
    referent = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="référent",
    )
    level = models.CharField(
        "niveau d’identité",
        max_length=12,
        choices=IdentityLevel,
        default=IdentityLevel.PSEUDONYM,
    )
    standing = models.CharField(
        "dossier", max_length=12, choices=Standing, default=Standing.FOLLOWED
    )
    is_protected = models.BooleanField("dossier protégé", default=False)
    age_band = models.CharField("tranche d’âge", max_length=12, choices=AgeBand, blank=True)
    gender = models.CharField("genre", max_length=8, choices=Gender, blank=True)
    commune = models.CharField("commune", max_length=5, blank=True)
    department = models.CharField("département", max_length=3, blank=True)
    housing = models.CharField("domicile", max_length=16, choices=Housing, blank=True)
    is_domiciled = models.BooleanField("a une domiciliation", null=True, blank=True)
    in_qpv = models.BooleanField("habite un QPV", null=True, blank=True)
    in_frr = models.BooleanField("habite une FRR", null=True, blank=True)
    language = models.CharField("langue", max_length=12, blank=True)
    needs_interpreter = models.BooleanField("a besoin d’un interprète", default=False)
    needs_plain_words = models.BooleanField("a besoin du français facile (FALC)", default=False)
    opened_on = models.DateField("dossier ouvert le", default=clock.today)
    last_contact_on = models.DateField("dernier contact le", default=clock.today)
    is_example = models.BooleanField("exemple", default=False)
    revision = models.PositiveIntegerField("révision", default=0)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = "personne"
        verbose_name_plural = "personnes"
        ordering = ("-last_contact_on", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["organisation", "standing", "last_contact_on"], name="person_by_contact"
            ),
            models.Index(fields=["referent", "standing"], name="person_by_referent"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(level__in=IdentityLevel.values) & Q(standing__in=Standing.values),
                name="person_level_known",
                violation_error_message="Ce niveau d’identité n’est pas dans la liste.",
            ),
            models.CheckConstraint(
                condition=Q(last_contact_on__gte=models.F("opened_on")),
                name="person_contact_after_opening",
                violation_error_message="Le dernier contact précède l’ouverture du dossier.",
            ),
        ]

    def __str__(self) -> str:
        return f"dossier {str(self.pk)[:8]}"

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        found = {Relation.ANY}
        here = self.organisation_id == actor.organisation
        people = _themselves(actor) if self.is_protected else actor.identities
        if here and self.referent_id in people:
            found.add(Relation.REFERENT)
        if here and self._is_followed_by(people):
            found.add(Relation.CO_ACCOMPANYING)
        if self.opening_of(actor):
            found.add(Relation.EMERGENCY)
        if not self.is_protected:
            if self.agreements_with(actor):
                found.add(Relation.PARTNER)
            if here:
                found.add(Relation.ORGANISATION)
            if self.team_id in actor.teams:
                found.add(Relation.TEAM)
        return frozenset(found)

    def shared_groups(self, actor: Actor) -> frozenset[str] | None:
        """The groups that the agreements in force name, for who comes by them alone."""
        if not _ONLY_A_PARTNER >= self.relations_to(actor):
            return None
        return frozenset(SharedField(field).group for field in self.shared_fields(actor))

    def shared_fields(self, actor: Actor) -> frozenset[str]:
        """The fields that the agreements in force name: finer than their groups."""
        return frozenset(name for one in self.agreements_with(actor) for name in one.fields)

    def agreements_with(self, actor: Actor) -> "list[Agreement]":
        """Those by which the organisation of ``actor`` may read, today."""
        if actor.organisation is None or actor.organisation == self.organisation_id:
            return []
        held = [
            one
            for one in self.agreements.all()
            if one.recipient_id == actor.organisation and one.is_in_force()
        ]
        return [] if held and self.organisation.is_partitioned else held

    def opening_of(self, actor: Actor) -> "EmergencyOpening | None":
        """The emergency opening by which ``actor`` reads this file now, if there is one."""
        if actor.user is None or self.organisation_id != actor.organisation:
            return None
        held = [
            one
            for one in self.emergency_openings.all()
            if one.by_id == actor.user
            and one.is_open
            and (one.agreed_by_id is not None or not self.is_protected)
        ]
        return held[0] if held else None

    def _is_followed_by(self, people: frozenset[uuid.UUID]) -> bool:
        today = clock.today()
        return any(one.user_id in people and one.lasts(today) for one in self.follow_ups.all())

    @property
    def chain(self) -> uuid.UUID:
        return self.organisation_id

    @property
    def is_followed(self) -> bool:
        return self.standing == Standing.FOLLOWED


_ONLY_A_PARTNER = frozenset({Relation.ANY, Relation.PARTNER})


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def on(self, day: date) -> Self:
        """Those in force on a day."""
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)


class FollowUp(models.Model):
    """A colleague accompanies the person beside the referent, from a day, to a day or not."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="follow_ups", verbose_name="personne"
    )
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="co-accompagnant"
    )
    since = models.DateField("depuis le", default=clock.today)
    until = models.DateField("jusqu’au", null=True, blank=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = "co-accompagnement"
        verbose_name_plural = "co-accompagnements"
        ordering = ("person_id", "since", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("since")),
                name="follow_up_ends_after_start",
                violation_error_message="La fin précède le début.",
            ),
        ]

    def __str__(self) -> str:
        return f"co-accompagnement {self.pk}"

    def lasts(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return bool(self.since <= day and (self.until is None or self.until >= day))


class PersonMove(models.Model):
    """One move on the identity ladder, or of the standing of a file; never what was erased."""

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="moves", verbose_name="personne"
    )
    left = models.CharField("avant", max_length=12)
    reached = models.CharField("après", max_length=12)
    moved_at = models.DateTimeField("le", default=clock.now)
    moved_by = models.UUIDField("par", null=True)

    class Meta:
        verbose_name = "passage d’un dossier"
        verbose_name_plural = "passages d’un dossier"
        ordering = ("person_id", "moved_at", "id")

    def __str__(self) -> str:
        return f"{self.left} → {self.reached}"


class Merge(models.Model):
    """Two files were of one person: both rows stay, and it can be undone for ``UNDO_MERGE``.

    ``moved``: the keys of the rows that passed from one to the other, by model, and the days that
    the file kept had before: what is needed to put each back.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kept = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="merged", verbose_name="dossier gardé"
    )
    gone = models.ForeignKey(
        Person,
        on_delete=models.CASCADE,
        related_name="merged_into",
        verbose_name="dossier fusionné",
    )
    merged_at = models.DateTimeField("le", default=clock.now)
    merged_by = models.UUIDField("par", null=True)
    undone_at = models.DateTimeField("annulée le", null=True, blank=True)
    moved = models.JSONField("ce qui a changé de dossier", default=dict)

    class Meta:
        verbose_name = "fusion de dossiers"
        verbose_name_plural = "fusions de dossiers"
        ordering = ("merged_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["gone"],
                condition=Q(undone_at=None),
                name="person_merged_once",
                violation_error_message="Ce dossier est déjà fusionné.",
            ),
            models.CheckConstraint(
                condition=~Q(kept=models.F("gone")),
                name="merge_of_two_files",
                violation_error_message="Un dossier ne se fusionne pas avec lui-même.",
            ),
        ]

    def __str__(self) -> str:
        return f"fusion {self.pk}"

    @property
    def undone_until(self) -> datetime:
        """The instant after which it stays."""
        return self.merged_at + UNDO_MERGE

    @property
    def may_be_undone(self) -> bool:
        return self.undone_at is None and clock.now() < self.undone_until
