from typing import Any

from django.core.management.base import BaseCommand

from o2r.core import clock
from o2r.core.jobs.management.commands.tick import said
from o2r.core.jobs.worker import Worker


class Command(BaseCommand):
    help = "Fait les tâches en file et, chaque minute, les travaux périodiques. S’arrête au signal."

    def handle(self, *args: Any, **options: Any) -> None:
        worker = Worker(self._say, said)
        worker.stop_on_signals()
        worker.run()

    def _say(self, line: str) -> None:
        self.stdout.write(f"{clock.now():%Y-%m-%d %H:%M:%S} UTC  {line}")
        self.stdout.flush()
