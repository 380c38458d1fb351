from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from o2r.core.belt import system_scope
from o2r.people.between.client import Index, IndexUnavailable
from o2r.people.between.models import IndexChange, Inquiry
from o2r.people.between.selectors import is_allowed
from o2r.people.between.services.carrying import rebuild


class Command(BaseCommand):
    help = "Dit où en est l’index entre opérateurs, ou le refait avec une nouvelle clé."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "act",
            choices=("status", "rebuild"),
            help="status : ce qu’il contient ; rebuild : nouvelle clé, et tout y est remis",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not is_allowed():
            raise CommandError(
                "Cette plateforme n’a pas d’index entre opérateurs. Écrivez O2R_INDEX_BETWEEN=1."
            )
        try:
            with system_scope("index"):
                self.stdout.write(_rebuilt() if options["act"] == "rebuild" else _status())
        except IndexUnavailable as error:
            raise CommandError(
                f"L’index ne répond pas ({error}). Lancez « o2r indexd » sous son compte."
            ) from error


def _status() -> str:
    state = Index.of_instance().state()
    rotating = " ; changement de clé en cours" if state.rotating else ""
    return (
        f"{state.files} dossier(s), clé n° {state.version} du {state.made_at:%d/%m/%Y}{rotating}. "
        f"En attente : {IndexChange.objects.count()} changement(s), "
        f"{Inquiry.objects.waiting().count()} demande(s)."
    )


def _rebuilt() -> str:
    count = rebuild(Index.of_instance())
    return f"Nouvelle clé. {count} dossier(s) sont revus par « o2r worker » ; l’index sert déjà."
