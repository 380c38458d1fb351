from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from o2r.core.crypto.ceremony import ensure_demo_keys
from o2r.core.first_data import loads


class Command(BaseCommand):
    help = "Charge les premières données, et les exemples d’une démonstration."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.DEMONSTRATION:
            ensure_demo_keys()
        for load in loads(demonstration=settings.DEMONSTRATION):
            self.stdout.write(load())
