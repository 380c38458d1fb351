"""The calls that public pages tell of."""

import tomllib
from pathlib import Path
from typing import Any

from django.conf import settings

from o2r.accounts.actors import CONSOLE
from o2r.calls.services import record_known_call
from o2r.core.first_data import first_data


@first_data(rank=15)
def known_calls() -> str:
    path = Path(settings.O2R_DATA_DIR) / "calls" / "calls.toml"
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["call"]
    added = [row["slug"] for row in rows if _record(dict(row))]
    return f"Appels à projets connus, à ajouter : {len(added)} sur {len(rows)}."


def _record(row: dict[str, Any]) -> bool:
    slug, service, region = row.pop("slug"), row.pop("service"), row.pop("region")
    row["zone_expression"] = row.pop("zone", "")
    call = record_known_call(by=CONSOLE, slug=slug, service=service, region=region, fields=row)
    return call is not None
