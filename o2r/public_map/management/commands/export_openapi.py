import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from o2r.public_map.api import api


class Command(BaseCommand):
    help = "Écrit la description OpenAPI de l'API publique dans docs/openapi.json."

    def handle(self, *args: Any, **options: Any) -> None:
        file = Path(settings.BASE_DIR) / "docs" / "openapi.json"
        text = json.dumps(api.get_openapi_schema(), ensure_ascii=False, indent=2)
        file.write_text(text + "\n", encoding="utf-8")
        self.stdout.write(f"{file.name} est écrit.")
