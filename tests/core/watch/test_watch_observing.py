"""Acts told and judged: at once for the grave ones, once each for the others."""

from datetime import timedelta
from uuid import uuid4

from pytest_django import DjangoAssertNumQueries

from o2r.core.clock import stopped_at
from o2r.core.journal.authors import Author
from o2r.core.retention import checks
from o2r.core.retention import registry as retention
from o2r.core.watch import recurring, selectors, services
from o2r.core.watch.enums import Action
from o2r.core.watch.events import Search
from o2r.core.watch.models import Alert, Block, KnownNetwork, ObservedEvent, RuleMemory
from tests.core.watch.watched_accounts import NOON, Accounts


def read_tonight(by: Author, number: int) -> None:
    with stopped_at(NOON.replace(hour=1)):
        for _ in range(number):
            services.observe(by=by, action=Action.REVEAL, objects=[uuid4()])


def test_grave_acts_are_judged_at_once_and_reads_by_the_pass(accounts: Accounts) -> None:
    by = accounts.author()
    for _ in range(20):
        services.observe(by=by, action=Action.SHARE, objects=[uuid4()])
    assert Alert.objects.get().rule == "mass-share"
    assert Block.objects.get().user == by.user
    read_tonight(accounts.author(), 12)
    assert Alert.objects.count() == 1
    assert services.judge_waiting() == 32
    assert Alert.objects.filter(rule="night-reading").count() == 1


def test_a_pass_run_again_judges_nothing_twice(accounts: Accounts) -> None:
    by = accounts.author()
    for round_of_six in range(2):
        with stopped_at(NOON + timedelta(hours=round_of_six)):
            for _ in range(6):
                services.observe(by=by, action=Action.REVEAL)
        assert services.judge_waiting() == 6
        assert services.judge_waiting() == 0


def test_memory_lasts_between_passes_and_keeps_the_order_of_time(accounts: Accounts) -> None:
    by = accounts.author()
    for _ in range(3):
        read_tonight(by, 4)
        services.judge_waiting()
    alert = Alert.objects.get()
    assert len(alert.evidence) == 12
    assert len(selectors.evidence_lines(alert)) == 12
    assert RuleMemory.objects.filter(key__startswith="night-reading/").count() == 1


def test_an_act_told_late_is_not_skipped(accounts: Accounts) -> None:
    by = accounts.author()
    services.observe(by=by, action=Action.REVEAL)
    services.judge_waiting()
    with stopped_at(NOON - timedelta(hours=2)):
        services.observe(by=by, action=Action.REVEAL)
    assert services.judge_waiting() == 1


def test_the_first_place_is_usual_and_the_next_one_new(accounts: Accounts) -> None:
    by = accounts.author()
    first = services.observe(by=by, action=Action.SIGN_IN, network="a")
    again = services.observe(by=by, action=Action.SIGN_IN, network="a")
    other = services.observe(by=by, action=Action.SIGN_IN, network="b")
    assert [one.new_network for one in (first, again, other)] == [False, False, True]
    assert KnownNetwork.objects.filter(user=by.user).count() == 2


def test_words_are_never_kept(accounts: Accounts) -> None:
    by = accounts.author()
    search = Search.of(surname="Dupont-Secret", first_name="Léa", born="2004-05-06")
    services.observe(by=by, action=Action.SEARCH, search=search)
    kept = str(ObservedEvent.objects.values().get()).lower()
    assert "dupont" not in kept
    assert "2004" not in kept
    assert ObservedEvent.objects.get().as_event().search == search


def test_telling_an_act_costs_one_row(
    accounts: Accounts, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    by = accounts.author()
    with django_assert_num_queries(1):
        services.observe(by=by, action=Action.REVEAL, objects=[uuid4()])


def test_the_job_says_what_it_did(accounts: Accounts) -> None:
    services.observe(by=accounts.author(), action=Action.REVEAL)
    assert recurring.watch(NOON) == "1 acte(s) examiné(s)."


def test_every_model_declares_its_retention() -> None:
    problems = checks.retention_is_declared()
    assert not [one for one in problems if str(one.obj).startswith("watch.")]


def test_an_alert_lasts_as_long_as_its_block(accounts: Accounts) -> None:
    by = accounts.author()
    for _ in range(4):
        services.observe(by=by, action=Action.EXPORT, objects=[uuid4()])
    declared = retention.declaration_of("watch.Alert")
    assert not declared.rows().exists()
    Block.objects.all().delete()
    assert declared.rows().count() == 1
