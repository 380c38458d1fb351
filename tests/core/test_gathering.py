"""Children brought along by their parents: the same values on both engines, nothing lost."""

from decimal import Decimal
from uuid import UUID

from django.db.models import OuterRef

from o2r.accounts.models import Membership, User
from o2r.calls.applications.models import Application, BudgetLine
from o2r.core.gathering import gathered
from tests.accounts.factories import MembershipFactory, UserFactory
from tests.calls.factories import ApplicationFactory
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
