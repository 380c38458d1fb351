"""A consortium in a draft: Claire leads, Omar's association is a member, others are strangers."""

from dataclasses import dataclass
from datetime import timedelta

from django.test import Client
from django.urls import reverse

from o2r.accounts.acting import actor_for
from o2r.accounts.actors import Actor
from o2r.accounts.enums import MembershipRole
from o2r.accounts.models import Membership
from o2r.calls.applications.enums import ApplicationState
from o2r.calls.applications.models import Application, Member
from o2r.calls.models import Call
from o2r.core import clock
from tests.accounts.factories import OrganisationFactory, UserFactory, enter, someone
from tests.calls.factories import ApplicationFactory, CallFactory, MemberFactory

SIRET_OF_LEAD, SIRET_OF_MEMBER = "13003013300016", "41816609600069"


@dataclass(frozen=True)
class Someone:
    """A person, signed in, and the actor that they are."""

    membership: Membership
    client: Client

    @property
    def actor(self) -> Actor:
        return actor_for(self.membership.user)


@dataclass(frozen=True)
class Consortium:
    """``claire`` coordinates the chef de file, ``omar`` is a candidate of a member, ``samira`` of
    another organisation, ``helene`` an officer of the State service of the call."""

    call: Call
    application: Application
    lead: Member
    member: Member
    claire: Someone
    omar: Someone
    samira: Someone
    helene: Someone


def person(role: MembershipRole, organisation: object = None, name: str = "") -> Someone:
    fields = {"user": UserFactory(display_name=name)} if name else {}
    membership = someone(role, organisation, **fields)  # type: ignore[arg-type]
    return Someone(membership, enter(Client(), membership.user))


def consortium(**call_fields: object) -> Consortium:
    """A draft with two members, in an open call unless said otherwise."""
    call = CallFactory(**call_fields)
    alpha = OrganisationFactory(name="Alpha", siret=SIRET_OF_LEAD)
    beta = OrganisationFactory(name="Beta", siret=SIRET_OF_MEMBER)
    claire = person(MembershipRole.COORDINATOR, alpha, "Claire Morel")
    omar = person(MembershipRole.CANDIDATE, beta, "Omar Haddad")
    made = ApplicationFactory(
        call=call,
        title="Aller vers la Savoie",
        zone="dep:73",
        state=ApplicationState.DRAFT,
        number=None,
        lead=alpha,
        created_by=claire.membership.user,
    )
    lead = made.members.get()
    Member.objects.filter(pk=lead.pk).update(siret=SIRET_OF_LEAD)
    member = MemberFactory(application=made, organisation=beta, name="Beta", siret=SIRET_OF_MEMBER)
    return Consortium(
        call=call,
        application=made,
        lead=Member.objects.get(pk=lead.pk),
        member=member,
        claire=claire,
        omar=omar,
        samira=person(MembershipRole.COORDINATOR, name="Samira Benali"),
        helene=person(MembershipRole.STATE_OFFICER, call.dreets, "Hélène Fabre"),
    )


def close(call: Call) -> None:
    """The call closed an hour ago."""
    ended = clock.now() - timedelta(hours=1)
    call.closes_on, call.closes_hour = ended.date(), ended.time()
    began = ended - timedelta(days=9)
    call.opens_on, call.opens_hour = began.date(), began.time()
    call.save()


def at(made: Consortium, name: str, *more: object) -> str:
    """The address of a page of this application."""
    return reverse(f"applications:{name}", args=[made.application.pk, *more])
