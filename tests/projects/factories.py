"""Makes published projects for tests: ``ProjectFactory(zone="dep:38", publics=["jeunes"])``."""

from collections.abc import Sequence
from typing import Any

import factory
from factory.django import DjangoModelFactory

from o2r.core import clock
from o2r.projects.enums import FacetKind, PublicationState
from o2r.projects.models import (
    ErrorReport,
    FundedProject,
    ProjectFacet,
    ProjectPartner,
    RelayMessage,
)
from o2r.territory.geography import current_geography
from tests.accounts.factories import OrganisationFactory


class ProjectFactory(DjangoModelFactory[FundedProject]):
    class Meta:
        model = FundedProject
        skip_postgeneration_save = True

    class Params:
        zone = "com:69259"
        example = factory.Trait(
            is_example=True, bearer=factory.SubFactory(OrganisationFactory, example=True)
        )

    slug = factory.Sequence(lambda rank: f"projet-{rank:03}")
    title = factory.Sequence(lambda rank: f"Projet {rank}")
    bearer = factory.SubFactory(OrganisationFactory)
    zone_expression = factory.SelfAttribute("zone")
    zone_vintage = factory.LazyFunction(lambda: current_geography().year)
    state = PublicationState.PUBLISHED

    @staticmethod
    def _facets(project: FundedProject, kind: FacetKind, codes: Sequence[str] | None) -> None:
        for code in codes or ():
            ProjectFacet.objects.create(project=project, kind=kind, code=code)

    @factory.post_generation
    def publics(self, create: bool, codes: Sequence[str] | None, **_: Any) -> None:
        ProjectFactory._facets(self, FacetKind.PUBLIC, codes)

    @factory.post_generation
    def attention(self, create: bool, codes: Sequence[str] | None, **_: Any) -> None:
        ProjectFactory._facets(self, FacetKind.ATTENTION, codes)

    @factory.post_generation
    def stages(self, create: bool, codes: Sequence[str] | None, **_: Any) -> None:
        ProjectFactory._facets(self, FacetKind.STAGE, codes)

    @factory.post_generation
    def channels(self, create: bool, codes: Sequence[str] | None, **_: Any) -> None:
        ProjectFactory._facets(self, FacetKind.CHANNEL, codes)

    @factory.post_generation
    def partners(self, create: bool, organisations: Sequence[Any] | None, **_: Any) -> None:
        for rank, organisation in enumerate(organisations or (), start=1):
            ProjectPartner.objects.create(project=self, organisation=organisation, position=rank)


class ErrorReportFactory(DjangoModelFactory[ErrorReport]):
    class Meta:
        model = ErrorReport

    project = factory.SubFactory(ProjectFactory)
    message = "Le numéro ne répond plus."
    reported_at = factory.LazyFunction(clock.now)


class RelayMessageFactory(DjangoModelFactory[RelayMessage]):
    class Meta:
        model = RelayMessage

    project = factory.SubFactory(ProjectFactory)
    sender_name = "Inès Courtois"
    sender_email = "ines.courtois@partenaire.example"
    message = "Bonjour, pouvez-vous venir à Feyzin ?"
    written_at = factory.LazyFunction(clock.now)
