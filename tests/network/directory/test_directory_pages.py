"""The pages of the directory and of the register: who sees, who writes, what is refused."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from o2r.accounts.acting import actor_for
from o2r.accounts.enums import MembershipRole as Role
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import Organisation, User
from o2r.core import clock
from o2r.network.directory.enums import REPORT_MOVES, ReportKind, ReportState
from o2r.network.directory.models import Service, ServiceNote, ServiceReport, UnmetNeed
from o2r.network.directory.selectors import kept_index
from o2r.network.directory.selectors.needs import masked
from o2r.network.directory.services.entries import check_mailbox, close_service
from o2r.network.directory.services.needs import record_unmet_need
from o2r.network.directory.services.noting import answer_report, report_service
from tests.accounts.factories import OrganisationFactory, enter, manager, someone
from tests.network.directory.factories import LICENCE, VENISSIEUX, Maker
from tests.statements import statements


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    kept_index._held.clear()
    yield
    kept_index._held.clear()


@pytest.fixture
def operator() -> Organisation:
    return OrganisationFactory()


@pytest.fixture
def ines(operator: Organisation) -> User:
    return someone(Role.CASEWORKER, operator).user


@pytest.fixture
def hugo(operator: Organisation) -> User:
    return someone(Role.OUTREACH_WORKER, operator).user


@pytest.fixture
def stranger() -> User:
    return someone(Role.CASEWORKER).user


@pytest.fixture
def as_ines(client: Client, ines: User) -> Client:
    return enter(client, ines)


def as_(user: User) -> Client:
    return enter(Client(), user)


def form_of_service(**more: object) -> dict[str, object]:
    values: dict[str, object] = {
        "entry": str(uuid4()),
        "structure": "Garage du pont",
        "name": "Prêt de scooter",
        "description": "Un scooter pour un mois.",
        "theme": LICENCE,
        "commune": "Vénissieux",
        "commune-code": VENISSIEUX,
        "reach": "epci",
        "publics": ["jeunes"],
    }
    return values | more


def test_the_search_shows_who_answers_and_why(as_ines: Client, service: Maker) -> None:
    service("Permis pas à pas")
    service("Écoute", themes=["sante--addictions"])
    asked = {"besoin": "mobilite", "commune": "Vénissieux", "commune-code": VENISSIEUX}
    shown = as_ines.get(reverse("directory:services"), asked | {"public": "jeunes"})
    text = shown.content.decode()
    assert "Permis pas à pas" in text
    assert "Écoute" not in text
    assert "Couvre Vénissieux" in text
    assert "besoins-non-couverts/noter/?commune=69259&amp;theme=mobilite" in text
    assert "service-mark" in text


def test_the_search_takes_anything_that_is_typed(as_ines: Client, service: Maker) -> None:
    service()
    wrong = {"besoin": "rien", "distance": "x", "mode": "y", "page": "99999999", "public": "z"}
    assert as_ines.get(reverse("directory:services"), wrong).status_code == 200
    lost = as_ines.get(reverse("directory:services"), {"commune": "Nullepart-sur-Mer"})
    assert "Aucune commune ne correspond" in lost.content.decode()


def test_the_last_page_is_the_nearest_to_one_too_far(as_ines: Client, service: Maker) -> None:
    structure = service("Premier").structure
    for rank in range(21):
        service(f"Service {rank:02}", structure=structure)
    shown = as_ines.get(reverse("directory:services"), {"page": "7"})
    assert [line.rank for line in shown.context["lines"]] == [21, 22]


def test_a_service_is_added_once_and_changed_by_its_organisation_alone(
    as_ines: Client, hugo: User, stranger: User
) -> None:
    given = form_of_service()
    for _ in range(2):
        sent = as_ines.post(reverse("directory:add_service"), given)
        made = Service.objects.get()
        assert sent.url == reverse("directory:service", args=[made.pk])
    assert (made.zone, made.source, made.structure.name) == (
        "epci:200046977",
        "o2r",
        "Garage du pont",
    )
    changed = form_of_service(name="Prêt de vélo", reach="com")
    address = reverse("directory:change_service", args=[made.pk])
    assert as_(hugo).post(address, changed).status_code == 404
    assert as_(stranger).post(address, changed).status_code == 404
    as_ines.post(address, changed)
    made.refresh_from_db()
    assert (made.name, made.zone) == ("Prêt de vélo", f"com:{VENISSIEUX}")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": "ab"}, "3 caractères"),
        ({"theme": ""}, "obligatoire"),
        ({"commune": "Nullepart", "commune-code": ""}, "Aucune commune"),
        ({"email": "pas une adresse"}, "adresse"),
    ],
)
def test_what_is_wrong_in_a_service_is_said(
    as_ines: Client, wrong: dict[str, object], said: str
) -> None:
    shown = as_ines.post(reverse("directory:add_service"), form_of_service(**wrong))
    assert said in shown.content.decode().replace("\u00a0", " ")
    assert not Service.objects.exists()


def test_a_national_entry_is_not_corrected_by_a_team(as_ines: Client, service: Maker) -> None:
    one = service()
    address = reverse("directory:change_service", args=[one.pk])
    assert as_ines.post(address, form_of_service()).status_code == 404
    keeper = as_(manager())
    shown = keeper.post(address, form_of_service())
    assert "le prochain import" in shown.content.decode()


def test_a_closed_service_says_so_and_proposes_others(
    as_ines: Client, service: Maker, operator: Organisation
) -> None:
    one, other = service("Un", owner=operator), service("Deux")
    as_ines.post(reverse("directory:service_state", args=[one.pk]), {"act": "fermer"})
    sheet = as_ines.get(reverse("directory:service", args=[one.pk])).content.decode()
    assert "Ce service est fermé" in sheet
    assert other.name in sheet
    found = as_ines.get(reverse("directory:services")).content.decode()
    assert "1 service" in found
    as_ines.post(reverse("directory:service_state", args=[one.pk]), {"act": "rouvrir"})
    assert Service.objects.get(pk=one.pk).is_open
    as_ines.post(reverse("directory:service_state", args=[one.pk]), {"act": "rien"})
    assert Service.objects.get(pk=one.pk).is_open


def test_a_note_is_read_by_its_organisation_alone(
    as_ines: Client, hugo: User, stranger: User, service: Maker
) -> None:
    one = service()
    address = reverse("directory:note", args=[one.pk])
    given = {"entry": str(uuid4()), "text": "Appeler le mardi."}
    for _ in range(2):
        as_ines.post(address, given)
    note = ServiceNote.objects.get()
    sheet = reverse("directory:service", args=[one.pk])
    assert "Appeler le mardi." in as_(hugo).get(sheet).content.decode()
    other = as_(stranger)
    assert "Appeler le mardi." not in other.get(sheet).content.decode()
    forget = reverse("directory:forget_note", args=[note.pk])
    assert other.post(forget).status_code == 404
    assert as_ines.post(address, {"entry": str(uuid4()), "text": " "}).status_code == 200
    as_(hugo).post(forget)
    assert not ServiceNote.objects.exists()


def test_a_report_is_told_once_checked_and_answered_once(
    as_ines: Client, service: Maker, hugo: User
) -> None:
    one = service()
    address = reverse("directory:report", args=[one.pk])
    for _ in range(2):
        as_ines.post(address, {"kind": "closed", "text": ""})
    told = ServiceReport.objects.get()
    assert Service.objects.get().is_open
    sheet = reverse("directory:service", args=[one.pk])
    assert "Une équipe signale un problème" in as_ines.get(sheet).content.decode()
    answer = reverse("directory:answer", args=[told.pk])
    assert as_ines.post(answer, {"act": "suivre"}).status_code == 404
    keeper = as_(manager())
    assert one.name in keeper.get(reverse("directory:reports")).content.decode()
    keeper.post(answer, {"act": "suivre"})
    assert not Service.objects.get().is_open
    assert as_ines.post(address, {"kind": "wrong", "text": ""}).status_code == 200
    with pytest.raises(DomainError):
        answer_report(by=actor_for(manager()), report=told, to=ReportState.DISMISSED)


def test_a_report_dismissed_confirms_the_entry(service: Maker, ines: User) -> None:
    one = service()
    told = report_service(by=actor_for(ines), service=one, kind=ReportKind.WRONG, text="Faux.")
    answer_report(by=actor_for(manager()), report=told, to=ReportState.DISMISSED)
    one.refresh_from_db()
    assert (one.is_open, one.confirmed_on) == (True, clock.today())


def test_the_moves_of_a_report_are_those_of_the_table(service: Maker, ines: User) -> None:
    keeper, one = actor_for(manager()), service()
    for start in ReportState:
        for to in ReportState:
            ServiceReport.objects.all().delete()
            told = report_service(by=actor_for(ines), service=one, kind=ReportKind.WRONG, text="F")
            if start != ReportState.OPEN:
                answer_report(by=keeper, report=told, to=start)
            if to in REPORT_MOVES[start]:
                assert answer_report(by=keeper, report=told, to=to).state == to
            else:
                with pytest.raises(DomainError):
                    answer_report(by=keeper, report=told, to=to)


def test_the_checked_mailbox_is_written_by_who_keeps_the_entry(
    as_ines: Client, service: Maker, ines: User
) -> None:
    one = service()
    address = reverse("directory:mailbox", args=[one.pk])
    assert as_ines.get(address).status_code == 404
    keeper = as_(manager())
    assert keeper.post(address, {"email": "faux"}).status_code == 200
    keeper.post(address, {"email": "sure@garage.example"})
    one.structure.refresh_from_db()
    assert one.structure.mailbox == "sure@garage.example"
    with pytest.raises(NotAllowed):
        check_mailbox(by=actor_for(ines), structure=one.structure, email="")
    with pytest.raises(NotAllowed):
        close_service(by=actor_for(ines), service=one)


def need_form(**more: str) -> dict[str, str]:
    values = {"entry": str(uuid4()), "theme": "mobilite", "reason": "distance"}
    return values | {"commune": "Vénissieux", "commune-code": VENISSIEUX, "attempts": ""} | more


def test_a_need_is_noted_once_without_anybody(
    as_ines: Client, service: Maker, operator: Organisation
) -> None:
    tried = service()
    given = need_form(attempts=f"{tried.pk} {uuid4()} rien")
    for _ in range(2):
        as_ines.post(reverse("directory:note_need"), given)
    need = UnmetNeed.objects.get()
    assert (need.organisation, need.region, need.theme) == (operator, "84", "mobilite")
    assert need.attempts == [str(tried.pk)]
    assert not [one.name for one in UnmetNeed._meta.fields if one.name in ("by", "person")]
    shown = as_ines.get(reverse("directory:unmet_needs")).content.decode()
    assert "Vénissieux" in shown
    assert "Trop loin ou sans transport" in shown


@pytest.mark.parametrize("wrong", [{"theme": ""}, {"reason": "x"}, {"commune": "Nullepart"}])
def test_what_is_wrong_in_a_need_is_said(as_ines: Client, wrong: dict[str, str]) -> None:
    given = need_form(**wrong)
    if "commune" in wrong:
        given["commune-code"] = ""
    assert as_ines.post(reverse("directory:note_need"), given).status_code == 200
    assert not UnmetNeed.objects.exists()


def test_nobody_writes_in_the_register_of_another(ines: User, stranger: User) -> None:
    with pytest.raises(NotAllowed):
        record_unmet_need(
            by=actor_for(stranger),
            organisation=actor_for(ines).organisation or uuid4(),
            commune=VENISSIEUX,
            theme=LICENCE,
            reason="capacite",
        )


def test_the_state_reads_totals_of_its_region_without_small_counts(
    as_ines: Client, ines: User, stranger: User
) -> None:
    by = actor_for(ines)
    for reason, times in (("capacite", 6), ("cout", 2)):
        for _ in range(times):
            record_unmet_need(
                by=by,
                organisation=by.organisation or uuid4(),
                commune=VENISSIEUX,
                theme=LICENCE,
                reason=reason,
            )
    address = reverse("directory:unmet_needs")

    def shown(client: Client) -> list[str]:
        return [row.shown for row in client.get(address).context["page"].object_list]

    assert shown(as_ines) == ["6", "2"]
    assert shown(as_(stranger)) == []
    dreets = OrganisationFactory(kind="dreets", region="84")
    elsewhere = OrganisationFactory(kind="dreets", region="93")
    theirs = as_(someone(Role.STATE_OFFICER, dreets).user)
    assert shown(theirs) == ["6", "moins de 5"]
    assert theirs.get(address).context["totals"] == [("Mobilité", 6)]
    assert theirs.get(reverse("directory:note_need")).status_code == 404
    assert shown(as_(someone(Role.STATE_OFFICER, elsewhere).user)) == []
    assert shown(as_(someone(Role.NATIONAL_OFFICER).user)) == ["6", "moins de 5"]


def test_a_small_count_is_never_told_by_its_order() -> None:
    cells = {("38344", "mobilite", "cout"): 4, ("69259", "mobilite", "cout"): 1}
    rows = masked(cells, whole=False)
    assert [one.times for one in rows] == [None, None]
    assert rows == masked(dict(zip(cells, (1, 4), strict=True)), whole=False)


def test_who_has_no_part_in_it_finds_nothing(service: Maker) -> None:
    one = service()
    researcher = as_(someone(Role.RESEARCHER).user)
    for address in (
        reverse("directory:services"),
        reverse("directory:service", args=[one.pk]),
        reverse("directory:unmet_needs"),
        reverse("directory:reports"),
    ):
        assert researcher.get(address).status_code == 404


def test_pages_ask_few_questions(as_ines: Client, service: Maker) -> None:
    from_one = service("Un")
    for rank in range(15):
        service(f"Service {rank}", structure=from_one.structure)
    addresses = [
        reverse("directory:services"),
        reverse("directory:service", args=[from_one.pk]),
        reverse("directory:unmet_needs"),
    ]
    for address in addresses:
        as_ines.get(address)
        with statements() as asked:
            as_ines.get(address)
        assert len(asked) <= 12, address
