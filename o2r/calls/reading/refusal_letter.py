"""The letter that says an application is inadmissible, why, and how to contest it.

Its words are in the data file of the letters, which each instance may replace. While its ``status``
is not ``ferme``, pages say that the texts are to be read by a lawyer.
"""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from o2r.calls.applications.models import Application

FIRM = "ferme"


@dataclass(frozen=True)
class RefusalLetter:
    """A letter as it will leave. ``is_provisional``: nobody answered for its words yet."""

    heading: str
    body: str
    is_provisional: bool


@lru_cache(maxsize=4)
def _texts(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def refusal_letter(application: Application, reason: str) -> RefusalLetter:
    """The letter to the consortium of an application declared inadmissible for ``reason``.

    Raises KeyError when the file of the instance lacks this letter, or names an unknown word.
    """
    texts = _texts(Path(settings.O2R_DATA_DIR) / "calls" / "letters.toml")
    part = texts["inadmissible"]
    lead = next((one.name for one in application.members.all() if one.is_lead), "")
    words = {
        "titre": application.title,
        "appel": application.call.title,
        "service": application.call.dreets.name,
        "chef_de_file": lead,
        # A text area sends the line breaks of the web.
        "motifs": "\n".join(reason.strip().splitlines()),
        "recours": str(texts["appeal"]["text"]).strip(),
    }
    return RefusalLetter(
        heading=str(part["subject"]).format_map(words)[:200],
        body=str(part["body"]).format_map(words).strip(),
        is_provisional=str(texts.get("status", "")) != FIRM,
    )
