"""What is said of a round: when, with whom, and by which hour to worry."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms

from o2r.accounts.models import Membership, Team
from o2r.core.widgets import DayInput, PlainSelect
from o2r.outreach.enums import ROUND_CHANNELS, Channel
from o2r.outreach.models import Round
from o2r.outreach.models.rounds import MOST_GUESTS
from o2r.outreach.services import RoundDetails
from o2r.territory.typography import typographic

NEXT_DAY = timedelta(days=1)
EVENING = time(18)


def _hour(label: str, hint: str = "", *, required: bool = True) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(
        label=label, help_text=typographic(hint), widget=widget, required=required
    )


class RoundForm(forms.Form):
    """A round, at the hours of the operator."""

    channel = forms.ChoiceField(
        label="Comment",
        widget=PlainSelect,
        choices=[(one.value, one.label) for one in ROUND_CHANNELS],
        help_text=typographic("En ligne, personne ne sort : aucun retour n’est attendu."),
    )
    day = forms.DateField(label="Jour", widget=DayInput())
    starts = _hour("Départ")
    ends = _hour("Fin prévue")
    back = _hour(
        "Retour à signaler avant",
        "Passé cette heure, l’équipe et la coordination sont alertées. Vide : une demi-heure après "
        "la fin.",
        required=False,
    )
    members = forms.MultipleChoiceField(
        label="Qui part",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": typographic("Dites qui part : au moins une personne.")},
    )
    guests = forms.IntegerField(
        label="Autres personnes avec l’équipe",
        min_value=0,
        max_value=MOST_GUESTS,
        help_text=typographic("Bénévole, partenaire : combien, sans nom. 0 s’il n’y a personne."),
    )
    team = forms.ModelChoiceField(
        label="Équipe",
        queryset=Team.objects.none(),
        required=False,
        empty_label="Sans équipe particulière",
        widget=PlainSelect,
    )
    remark = forms.CharField(
        label="À savoir",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Matériel, véhicule, clés. Jamais le nom d’une personne suivie.",
    )

    def __init__(
        self, *args: Any, people: Iterable[Membership], teams: Any, zone: ZoneInfo, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._zone = zone
        choices = [(str(one.user_id), one.user.display_name) for one in people]
        self.fields["members"].choices = choices  # type: ignore[attr-defined]
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]
        if not teams:
            del self.fields["team"]

    def members_chosen(self) -> list[UUID]:
        """Who goes."""
        return [UUID(key) for key in self.cleaned_data["members"]]

    def details(self) -> RoundDetails:
        """What was typed, for the service."""
        given = self.cleaned_data
        starts_at = datetime.combine(given["day"], given["starts"], tzinfo=self._zone)
        ends_at = datetime.combine(given["day"], given["ends"], tzinfo=self._zone)
        if given["ends"] < given["starts"]:
            ends_at += NEXT_DAY
        return RoundDetails(
            starts_at=starts_at,
            ends_at=ends_at,
            back_by=hour_after(given["back"], ends_at) if given["back"] else None,
            channel=Channel(given["channel"]),
            team=given.get("team"),
            guests=given["guests"],
            remark=given["remark"],
        )


def hour_after(hour: time, end: datetime) -> datetime:
    """The instant of an hour near ``end``: the same day, or past midnight when it is soon after."""
    same_day = datetime.combine(end.date(), hour, tzinfo=end.tzinfo)
    if same_day >= end:
        return same_day
    next_day = same_day + NEXT_DAY
    return next_day if next_day - end <= NEXT_DAY / 2 else same_day


def initial_of(round_: Round) -> dict[str, Any]:
    """What the form of a round shows first."""
    return {
        "channel": round_.channel,
        "day": round_.day,
        "starts": round_.local(round_.starts_at).time(),
        "ends": round_.local(round_.ends_at).time(),
        "back": round_.local(round_.back_by).time() if round_.goes_out else None,
        "members": [str(one.pk) for one in round_.members.all()],
        "guests": round_.guests,
        "team": round_.team_id,
        "remark": round_.remark,
    }


def initial_on(now: datetime, user: UUID | None) -> dict[str, Any]:
    """What the form of a new round shows first: the next evening, with who prepares it."""
    return {
        "day": now.date() if now.hour < EVENING.hour else now.date() + NEXT_DAY,
        "starts": EVENING,
        "ends": time(21, 30),
        "members": [str(user)],
        "guests": 0,
    }


class ReturnForm(forms.Form):
    """A later hour of return."""

    back = _hour("Nouvelle heure", "L’alerte partira après cette heure.")

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._now = now

    def back_by(self) -> datetime:
        """The next time that this hour comes."""
        hour = self.cleaned_data["back"]
        today = datetime.combine(self._now.date(), hour, tzinfo=self._now.tzinfo)
        return today if today > self._now else today + NEXT_DAY


class ReasonForm(forms.Form):
    """Why a round, or a place of it, is given up."""

    because = forms.CharField(
        label="Pourquoi",
        max_length=200,
        help_text=typographic("En quelques mots : porte fermée, plus le temps, danger…"),
    )
