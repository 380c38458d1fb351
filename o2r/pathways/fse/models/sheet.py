"""The vault of the participant sheets: a key for each, apart from the key of the person's file.

The file of a person is erased two years after the last contact; the evidence that an operation was
paid for is kept for years after its last payment. Two clocks, two keys: the sheet then names
nobody's file any more, and is reached from its operation alone.
"""

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import Prefetch, Q

from o2r.accounts.actors import Actor
from o2r.accounts.enums import Relation
from o2r.accounts.governed import Governed, GovernedQuerySet
from o2r.accounts.models import Organisation, User
from o2r.core import clock
from o2r.core.crypto.fields import SealedRow, SealedTextField
from o2r.pathways.fse.enums import SheetState
from o2r.pathways.fse.models.operation import Operation
from o2r.people.models import FollowUp, Person


class SheetQuerySet(GovernedQuerySet["ParticipantSheet"]):
    def seen_by(self, actor: Actor) -> Self:
        """Those of the people one follows and, for who coordinates the operator, all but those of
        protected files: these are of who is named in them."""
        mine = Q(person__in=Person.objects.all().followed_by(actor))
        if actor.has("coordinator"):
            mine |= Q(person=None) | Q(person__is_protected=False)
        return self.filter(mine, organisation=actor.organisation)

    def each_once(self) -> Self:
        """One sheet by person and operation: not those that a merge of two files set aside."""
        return self.filter(same_as=None)

    def with_person(self) -> Self:
        """With what says who may meet them. Two queries."""
        rows = self.select_related("person", "operation")
        return rows.prefetch_related(
            Prefetch("person__follow_ups", FollowUp.objects.order_by("since", "pk"))
        )


class ParticipantSheet(Governed):
    """What the FSE+ asks of one participant of one operation; the answers are sealed apart.

    In clear, what the completeness needs and what tells of nobody: days, and how many answers
    lack. ``person``: whose file it comes from; none once that file is erased, or when it was typed
    without one. ``same_as``: the sheet that counts, when two files of one person were made one;
    ``came_from``: the file that it left then. ``evidence_from``: from when its period runs.
    """

    access_kind = "fse-sheet"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="organisation"
    )
    operation = models.ForeignKey(
        Operation, on_delete=models.PROTECT, related_name="sheets", verbose_name="opération"
    )
    person = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="fse_sheets",
        verbose_name="personne",
    )
    same_as = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="set_aside",
        verbose_name="double de",
    )
    came_from = models.UUIDField("dossier quitté", null=True, blank=True)
    state = models.CharField(
        "état", max_length=16, choices=SheetState, default=SheetState.INCOMPLETE
    )
    entered_on = models.DateField("entrée le", null=True, blank=True)
    left_on = models.DateField("sortie le", null=True, blank=True)
    missing_entry = models.PositiveSmallIntegerField("réponses manquantes à l’entrée", default=0)
    missing_exit = models.PositiveSmallIntegerField("réponses manquantes à la sortie", default=0)
    is_reachable = models.BooleanField("peut être jointe", default=False)
    has_evidence = models.BooleanField("justificatif déposé", default=False)
    opened_at = models.DateTimeField("ouverte le", default=clock.now)
    exported_at = models.DateTimeField("envoyée le", null=True, blank=True)
    detached_at = models.DateTimeField("détachée du dossier le", null=True, blank=True)
    evidence_from = models.DateField("gardée à partir du", null=True, blank=True)
    revision = models.PositiveIntegerField("révision", default=0)

    objects = SheetQuerySet.as_manager()

    class Meta:
        verbose_name = "fiche participant FSE+"
        verbose_name_plural = "fiches participants FSE+"
        ordering = ("-opened_at", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["operation", "opened_at"], name="fse_sheet_by_operation"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["operation", "person"],
                condition=Q(person__isnull=False),
                name="fse_one_sheet_by_operation",
                violation_error_message="Cette personne a déjà une fiche dans cette opération.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=SheetState.values),
                name="fse_sheet_state_known",
                violation_error_message="L’état de la fiche n’est pas dans la liste.",
            ),
        ]

    def __str__(self) -> str:
        return f"fiche {str(self.pk)[:8]}"

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        if self.organisation_id != actor.organisation:
            return frozenset({Relation.ANY})
        if self.person_id is None:
            return frozenset({Relation.ANY, Relation.ORGANISATION})
        if self.person is None:
            # A file that the reader does not meet: nothing is said of its sheet.
            return frozenset({Relation.ANY})
        return _as_the_file(self.person, actor)

    @property
    def chain(self) -> uuid.UUID:
        return self.organisation_id


def _as_the_file(person: Person, actor: Actor) -> frozenset[Relation]:
    """How who acts for the operator stands towards a file, without what partners may read."""
    found, today = {Relation.ANY}, clock.today()
    people = actor.identities
    if person.is_protected:
        # Who replaces somebody for a while does not take over their protected files.
        people = frozenset({actor.user}) if actor.user else frozenset()
    else:
        found.add(Relation.ORGANISATION)
    if person.referent_id in people:
        found.add(Relation.REFERENT)
    if any(one.user_id in people and one.lasts(today) for one in person.follow_ups.all()):
        found.add(Relation.CO_ACCOMPANYING)
    return frozenset(found)


class SheetAnswers(SealedRow):
    """The answers of a sheet, one text by moment. ``subject`` is the key of the sheet."""

    sheet = models.OneToOneField(
        ParticipantSheet, on_delete=models.CASCADE, related_name="answers", verbose_name="fiche"
    )
    entry = SealedTextField("réponses à l’entrée")
    leaving = SealedTextField("réponses à la sortie")
    later = SealedTextField("réponses à six mois")

    class Meta:
        verbose_name = "réponses d’une fiche participant"
        verbose_name_plural = "réponses des fiches participants"
        ordering = ("sheet_id",)

    def __str__(self) -> str:
        return f"réponses {self.pk}"


class SheetMove(models.Model):
    """One move of a sheet: from where, to where, by whom."""

    id = models.BigAutoField(primary_key=True)
    sheet = models.ForeignKey(
        ParticipantSheet, on_delete=models.CASCADE, related_name="moves", verbose_name="fiche"
    )
    left = models.CharField("avant", max_length=16, choices=SheetState)
    reached = models.CharField("après", max_length=16, choices=SheetState)
    by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="par"
    )
    at = models.DateTimeField("le", default=clock.now)

    class Meta:
        verbose_name = "étape d’une fiche participant"
        verbose_name_plural = "étapes des fiches participants"
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.left} → {self.reached}"
