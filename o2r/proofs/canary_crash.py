"""The site broken on purpose, with secrets in the form that was sent and in the code that runs."""

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from django.db import IntegrityError
from django.urls import reverse

from o2r.accounts.enums import Relation
from o2r.accounts.sample import services as sample_services
from o2r.accounts.sample.specimens import person_file
from o2r.accounts.signin import forms as signin_forms
from o2r.projects import services as project_services
from o2r.projects.specimens import error_report
from o2r.proofs.canary_run import Run
from o2r.proofs.sinks import Workshop, note_crash


class Broken(Exception):
    """What the code raises when it is broken on purpose."""


def crashes(run: Run) -> None:
    """A visitor's message, a password, a narrative: each sent while its service is broken."""
    _message(run)
    _password(run)
    _narrative(run)


def _message(run: Run) -> None:
    who, _ = run.person("caseworker")
    slug = error_report(who.somebody, Relation.ANY).parameters["slug"]
    sent = {
        "name": run.new("crash"),
        "email": f"{run.new('crash')}@mesure.example",
        "message": run.new("crash"),
    }
    with _broken(run.workshop, project_services, "send_relay_message"):
        answer = run.browser().post(reverse("public_map:relay", args=[slug]), sent)
    run.went(answer, 500, "message while broken")


def _password(run: Run) -> None:
    sent = {"email": f"{run.new('crash')}@mesure.example", "password": run.new("crash")}
    with _broken(run.workshop, signin_forms, "check_password"):
        answer = run.browser().post(reverse("accounts:login"), sent)
    run.went(answer, 500, "sign-in while broken")


def _narrative(run: Run) -> None:
    who, browser = run.person("caseworker")
    record = person_file(who.somebody, Relation.REFERENT).parameters["record"]
    sent = {"group": "narrative", "text": run.new("crash")}
    with _broken(run.workshop, sample_services, "write"):
        answer = browser.post(f"/espace/essai/{record}/", sent)
    run.went(answer, 500, "narrative while broken")


@contextmanager
def _broken(made: Workshop, module: Any, name: str) -> Iterator[None]:
    """The service of this name fails, its arguments at hand, on an error that quotes one."""

    def broken(*args: Any, **kwargs: Any) -> Any:
        typed = {str(key): value for key, value in kwargs.items()}
        texts = [str(one) for one in (*args, *typed.values()) if isinstance(one, str)]
        try:
            _twice(texts)
        except IntegrityError as error:
            note_crash(made, error, "".join(traceback.format_tb(error.__traceback__)))
            raise Broken from error

    with mock.patch.object(module, name, broken):
        yield


def _twice(texts: list[str]) -> None:
    """The error of PostgreSQL for a row written twice: it quotes what was typed."""
    raise IntegrityError(
        'duplicate key value violates unique constraint "accounts_user_email_key"\n'
        f"DETAIL:  Key (email)=({texts[-1]}) already exists."
    )
