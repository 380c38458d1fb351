"""Cases about guessing: how many tries, and what a refusal tells by its words or by its time."""

import statistics
import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import RequestFactory, override_settings
from django.urls import reverse

from o2r.accounts.models import User
from o2r.accounts.signin.enums import TryKind
from o2r.accounts.signin.lockout import account_subject, reserve
from o2r.accounts.signin.measured_door import (
    NEW,
    PASSWORD,
    WRONG,
    browser,
    case,
    enter,
    is_in,
    last_link,
    later,
    person,
    sentences,
    timed_case,
)
from o2r.accounts.signin.measured_person import current_code
from o2r.accounts.signin.models import FailedTries
from o2r.core import clock

DELAYED = "Trop d’essais"
PAIRS = 15
ROUNDS = 3
"""A leak shows in every round; a busy machine does not."""
QUEUE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@case
def the_eleventh_try_is_not_examined() -> bool:
    user, client = person(), browser()
    for _ in range(10):
        enter(client, user.email, WRONG)
    return DELAYED in sentences(enter(client, user.email)) and not is_in(client)


@case
def the_delay_doubles_up_to_an_hour() -> bool:
    request, waited = RequestFactory().get("/", REMOTE_ADDR="203.0.113.1"), []
    instant = clock.now()
    for _ in range(17):
        with clock.stopped_at(instant):
            reserve(TryKind.PASSWORD, "delais@mesure.example", request)
            row = FailedTries.objects.get(subject=account_subject("delais@mesure.example"))
            waited.append((row.locked_until - instant).total_seconds() / 60)
            instant = max(instant, row.locked_until)
    return waited == [0] * 9 + [1, 2, 4, 8, 16, 32, 60, 60]


@case
def a_delay_ends_by_itself() -> bool:
    user, client = person(), browser()
    for _ in range(10):
        enter(client, user.email, WRONG)
    with later(seconds=61):
        enter(client, user.email)
        return is_in(client)


@case
def spraying_one_password_over_accounts_is_delayed() -> bool:
    client = browser()
    refusals = [enter(client, f"cible-{rank}@mesure.example", WRONG) for rank in range(61)]
    return DELAYED in sentences(refusals[-1]) and DELAYED not in sentences(refusals[-2])


@case
def the_slips_of_a_busy_network_keep_nobody_waiting() -> bool:
    client, people = browser(), [person() for _ in range(3)]
    opened = []
    for rank in range(75):
        with later(minutes=10 * rank):
            enter(client, f"etourdie-{rank}@mesure.example", WRONG)
    with later(minutes=760):
        enter(client, "etourdie@mesure.example", WRONG)
        for user in people:
            enter(client, user.email)
            opened.append(is_in(client))
            client.post(reverse("accounts:logout"))
    return all(opened)


@case
def other_networks_do_not_multiply_the_tries_on_one_account() -> bool:
    user = person()
    for _ in range(10):
        enter(browser(), user.email, WRONG)
    return DELAYED in sentences(enter(browser(), user.email))


@case
def an_unknown_address_is_delayed_in_the_same_words() -> bool:
    user = person()
    said = []
    for email in (user.email, "personne@mesure.example"):
        client = browser()
        for _ in range(10):
            enter(client, email, WRONG)
        said.append(sentences(enter(client, email, WRONG)))
    return said[0] == said[1] and DELAYED in said[0]


@case
def a_link_by_mail_ends_the_delay() -> bool:
    user, client = person(), browser()
    for _ in range(11):
        enter(client, user.email, WRONG)
    client.post(reverse("signin:forgotten"), {"email": user.email})
    client.get(last_link())
    client.post(reverse("signin:new_password"), {"password": NEW})
    enter(client, user.email, NEW)
    return is_in(client)


@case
def codes_are_delayed_too() -> bool:
    user, client = person(protected=True), browser()
    enter(client, user.email)
    page = reverse("mfa_authenticate")
    for _ in range(10):
        client.post(page, {"code": "000000"})
    client.post(page, {"code": current_code()})
    return not is_in(client)


@case
def links_by_mail_are_delayed_too() -> bool:
    user, client = person(), browser()
    mail.outbox.clear()
    for _ in range(8):
        client.post(reverse("signin:forgotten"), {"email": user.email})
    return len(mail.outbox) == 5


@case
def a_refusal_has_the_same_words_for_every_cause() -> bool:
    known, closed, without = person(), person(is_active=False), person()
    without.set_unusable_password()
    without.save(update_fields=["password"])
    tried = [
        (known.email, WRONG),
        (closed.email, PASSWORD),
        (without.email, PASSWORD),
        ("nulle-part@mesure.example", PASSWORD),
    ]
    answers = [enter(browser(), email, password) for email, password in tried]
    return len({sentences(answer) for answer in answers}) == 1 and sentences(answers[0]) != ""


@case
def a_forgotten_password_page_says_the_same_to_everyone() -> bool:
    page, user = reverse("signin:forgotten"), person()
    answers = [browser().post(page, {"email": email}) for email in (user.email, "x@mesure.example")]
    return answers[0].content == answers[1].content and answers[0].status_code == 200


@case
def a_password_that_can_be_guessed_is_refused() -> bool:
    user = User(email="nora@mesure.example", display_name="Nora Quintane")
    guessed = ("quatorzesignes", "NoraQuintane2026", "motdepasse-motdepasse", "a" * 40, WRONG[:13])
    for password in guessed:
        try:
            validate_password(password, user)
        except ValidationError:
            continue
        return False
    return True


@timed_case
def a_refusal_takes_the_same_time_for_every_cause() -> bool:
    known = [person().email for _ in range(PAIRS)]
    unknown = [f"inconnue-{rank}@mesure.example" for rank in range(PAIRS)]
    return _same_time(known, unknown, lambda email: enter(browser(), email, WRONG))


@case
def a_forgotten_password_takes_the_same_time_for_everyone() -> bool:
    page = reverse("signin:forgotten")
    known = [person().email for _ in range(PAIRS)]
    unknown = [f"absente-{rank}@mesure.example" for rank in range(PAIRS)]
    with override_settings(TASKS=settings.TASKS if _is_queue() else QUEUE):
        return _same_time(known, unknown, lambda email: browser().post(page, {"email": email}))


def _is_queue() -> bool:
    return "immediate" not in str(settings.TASKS["default"]["BACKEND"]).lower()


def _same_time(known: list[str], unknown: list[str], act: Callable[[str], object]) -> bool:
    """Whether, in one round at least, the medians differ by less than a fifth."""
    return any(_gap(known, unknown, act) <= 0.2 for _ in range(ROUNDS))


def _gap(known: list[str], unknown: list[str], act: Callable[[str], object]) -> float:
    """How much the medians differ, as a share of the longer; the two kinds take turns."""
    act(unknown[0])
    spent: dict[bool, list[float]] = {True: [], False: []}
    for pair in zip(known, unknown, strict=True):
        for email, is_known in zip(pair, (True, False), strict=True):
            start = time.perf_counter()
            act(email)
            spent[is_known].append(time.perf_counter() - start)
    medians = [statistics.median(spent[kind]) for kind in (True, False)]
    return abs(medians[0] - medians[1]) / max(medians)
