"""What somebody has begun to enter, for them alone."""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.http import QueryDict

from o2r.accounts.actors import Actor
from o2r.core.crypto.fields import read_sealed
from o2r.outreach.enums import EntryForm
from o2r.outreach.models import EntryDraft


@dataclass(frozen=True)
class Begun:
    """What was typed and not sent. ``saved_at``: when it was kept."""

    fields: QueryDict
    saved_at: datetime

    def initial(self, form: forms.Form) -> dict[str, object]:
        """The first values of an empty form, so that it shows again what was typed."""
        return {
            name: field.widget.value_from_datadict(self.fields, form.files, name)
            for name, field in form.fields.items()
        }


def about_report(day: object, team: object) -> str:
    """Which report is being written."""
    return f"{day}:{team or ''}"


def begun(actor: Actor, form: EntryForm, about: str = "") -> Begun | None:
    """What this person has begun to enter for the organisation they act for. One query or two."""
    if actor.organisation is None or actor.user is None:
        return None
    row = EntryDraft.objects.filter(
        organisation=actor.organisation, author=actor.user, form=form, about=about
    ).first()
    if row is None or not row.fields:
        return None
    kept = read_sealed(row, "fields", organisation=actor.organisation)["fields"]
    return Begun(QueryDict(kept), row.saved_at)
