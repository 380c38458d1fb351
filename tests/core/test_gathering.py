"""Children brought along by their parents: the same values on both engines, nothing lost."""

from decimal import Decimal
from uuid import UUID

from django.db.models import OuterRef

from o2r.accounts.models import Membership, User
from o2r.calls.applications.models import Application, BudgetLine
from o2r.core import clock
from o2r.core.gathering import gathered
from o2r.outreach.models import PartnerSignal, Round, SignalLink
from o2r.people.models import Person
from tests.accounts.factories import MembershipFactory, OrganisationFactory, UserFactory
from tests.calls.factories import ApplicationFactory
from tests.outreach.factories import RoundFactory
from tests.statements import statements


def test_an_amount_comes_to_the_cent_and_a_parent_without_children_has_none() -> None:
    made, empty = ApplicationFactory(asks=1), ApplicationFactory()
    BudgetLine.objects.filter(application=made).update(amount=Decimal("9999999999.99"))
    lines = BudgetLine.objects.filter(application=OuterRef("pk"), account="74-o2r")
    rows = Application.objects.annotate(told=gathered(lines, "year", "amount"))
    with statements() as asked:
        found = {row.pk: row.told for row in rows.order_by("pk")}
    assert len(asked) == 1
    [(year, amount)] = found[made.pk]
    assert (year, Decimal(amount)) == (1, Decimal("9999999999.99"))
    assert found[empty.pk] == []


def test_identifiers_of_a_joined_table_and_text_with_quotes_come_back_whole() -> None:
    one = MembershipFactory(user=UserFactory(), organisation__name='L’« été » d"Or\\, [1]')
    rows = Membership.objects.filter(user=OuterRef("pk"))
    told = gathered(rows, "organisation", "organisation__name", "ended_at")
    row = User.objects.annotate(told=told).get(pk=one.user_id)
    [(organisation, name, ended)] = row.told
    assert UUID(organisation) == one.organisation_id
    assert (name, ended) == (one.organisation.name, None)


def test_a_many_to_many_field_is_brought_as_a_prefetch_would() -> None:
    made, empty = RoundFactory(), RoundFactory()
    going = [UserFactory(display_name=name) for name in ("Inès", "Samir")]
    made.members.set(going)
    rows = Round.objects.filter(pk__in=[made.pk, empty.pk]).bring("members")
    with statements() as asked:
        found = {row.pk: set(row.members.all()) for row in rows.order_by("pk")}
    assert len(asked) == 1
    assert found == {made.pk: set(going), empty.pk: set()}


def test_what_each_child_refers_to_comes_with_it() -> None:
    here = OrganisationFactory()
    person = Person.objects.create(organisation=here)
    link = SignalLink.objects.create(
        organisation=here, partner_name="École", digest="1" * 64, until=clock.today()
    )
    PartnerSignal.objects.create(
        organisation=here,
        commune="69259",
        follow_digest="0" * 64,
        state="rencontre",
        person=person,
        link=link,
    )
    with statements() as asked:
        one = Person.objects.bring("signals__sender", "signals__link").get(pk=person.pk)
        [signal] = one.signals.all()
        assert (signal.person, signal.link, signal.sender) == (person, link, None)
        assert signal.from_whom == "École"
    assert len(asked) == 1
