"""The report of a day of a team, which several people may write."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, written
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import Organisation, Team, User
from o2r.core import clock
from o2r.outreach.models import DailyReport
from o2r.outreach.services.encounter_details import OLDEST
from o2r.outreach.written_texts import page_text

REPORT = "écrire un compte rendu"
TEXTS = ("text", "transmissions", "priorities")


@dataclass(frozen=True)
class Reported:
    """A report. ``revision``: that of the text its author had before them; 0 for a new one."""

    day: date
    text: str = ""
    transmissions: str = ""
    priorities: str = ""
    team: Team | None = None
    revision: int = 0


@transaction.atomic
def write_report(*, by: Actor, reported: Reported) -> DailyReport:
    """Write the report of a day of a team, or change it; the same text sent twice is kept once.

    Raises NotAllowed; DomainError, among others when somebody wrote it meanwhile: nothing is
    written over their text.
    """
    if by.organisation is None or by.user is None:
        raise NotAllowed(REPORT)
    _check_day(reported.day)
    if reported.team is not None and reported.team.organisation_id != by.organisation:
        raise NotAllowed(REPORT)
    rows = DailyReport.objects.select_for_update(no_key=True, of=("self",)).visible_to(by)
    known = rows.of_day(by.organisation, reported.team, reported.day)
    row = known or DailyReport(
        organisation=Organisation.objects.get(pk=by.organisation),
        team=reported.team,
        day=reported.day,
    )
    action = "update" if known else "create"
    require(by, action, row, act=REPORT)
    texts = {name: page_text(getattr(reported, name), name) for name in TEXTS}
    if known and all(getattr(known, name) == text for name, text in texts.items()):
        return known
    if not any(texts.values()):
        raise DomainError("Écrivez au moins une ligne.", field="text")
    if known and known.revision != reported.revision:
        raise DomainError(
            f"{known.written_by} a écrit ce compte rendu pendant ce temps. Lisez son texte, "
            "complétez le vôtre, puis enregistrez."
        )
    for name, text in texts.items():
        setattr(row, name, text)
    row.written_by, row.updated_at = User.objects.get(pk=by.user), clock.now()
    row.revision += 1
    try:
        row.full_clean()
    except ValidationError as error:
        raise DomainError.of(error) from error
    row.save()
    written(by, action, row)
    return row


def _check_day(day: date) -> None:
    today = clock.today()
    if day > today:
        raise DomainError(
            "Ce jour est à venir. Un compte rendu dit ce qui a été fait.", field="day"
        )
    if day < today - OLDEST:
        raise DomainError("C’était il y a plus de deux ans. Vérifiez l’année.", field="day")
