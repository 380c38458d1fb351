"""From the award to the signature, and what the signature publishes."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from o2r.accounts.actors import CONSOLE, Actor
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import Organisation, User
from o2r.core import clock
from o2r.core.journal.models import JournalEntry
from o2r.core.notifications.models import Notification
from o2r.projects.conventions import services
from o2r.projects.conventions.awards import AwardPartner
from o2r.projects.conventions.enums import (
    CONVENTION_MOVES,
    WAS_SIGNED,
    AvenantKind,
    ConventionState,
    Mention,
)
from o2r.projects.conventions.errors import ConventionMoveRefused, MentionsMissing
from o2r.projects.conventions.models import AnnualDocument, Avenant, Convention
from o2r.projects.conventions.selectors import missing_mentions
from o2r.projects.conventions.services.recording import move
from o2r.projects.enums import PartnerRole, PublicationState
from tests.accounts.factories import OrganisationFactory
from tests.projects.conventions.factories import EVERYTHING, award, draft, first_avenant, signed


def test_an_award_gives_a_draft_with_all_that_each_year_expects(
    state: Actor, bearer: Organisation, dreets: Organisation
) -> None:
    partner = OrganisationFactory()
    given = award(
        bearer,
        dreets,
        starts_on=date(2026, 3, 1),
        partners=(AwardPartner(partner.pk, PartnerRole.CONSORTIUM),),
    )
    made = services.open_convention(by=state, award=given)
    assert (made.state, made.starts_on, made.ends_on) == (
        ConventionState.DRAFT,
        date(2026, 3, 1),
        date(2029, 2, 28),
    )
    assert [year.planned_amount for year in made.years.order_by("rank")] == list(
        given.yearly_amounts
    )
    assert AnnualDocument.objects.of(made).count() == 12
    avenant = Avenant.objects.get(convention=made)
    assert (avenant.kind, avenant.amount, avenant.signed_on) == (
        AvenantKind.FINANCIAL,
        Decimal("100000.00"),
        None,
    )
    assert not avenant.instalments.exists()
    project = made.project
    assert project.state == PublicationState.DRAFT
    assert (project.phone, project.email) == (given.phone, given.email)
    assert [one.organisation for one in project.partnerships.all()] == [partner]
    assert project.stages == ["reperer", "coordonner"]


@pytest.mark.parametrize(
    ("months", "starts_on", "ends_on"),
    [
        (24, date(2026, 3, 1), date(2028, 2, 29)),
        (24, date(2028, 2, 29), date(2030, 2, 28)),
        (48, date(2024, 2, 29), date(2028, 2, 28)),
        (12, date(2027, 8, 31), date(2028, 8, 30)),
        (None, date(2026, 3, 1), date(2029, 2, 28)),
    ],
)
def test_a_convention_lasts_what_the_award_says(
    bearer: Organisation,
    dreets: Organisation,
    months: int | None,
    starts_on: date,
    ends_on: date,
) -> None:
    made = draft(bearer, dreets, starts_on=starts_on, months=months)
    assert made.ends_on == made.project.ends_on == ends_on
    assert made.years.count() == (months or 36) // 12
    assert made.years.order_by("rank").last().ends_on == ends_on  # type: ignore[union-attr]


def test_a_draft_that_starts_later_and_its_renewal_keep_their_length(
    state: Actor, bearer: Organisation, dreets: Organisation
) -> None:
    made = draft(bearer, dreets, starts_on=date(2026, 1, 1), months=24)
    services.change_convention(
        by=state,
        convention=made,
        reference=made.reference,
        title=made.title,
        commitment_number="",
        starts_on=date(2026, 3, 1),
        total_cost=made.total_cost,
        cost_method="",
    )
    assert made.ends_on == date(2028, 2, 29)
    assert [year.starts_on.year for year in made.years.order_by("rank")] == [2026, 2027]
    signed_one = services.sign_convention(by=CONSOLE, convention=made, signed_on=clock.today())
    following = services.renew_convention(by=state, convention=signed_one, reference="R-2")
    assert (following.starts_on, following.ends_on) == (date(2028, 3, 1), date(2030, 2, 28))


def test_the_same_award_gives_the_same_convention(
    state: Actor, bearer: Organisation, dreets: Organisation
) -> None:
    given = award(bearer, dreets)
    once = services.open_convention(by=state, award=given)
    again = services.open_convention(by=state, award=given)
    assert once == again
    assert Convention.objects.count() == 1


def test_two_awards_with_the_same_title_have_their_own_page(
    state: Actor, bearer: Organisation, dreets: Organisation
) -> None:
    slugs = {draft(bearer, dreets).project.slug for _ in range(3)}
    assert slugs == {
        "aller-vers-les-invisibles",
        "aller-vers-les-invisibles-2",
        "aller-vers-les-invisibles-3",
    }


def test_a_reference_is_taken_once_in_a_region(
    state: Actor, bearer: Organisation, dreets: Organisation
) -> None:
    draft(bearer, dreets, reference="R-1")
    with pytest.raises(DomainError, match="porte déjà cette référence"):
        services.open_convention(by=state, award=award(bearer, dreets, reference="R-1"))


def test_one_organisation_holds_conventions_in_several_regions(
    bearer: Organisation, dreets: Organisation
) -> None:
    draft(bearer, dreets, reference="R-1")
    draft(bearer, dreets, reference="R-1", region="93")
    assert bearer.conventions.count() == 2


def test_a_territory_that_does_not_read_is_said(
    state: Actor, bearer: Organisation, dreets: Organisation
) -> None:
    with pytest.raises(DomainError, match="Le territoire ne se lit pas"):
        services.open_convention(by=state, award=award(bearer, dreets, zone_expression="dep:999"))


def test_another_region_and_an_operator_open_nothing(
    state: Actor, operator: Actor, bearer: Organisation, dreets: Organisation
) -> None:
    elsewhere = replace(award(bearer, dreets), region="93")
    with pytest.raises(NotAllowed, match="ouvrir une convention dans cette région"):
        services.open_convention(by=state, award=elsewhere)
    with pytest.raises(NotAllowed):
        services.open_convention(by=operator, award=award(bearer, dreets))


def test_signing_publishes_tells_both_sides_and_keeps_the_trace(
    state: Actor, helene: User, sami: User, nour: User, rosa: User, draft: Convention
) -> None:
    today = clock.today()
    services.sign_convention(
        by=state, convention=draft, signed_on=today, commitment_number="2104567890"
    )
    draft.refresh_from_db()
    assert (draft.state, draft.signed_on) == (ConventionState.SIGNED, today)
    assert draft.commitment_number == "2104567890"
    draft.project.refresh_from_db()
    assert draft.project.state == PublicationState.PUBLISHED
    assert first_avenant(draft).signed_on == today
    told = set(Notification.objects.values_list("recipient", flat=True))
    assert told == {helene.pk, sami.pk}
    last = draft.moves.order_by("at", "pk").last()
    assert last is not None
    assert (last.left, last.reached, last.organisation_id) == (
        "draft",
        "signed",
        state.organisation,
    )
    entry = JournalEntry.objects.filter(kind="convention", action="approve").get()
    assert (entry.user, entry.object_id, entry.chain) == (state.user, draft.pk, draft.bearer_id)


def test_the_project_is_then_on_the_public_map_with_its_contacts(
    client: Client, state: Actor, draft: Convention
) -> None:
    address = f"/projets/{draft.project.slug}/"
    assert client.get(address).status_code == 404
    services.sign_convention(by=state, convention=draft, signed_on=clock.today())
    page = client.get(address).content.decode()
    assert "01 99 00 12 34" in page
    assert "Fiche publiée à la signature de la convention" in page


def test_every_mandatory_mention_is_there_before_the_signature(
    state: Actor, bearer: Organisation, dreets: Organisation
) -> None:
    made = draft(bearer, dreets, mentions={})
    missing = missing_mentions(made)
    assert missing == [
        Mention.MEANS,
        Mention.COMPENSATION,
        Mention.COMMITMENTS,
        Mention.EVALUATION,
    ]
    with pytest.raises(MentionsMissing, match="Moyens humains"):
        services.sign_convention(by=state, convention=made, signed_on=clock.today())
    services.write_mentions(by=state, convention=made, texts=EVERYTHING)
    services.sign_convention(by=state, convention=made, signed_on=clock.today())
    assert made.state == ConventionState.SIGNED
    with pytest.raises(DomainError, match="ne change que par un avenant"):
        services.write_mentions(by=state, convention=made, texts={"means": "autre"})


def test_a_group_names_its_lead_and_one_alone_does_not(
    bearer: Organisation, dreets: Organisation
) -> None:
    alone = draft(bearer, dreets, mentions={"lead": ""})
    assert Mention.LEAD not in missing_mentions(alone)
    partner = AwardPartner(OrganisationFactory().pk, PartnerRole.CONSORTIUM)
    grouped = draft(bearer, dreets, partners=(partner,), mentions={**EVERYTHING, "lead": " "})
    assert missing_mentions(grouped) == [Mention.LEAD]


def test_a_signature_is_not_dated_tomorrow(state: Actor, draft: Convention) -> None:
    with pytest.raises(DomainError, match="n’est pas encore venu"):
        services.sign_convention(
            by=state, convention=draft, signed_on=clock.today() + timedelta(days=1)
        )


def test_only_the_state_of_the_region_signs(operator: Actor, marc: User, draft: Convention) -> None:
    with pytest.raises(NotAllowed, match="signer cette convention"):
        services.sign_convention(by=operator, convention=draft, signed_on=clock.today())


def test_a_signature_names_a_file_of_this_convention_only(
    state: Actor, bearer: Organisation, dreets: Organisation, draft: Convention
) -> None:
    other = signed(bearer, dreets)
    upload = SimpleUploadedFile("signee.pdf", b"%PDF-1.4 essai", "application/pdf")
    kept = services.keep_scan(by=state, convention=other, upload=upload)
    with pytest.raises(DomainError, match="n’est pas joint à cette convention"):
        services.sign_convention(by=state, convention=draft, signed_on=clock.today(), scan=kept.pk)
    own = SimpleUploadedFile("signee.pdf", b"%PDF-1.4 essai", "application/pdf")
    mine = services.keep_scan(by=state, convention=draft, upload=own)
    services.sign_convention(by=state, convention=draft, signed_on=clock.today(), scan=mine.pk)
    assert draft.signed_scan == mine.pk


def test_a_file_too_heavy_is_refused_in_words(state: Actor, draft: Convention) -> None:
    empty = SimpleUploadedFile("vide.pdf", b"", "application/pdf")
    with pytest.raises(DomainError, match="vide"):
        services.keep_scan(by=state, convention=draft, upload=empty)


@pytest.mark.parametrize(("left", "reached"), list(product(ConventionState, ConventionState)))
def test_the_table_of_moves_is_what_happens(
    draft: Convention, left: ConventionState, reached: ConventionState
) -> None:
    day = clock.today() if left in WAS_SIGNED or reached in WAS_SIGNED else None
    Convention.objects.filter(pk=draft.pk).update(state=left, signed_on=day)
    draft.refresh_from_db()
    if reached in CONVENTION_MOVES[left]:
        move(CONSOLE, draft, reached)
        draft.refresh_from_db()
        assert draft.state == reached
    else:
        with pytest.raises(ConventionMoveRefused, match="ne peut pas passer"):
            move(CONSOLE, draft, reached)


def test_a_draft_changes_and_its_years_follow_its_first_day(
    state: Actor, draft: Convention
) -> None:
    services.change_convention(
        by=state,
        convention=draft,
        reference="R-9",
        title="Autre titre",
        commitment_number="",
        starts_on=date(2027, 1, 1),
        total_cost=Decimal("1000"),
        cost_method="",
    )
    assert draft.ends_on == date(2029, 12, 31)
    third = draft.years.get(rank=3)
    assert (third.starts_on, third.ends_on) == (date(2029, 1, 1), date(2029, 12, 31))
    report = AnnualDocument.objects.get(year=third, kind="activity-report")
    assert report.due_on == date(2030, 3, 31)


def test_once_signed_only_the_commitment_number_changes(state: Actor, signed: Convention) -> None:
    with pytest.raises(DomainError, match="ne change que par un avenant"):
        services.change_convention(
            by=state,
            convention=signed,
            reference="R-9",
            title="Autre",
            commitment_number="210000",
            starts_on=date(2027, 1, 1),
            total_cost=None,
            cost_method="",
        )
    signed.refresh_from_db()
    services.change_commitment(by=state, convention=signed, commitment_number="210999")
    signed.refresh_from_db()
    assert (signed.reference, signed.commitment_number) == ("2026-ARA-02", "210999")


def test_a_draft_is_given_up_and_a_signed_one_is_not(
    state: Actor, draft: Convention, signed: Convention
) -> None:
    services.abandon_convention(by=state, convention=draft, reason="Le porteur renonce.")
    assert draft.state == ConventionState.ABANDONED
    with pytest.raises(ConventionMoveRefused):
        services.abandon_convention(by=state, convention=signed, reason="Non.")
    with pytest.raises(ConventionMoveRefused, match="Cet état est définitif"):
        services.sign_convention(by=state, convention=draft, signed_on=clock.today())


def test_a_renewal_starts_the_day_after_and_carries_no_amount(
    state: Actor, signed: Convention
) -> None:
    following = services.renew_convention(by=state, convention=signed, reference="2029-ARA-01")
    assert following.renewal_of == signed
    assert following.starts_on == signed.ends_on + timedelta(days=1)
    assert following.state == ConventionState.DRAFT
    assert not following.avenants.exists()
    assert following.project.zone_expression == signed.project.zone_expression
    with pytest.raises(DomainError, match="déjà son renouvellement"):
        services.renew_convention(by=state, convention=signed, reference="2029-ARA-02")


def test_a_draft_does_not_renew(state: Actor, draft: Convention) -> None:
    with pytest.raises(DomainError, match="jamais été signée"):
        services.renew_convention(by=state, convention=draft, reference="X")
