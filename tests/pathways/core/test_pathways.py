"""A pathway from the first meeting to its end: who moves it, when, and what stops it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from o2r.accounts.enums import MembershipRole as Role
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.core import clock
from o2r.outreach.enums import TrustGround
from o2r.outreach.models import TrustDate
from o2r.pathways import states
from o2r.pathways.enums import (
    DerogationGround,
    EntryGround,
    LossReason,
    PathwayState,
    RefusalReason,
    StageKind,
)
from o2r.pathways.models import Derogation, Eligibility, Pathway, PathwayMove, PathwayStage
from o2r.pathways.services.blocking import require_time
from o2r.pathways.services.derogating import derogate
from o2r.pathways.services.entering import Entry, check_entry
from o2r.pathways.services.moving import move
from o2r.pathways.services.opening import open_pathway
from o2r.pathways.services.staging import end_stage, give_stage
from o2r.people.enums import AgreementProof, Purpose, SharedField, Support
from o2r.people.models import Person
from o2r.people.services import Terms, anonymise, give, inform, propose, withdraw
from tests.accounts.factories import OrganisationFactory, enter, someone
from tests.people.factories import Operator, acting, person

START = datetime(2026, 5, 31, 10, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.fixture
def place() -> Operator:
    with clock.stopped_at(START):
        return Operator()


@pytest.fixture
def momo(place: Operator) -> Person:
    with clock.stopped_at(START):
        return person(place.ines)


@pytest.fixture
def pathway(place: Operator, momo: Person) -> Pathway:
    with clock.stopped_at(START):
        return open_pathway(by=acting(place.ines), person=momo)


def ready(place: Operator, momo: Person) -> None:
    """Informed, trusted, with the right to enter."""
    by = acting(place.ines)
    inform(by=by, person=momo, support=Support.SPOKEN, language="fr")
    TrustDate.objects.create(person=momo, since=clock.today(), ground=TrustGround.CHOICE)
    check_entry(by=by, person=momo, entry=Entry(ground=EntryGround.NOT_REGISTERED))


def accompanied(place: Operator, momo: Person, pathway: Pathway) -> Pathway:
    with clock.stopped_at(START):
        ready(place, momo)
        by = acting(place.ines)
        move(by=by, pathway=pathway, to=PathwayState.TRUSTED)
        return move(by=by, pathway=pathway, to=PathwayState.ACCOMPANIMENT)


def test_a_person_has_one_open_pathway_however_often_it_is_opened(
    place: Operator, momo: Person, pathway: Pathway
) -> None:
    assert open_pathway(by=acting(place.ines), person=momo) == pathway
    assert Pathway.objects.filter(person=momo).count() == 1


def test_a_pathway_does_not_begin_before_the_file_nor_tomorrow(
    place: Operator, momo: Person
) -> None:
    for day in (momo.opened_on - timedelta(days=1), clock.today() + timedelta(days=1)):
        with pytest.raises(DomainError):
            open_pathway(by=acting(place.ines), person=momo, on=day)


def test_two_pathways_do_not_overlap(place: Operator, momo: Person, pathway: Pathway) -> None:
    ended = momo.opened_on + timedelta(days=40)
    Pathway.objects.filter(pk=pathway.pk).update(state=PathwayState.CLOSED, ended_on=ended)
    with pytest.raises(DomainError, match="ne se chevauchent pas"):
        open_pathway(by=acting(place.ines), person=momo, on=ended - timedelta(days=1))
    assert open_pathway(by=acting(place.ines), person=momo, on=ended) != pathway


def test_each_move_says_what_is_missing(place: Operator, momo: Person, pathway: Pathway) -> None:
    with pytest.raises(DomainError, match="pas encore de confiance"):
        move(by=acting(place.ines), pathway=pathway, to=PathwayState.TRUSTED)
    Pathway.objects.filter(pk=pathway.pk).update(state=PathwayState.TRUSTED)
    with pytest.raises(DomainError) as refused:
        move(by=acting(place.ines), pathway=pathway, to=PathwayState.ACCOMPANIMENT)
    assert "informée" in str(refused.value)
    assert "droit d’entrer" in str(refused.value)


def test_the_clock_starts_with_the_accompaniment_and_never_again(
    place: Operator, momo: Person, pathway: Pathway
) -> None:
    row = accompanied(place, momo, pathway)
    assert row.intensive_from == START.date()
    by = acting(place.ines)
    with clock.stopped_at(START + timedelta(days=20)):
        paused = move(by=by, pathway=row, to=PathwayState.PAUSED, reason=LossReason.CARE)
    with clock.stopped_at(START + timedelta(days=35)):
        back = move(by=by, pathway=paused, to=PathwayState.ACCOMPANIMENT)
    assert back.intensive_from == START.date()
    assert back.paused_days == 15
    assert back.pauses.get().until == back.state_since
    moves = PathwayMove.objects.filter(pathway=pathway).values_list("reached", flat=True)
    assert list(moves.order_by("on", "pk")) == [
        "repere",
        "contact-de-confiance",
        "accompagnement",
        "en-pause",
        "accompagnement",
    ]


def test_the_same_move_twice_is_one(place: Operator, momo: Person, pathway: Pathway) -> None:
    accompanied(place, momo, pathway)
    before = PathwayMove.objects.count()
    move(by=acting(place.ines), pathway=pathway, to=PathwayState.ACCOMPANIMENT)
    assert PathwayMove.objects.count() == before


def test_after_nine_months_only_intensive_acts_are_refused(
    place: Operator, momo: Person, pathway: Pathway
) -> None:
    row = accompanied(place, momo, pathway)
    by = acting(place.ines)
    with clock.stopped_at(datetime(2027, 2, 28, 12, tzinfo=START.tzinfo)):
        require_time(momo)
    with clock.stopped_at(datetime(2027, 3, 1, 12, tzinfo=START.tzinfo)):
        with pytest.raises(DomainError, match="quatre motifs"):
            require_time(momo)
        assert move(by=by, pathway=row, to=PathwayState.HANDOVER).state == PathwayState.HANDOVER
        with pytest.raises(DomainError, match="9 mois"):
            move(by=by, pathway=row, to=PathwayState.ACCOMPANIMENT)
        with pytest.raises(DomainError, match="quatre motifs"):
            derogate(by=by, pathway=row, ground=None)
        derogate(by=by, pathway=row, ground=DerogationGround.LIFE, words="Deuil.")
        require_time(momo)
        with pytest.raises(DomainError, match="déjà prolongé"):
            derogate(by=by, pathway=row, ground=DerogationGround.LIFE)
    with clock.stopped_at(datetime(2027, 6, 1, 12, tzinfo=START.tzinfo)):
        with pytest.raises(DomainError, match="aucune dérogation"):
            require_time(momo)
    made = Derogation.objects.get(pathway=row)
    assert (made.granted_by, made.ground) == (place.ines, "accident-de-la-vie")


def test_no_derogation_before_the_clock_nor_after_twelve_months(
    place: Operator, momo: Person, pathway: Pathway
) -> None:
    by = acting(place.ines)
    with pytest.raises(DomainError, match="rien à prolonger"):
        derogate(by=by, pathway=pathway, ground=DerogationGround.FRENCH)
    row = accompanied(place, momo, pathway)
    with clock.stopped_at(datetime(2027, 6, 1, 12, tzinfo=START.tzinfo)):
        with pytest.raises(DomainError, match="douze mois"):
            derogate(by=by, pathway=row, ground=DerogationGround.FRENCH)


def test_moves_are_neither_in_the_future_nor_before_the_last_one(
    place: Operator, momo: Person, pathway: Pathway
) -> None:
    row = accompanied(place, momo, pathway)
    by = acting(place.ines)
    for day in (clock.today() + timedelta(days=1), START.date() - timedelta(days=1)):
        with pytest.raises(DomainError):
            move(by=by, pathway=row, to=PathwayState.PAUSED, on=day)
    with pytest.raises(DomainError, match="sa sortie"):
        move(by=by, pathway=row, to=PathwayState.LEFT)
    left = move(by=by, pathway=row, to=PathwayState.LEFT, holding=(states.EXITED,))
    assert left.ended_on == clock.today()
    assert move(by=by, pathway=left, to=PathwayState.REMOBILISATION).ended_on is None


def test_the_right_to_enter_is_checked_again_and_each_check_stays(
    place: Operator, momo: Person
) -> None:
    by, today = acting(place.ines), clock.today()
    late = Entry(ground=EntryGround.NO_CONTACT, last_contact_on=today - timedelta(days=140))
    with pytest.raises(DomainError, match="5 mois"):
        check_entry(by=by, person=momo, entry=late)
    with pytest.raises(DomainError, match="jour du dernier contact"):
        check_entry(by=by, person=momo, entry=Entry(ground=EntryGround.NO_CONTACT))
    with pytest.raises(DomainError, match="motif"):
        check_entry(by=by, person=momo, entry=Entry())
    check_entry(by=by, person=momo, entry=Entry(refused_for=RefusalReason.FOLLOWED))
    check_entry(
        by=by,
        person=momo,
        entry=Entry(ground=EntryGround.NO_CONTACT, last_contact_on=today - timedelta(days=160)),
    )
    rows = Eligibility.objects.filter(person=momo).order_by("noted_at")
    assert [one.answer for one in rows] == ["refuse", "eligible"]


def test_neither_a_stranger_nor_who_coordinates_moves_a_pathway(
    place: Operator, pathway: Pathway, client: Client
) -> None:
    stranger = someone(Role.CASEWORKER, OrganisationFactory()).user
    for user in (stranger, place.bastien, place.claire):
        with pytest.raises(NotAllowed):
            move(by=acting(user), pathway=pathway, to=PathwayState.LOST)
    absent = reverse("pathways:pathway", args=["0b3a1e12-1111-4222-8333-444455556666"])
    for user in (stranger, place.bastien):
        enter(client, user)
        known = client.get(reverse("pathways:pathway", args=[pathway.pk]))
        unknown = client.get(absent)
        assert (known.status_code, unknown.status_code) == (404, 404)
        assert "Momo" not in known.content.decode()


def test_who_coordinates_lists_pathways_and_reads_no_name(
    place: Operator, pathway: Pathway, client: Client
) -> None:
    enter(client, place.claire)
    page = client.get(reverse("pathways:pathways")).content.decode()
    assert "repéré" in page.lower()
    assert "Momo" not in page


def test_erasing_leaves_codes_and_takes_what_was_seen(
    place: Operator, momo: Person, pathway: Pathway
) -> None:
    row = accompanied(place, momo, pathway)
    check_entry(
        by=acting(place.ines),
        person=momo,
        entry=Entry(ground=EntryGround.NOT_REGISTERED, evidence="Carte vue au café"),
    )
    anonymise(by=acting(place.ines), person=momo)
    left = Eligibility.objects.filter(person=momo)
    assert left.count() == 2
    assert {bytes(one.evidence) for one in left} == {b""}
    assert Pathway.objects.get(pk=row.pk).intensive_from == START.date()


class TestStages:
    """Another operator of the consortium carries a stage, while the person agrees."""

    @pytest.fixture
    def partner(self) -> Operator:
        return Operator(OrganisationFactory(name="La Fabrique"))

    def _agreed(self, place: Operator, momo: Person, partner: Operator) -> object:
        by = acting(place.ines)
        inform(by=by, person=momo, support=Support.SPOKEN, language="fr")
        terms = Terms(Purpose.ACCOMPANY, partner.organisation, (SharedField.FIRST_NAME,))
        made = propose(by=by, person=momo, terms=terms)
        return give(by=by, agreement=made, proof=AgreementProof.VOICE)

    def test_nothing_is_given_to_whom_the_person_did_not_agree(
        self, place: Operator, pathway: Pathway, partner: Operator
    ) -> None:
        with pytest.raises(DomainError, match="accord"):
            give_stage(
                by=acting(place.ines),
                pathway=pathway,
                kind=StageKind.REMOBILISE,
                to=partner.organisation,
            )

    def test_a_stage_opens_the_pathway_and_a_withdrawal_closes_it(
        self, place: Operator, momo: Person, pathway: Pathway, partner: Operator, client: Client
    ) -> None:
        agreement = self._agreed(place, momo, partner)
        stage = give_stage(
            by=acting(place.ines),
            pathway=pathway,
            kind=StageKind.REMOBILISE,
            to=partner.organisation,
        )
        assert (
            give_stage(
                by=acting(place.ines),
                pathway=pathway,
                kind=StageKind.REMOBILISE,
                to=partner.organisation,
            )
            == stage
        )
        address = reverse("pathways:pathway", args=[pathway.pk])
        enter(client, partner.ines)
        assert "Momo" in client.get(address).content.decode()
        assert client.get(reverse("pathways:pathways")).status_code == 200
        moved = move(by=acting(partner.ines), pathway=pathway, to=PathwayState.LOST)
        assert moved.moves.order_by("-pk")[0].organisation == partner.organisation
        with pytest.raises(DomainError, match="tient le dossier"):
            end_stage(by=acting(partner.ines), pathway=pathway, stage=stage.pk)
        withdraw(by=acting(place.ines), agreement=agreement)  # type: ignore[arg-type]
        assert client.get(address).status_code == 404
        with pytest.raises(NotAllowed):
            move(by=acting(partner.ines), pathway=pathway, to=PathwayState.TRUSTED)

    def test_a_stage_taken_back_is_seen_no_more_the_next_day(
        self, place: Operator, momo: Person, pathway: Pathway, partner: Operator
    ) -> None:
        self._agreed(place, momo, partner)
        by = acting(place.ines)
        stage = give_stage(
            by=by, pathway=pathway, kind=StageKind.ACCOMPANY, to=partner.organisation
        )
        end_stage(by=by, pathway=pathway, stage=stage.pk)
        end_stage(by=by, pathway=pathway, stage=stage.pk)
        assert PathwayStage.objects.get(pk=stage.pk).until == clock.today()
        with clock.stopped_at(clock.now() + timedelta(days=1)):
            seen = Pathway.objects.all().visible_to(acting(partner.ines))
            assert not seen.filter(pk=pathway.pk).exists()


class TestPages:
    def test_the_whole_way_by_its_pages(
        self, place: Operator, momo: Person, client: Client
    ) -> None:
        enter(client, place.ines)
        client.post(reverse("pathways:open", args=[momo.pk]), {"on": "", "project": ""})
        row = Pathway.objects.get(person=momo)
        address = reverse("pathways:pathway", args=[row.pk])
        page = client.get(address).content.decode()
        assert "le temps n’est pas compté" in page.replace("\u202f", " ")
        entry = reverse("pathways:entry", args=[momo.pk])
        refused = client.post(entry, {"ground": "sans-contact", "source": "declare"})
        assert "jour du dernier contact" in refused.content.decode()
        client.post(entry, {"ground": "non-inscrit", "source": "declare"})
        assert "demandeuse d’emploi" in client.get(address).content.decode()
        advance = reverse("pathways:advance", args=[row.pk])
        client.post(advance, {"to": "perdu-de-vue", "reason": "sans-nouvelles"})
        assert Pathway.objects.get(pk=row.pk).state == PathwayState.LOST
        page = client.get(reverse("people:person", args=[momo.pk])).content.decode()
        assert "perdu de vue" in page
        assert "Voir le parcours" in page
