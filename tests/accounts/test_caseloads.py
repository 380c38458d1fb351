"""Replacements and hand-overs."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from o2r.accounts import caseload, services
from o2r.accounts.acting import actor_for
from o2r.accounts.enums import MembershipRole
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import COOLING, Handover, Membership, Substitution
from o2r.accounts.sample.models import SampleRecord
from o2r.core import clock
from o2r.core.notifications.models import Notification
from tests.accounts.factories import enter, someone


@pytest.fixture
def sami() -> Membership:
    return someone(MembershipRole.COORDINATOR)


@pytest.fixture
def ines(sami: Membership) -> Membership:
    return someone(MembershipRole.CASEWORKER, sami.organisation)


@pytest.fixture
def hugo(sami: Membership) -> Membership:
    return someone(MembershipRole.CASEWORKER, sami.organisation)


@pytest.fixture
def record(ines: Membership) -> SampleRecord:
    return SampleRecord.objects.create(organisation=ines.organisation, referent=ines.user)


def hand_over(by: Membership, giver: Membership, receiver: Membership) -> Handover:
    return services.hand_over(by=actor_for(by.user), giver=giver.user, receiver=receiver.user)


def replace(by: Membership, absent: Membership, substitute: Membership) -> Substitution:
    today = clock.today()
    return services.substitute(
        by=actor_for(by.user),
        absent=absent.user,
        replacement=substitute.user,
        first_day=today,
        last_day=today + timedelta(days=7),
    )


def test_everything_moves_and_both_are_told(
    sami: Membership, ines: Membership, hugo: Membership, record: SampleRecord
) -> None:
    made = hand_over(sami, ines, hugo)
    record.refresh_from_db()
    assert record.referent == hugo.user
    assert made.moved == {"dossiers suivis": 1}
    told = set(Notification.objects.filter(kind="caseload").values_list("recipient", flat=True))
    assert told == {ines.user_id, hugo.user_id}
    with pytest.raises(DomainError, match="ne suit rien"):
        hand_over(sami, ines, hugo)


def test_a_failure_moves_nothing(
    sami: Membership,
    ines: Membership,
    hugo: Membership,
    record: SampleRecord,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(**kwargs: object) -> int:
        raise DomainError("Panne.")

    known = {**caseload._plugged}
    broken = caseload.Caseload("zzz", "objets", lambda user, place: 1, fails)
    monkeypatch.setattr(caseload, "_plugged", {**known, "zzz": broken})
    with pytest.raises(DomainError, match="Panne"):
        hand_over(sami, ines, hugo)
    record.refresh_from_db()
    assert record.referent == ines.user
    assert not Handover.objects.exists()


def test_strangers_newcomers_and_those_who_follow_nobody_take_nothing(
    sami: Membership, ines: Membership, hugo: Membership, record: SampleRecord
) -> None:
    stranger = someone(MembershipRole.CASEWORKER)
    office = someone(MembershipRole.MEMBER, sami.organisation)
    newcomer = someone(
        MembershipRole.CASEWORKER, sami.organisation, personal_data_from=clock.now() + COOLING
    )
    for receiver in (stranger, office, newcomer):
        with pytest.raises(DomainError):
            hand_over(sami, ines, receiver)
        with pytest.raises(DomainError):
            replace(sami, ines, receiver)
    for by in (ines, stranger):
        with pytest.raises((NotAllowed, DomainError)):
            hand_over(by, ines, hugo)


def test_a_substitute_reads_until_the_replacement_stops(
    sami: Membership, ines: Membership, hugo: Membership, record: SampleRecord
) -> None:
    made = replace(sami, ines, hugo)
    assert ines.user_id in actor_for(hugo.user).stands_in_for
    with pytest.raises(DomainError, match="déjà remplacé"):
        replace(sami, ines, hugo)
    with pytest.raises(NotAllowed):
        services.end_substitution(by=actor_for(hugo.user), substitution=made)
    for _ in range(2):
        services.end_substitution(by=actor_for(sami.user), substitution=made)
    assert not actor_for(hugo.user).stands_in_for


def test_pages(
    client: Client, sami: Membership, ines: Membership, hugo: Membership, record: SampleRecord
) -> None:
    enter(client, sami.user)
    assert "1 dossiers suivis" in client.get(reverse("accounts:handovers")).content.decode()
    today = clock.today().isoformat()
    given = {
        "absent": str(ines.user_id),
        "substitute": str(hugo.user_id),
        "first_day": today,
        "last_day": today,
    }
    assert client.post(reverse("accounts:new_substitution"), given).status_code == 302
    made = Substitution.objects.get()
    page = reverse("accounts:substitution", args=[made.pk])
    assert enter(Client(), ines.user).get(page).status_code == 200
    stranger = someone(MembershipRole.COORDINATOR)
    assert enter(Client(), stranger.user).get(page).status_code == 404
    assert client.post(page).status_code == 302
    over = {"giver": str(ines.user_id), "receiver": str(hugo.user_id)}
    assert client.post(reverse("accounts:new_handover"), over).status_code == 302
    record.refresh_from_db()
    assert record.referent == hugo.user
