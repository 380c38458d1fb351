"""The ``o2r`` console command: Django's commands, with a help page one can read."""

import os
import sys

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import ManagementUtility, get_commands, load_command_class

from config import env
from config.env import SettingError
from o2r.core.belt import no_scope, system_scope

# Commands that change the tables or the roles connect as their owner; the site is the web server;
# all the others work for the system.
OF_THE_OWNER = ("migrate", "makemigrations", "roles", "flush", "sqlflush")
OF_THE_WEB = ("runserver",)
# What works for long, or unattended: refused where rows are not protected or keys not rehearsed.
LASTING = ("worker", "tick")
DJANGO_USEFUL = ("migrate", "makemigrations", "runserver", "shell", "collectstatic", "check")


class Utility(ManagementUtility):
    """``o2r``: our own commands first, each with its sentence, then the useful ones of Django."""

    def main_help_text(self, commands_only: bool = False) -> str:
        """The page printed by ``o2r --help``."""
        commands = get_commands()
        if commands_only:
            return "\n".join(sorted(commands))
        ours = sorted(name for name, app in commands.items() if str(app).startswith("o2r."))
        lines = ["o2r — plateforme de l'offre de repérage et de remobilisation", ""]
        lines += ["Usage : o2r COMMANDE [options]      o2r COMMANDE --help pour le détail", ""]
        lines += ["Commandes de la plateforme"]
        lines += [f"  {name:<24} {self._sentence(name, str(commands[name]))}" for name in ours]
        lines += ["", "Commandes de Django les plus utiles", "  " + ", ".join(DJANGO_USEFUL)]
        lines += ["", "Toutes les commandes : o2r help --commands"]
        return "\n".join(lines)

    @staticmethod
    def _sentence(name: str, app: str) -> str:
        return str(load_command_class(app, name).help).split("\n")[0]


def main() -> None:
    """Run the command line; a wrong setting is one sentence on the screen, not a traceback."""
    arguments = sys.argv if len(sys.argv) > 1 else [*sys.argv, "--help"]
    command = arguments[1]
    settings = "config.settings_measured" if command == "trust" else "config.settings"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", settings)
    env.run_as("owner" if command in OF_THE_OWNER else "web" if command in OF_THE_WEB else "worker")
    scope = no_scope() if command in OF_THE_WEB else system_scope(command)
    try:
        with scope:
            if command in LASTING:
                django.setup()
                # The models are only known from here.
                from config.start import check_start

                check_start("worker")
            Utility(arguments).execute()
    except (SettingError, ImproperlyConfigured) as error:
        sys.exit(f"Réglage à corriger : {error}")
