"""Who the person is: a file opened, a name corrected, a rung climbed or gone down."""

from typing import Any

from django import forms

from o2r.accounts.errors import DomainError
from o2r.core import clock
from o2r.core.widgets import DayInput
from o2r.people.ages import born_between
from o2r.people.enums import AgeBand, IdentityLevel
from o2r.people.ladder import MOVES, kept_at, may_go
from o2r.people.likeness import Identity
from o2r.people.selectors.reading import Name
from o2r.people.services import Given
from o2r.people.services.opening import check
from o2r.territory.commune_field import CommuneField
from o2r.territory.typography import typographic

LONGEST_NAME = 80


def _text(label: str, hint: str = "", **kwargs: Any) -> forms.CharField:
    """A name: never filled by the browser, that another person of the desk would find there."""
    widget = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})
    return forms.CharField(
        label=label, help_text=typographic(hint), required=False, widget=widget, **kwargs
    )


def _known_as() -> forms.CharField:
    return _text(
        "Surnom ou prénom d’usage", "Comme la personne se fait appeler.", max_length=LONGEST_NAME
    )


def _birth_date() -> forms.DateField:
    widget = DayInput(attrs={"autocomplete": "off"})
    return forms.DateField(label="Date de naissance", required=False, widget=widget)


class OpenForm(forms.Form):
    """A new file: as little as the person wants."""

    known_as = _known_as()
    level = forms.ChoiceField(
        label="Ce que la personne accepte de dire",
        choices=[
            (IdentityLevel.PSEUDONYM.value, "Un surnom seulement"),
            (IdentityLevel.DECLARED.value, "Son nom, sans papier"),
        ],
        initial=IdentityLevel.PSEUDONYM.value,
        widget=forms.RadioSelect,
    )
    first_name = _text("Prénom", "Identité déclarée seulement.", max_length=LONGEST_NAME)
    last_name = _text("Nom", "Identité déclarée seulement.", max_length=LONGEST_NAME)
    birth_date = _birth_date()
    age_band = forms.ChoiceField(
        label="Tranche d’âge", choices=[("", "Pas dite"), *AgeBand.choices], required=False
    )
    commune = CommuneField(label="Commune où on la rencontre", required=False)

    def clean(self) -> dict[str, Any]:
        """What the rung does not keep is refused first: nobody is compared with it."""
        asked = super().clean() or {}
        if not self.errors:
            try:
                check(self.given, self.chosen)
            except DomainError as error:
                self.add_error(error.field, str(error))
        return asked

    @property
    def given(self) -> Given:
        """What was typed, for the service."""
        asked = self.cleaned_data
        coded = {name: asked[name] for name in ("age_band", "commune")}
        names = {name: asked[name] for name in ("known_as", "first_name", "last_name")}
        return Given(**names, birth_date=asked["birth_date"], coded=coded)

    @property
    def chosen(self) -> IdentityLevel:
        return IdentityLevel(self.cleaned_data["level"])

    @property
    def typed(self) -> Identity:
        """Who is typed, to be compared with whom one follows."""
        return typed_in(self.cleaned_data)


class TypedForm(forms.Form):
    """Who is being typed, in any form that names somebody: what is not yet one is left out."""

    known_as = forms.CharField(required=False)
    nickname = forms.CharField(required=False)
    first_name = forms.CharField(required=False)
    last_name = forms.CharField(required=False)
    birth_date = forms.DateField(required=False)
    age_band = forms.ChoiceField(choices=AgeBand.choices, required=False)
    commune = forms.CharField(required=False, max_length=5)
    person = forms.UUIDField(required=False)

    @property
    def typed(self) -> Identity:
        """Once ``is_valid`` was asked, whatever it answered: a date half typed is no date."""
        return typed_in(self.cleaned_data)


def typed_in(given: dict[str, Any], known: Name | None = None) -> Identity:
    """Who is typed, to be compared: ``known`` is what the file of the page says already."""

    def said(name: str) -> str:
        return str(given.get(name) or (getattr(known, name) if known else ""))[:LONGEST_NAME]

    today, band = clock.today(), given.get("age_band")
    born = given.get("birth_date") or (known.born if known else None)
    return Identity(
        first_name=said("first_name"),
        last_name=said("last_name"),
        known_as=said("known_as") or str(given.get("nickname") or "")[:LONGEST_NAME],
        birth=born,
        born_between=born_between(band, today, today) if band and not born else None,
        place=str(given.get("commune") or ""),
    )


class NameForm(forms.Form):
    """The names that a rung keeps, corrected."""

    known_as = _known_as()
    first_name = _text("Prénom", max_length=LONGEST_NAME)
    last_name = _text("Nom", max_length=LONGEST_NAME)

    def __init__(self, *args: Any, level: IdentityLevel, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in [one for one in self.fields if one not in kept_at(level)]:
            del self.fields[name]


class LevelForm(forms.Form):
    """A move on the ladder, and what comes with it."""

    to = forms.ChoiceField(label="Niveau d’identité", widget=forms.RadioSelect)
    known_as = _known_as()
    first_name = _text("Prénom", max_length=LONGEST_NAME)
    last_name = _text("Nom", max_length=LONGEST_NAME)
    birth_date = _birth_date()
    seen = _text(
        "Ce qui a été vu pour vérifier",
        "Par exemple « carte d’identité » : ni numéro, ni copie.",
        max_length=120,
    )

    def __init__(self, *args: Any, level: IdentityLevel, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reached = [(one.value, _WAYS[level, one]) for one in MOVES[level] if may_go(level, one)]
        self.fields["to"].choices = reached  # type: ignore[attr-defined]
        if level == IdentityLevel.VERIFIED:
            for name in ("first_name", "last_name", "birth_date", "seen"):
                del self.fields[name]
        elif level == IdentityLevel.PSEUDONYM:
            del self.fields["seen"]

    @property
    def reached(self) -> IdentityLevel:
        return IdentityLevel(self.cleaned_data["to"])

    @property
    def given(self) -> Given:
        """What the rung reached keeps, of what was typed."""
        names = ("known_as", "first_name", "last_name", "birth_date")
        kept = kept_at(self.reached)
        return Given(
            **{name: self.cleaned_data[name] for name in names if name in kept & {*self.fields}}
        )

    @property
    def seen_words(self) -> str:
        """What was shown, when the move is to verify."""
        verifies = self.reached == IdentityLevel.VERIFIED
        return str(self.cleaned_data.get("seen", "")) if verifies else ""


_WAYS = {
    (
        IdentityLevel.PSEUDONYM,
        IdentityLevel.DECLARED,
    ): "Elle a dit son nom, et veut bien qu’il soit gardé",
    (IdentityLevel.DECLARED, IdentityLevel.VERIFIED): "Un document a été vu",
    (
        IdentityLevel.DECLARED,
        IdentityLevel.PSEUDONYM,
    ): "Revenir au pseudonyme : nom et date de naissance effacés",
    (
        IdentityLevel.VERIFIED,
        IdentityLevel.DECLARED,
    ): "Revenir à l’identité déclarée : la vérification est effacée",
    (
        IdentityLevel.VERIFIED,
        IdentityLevel.PSEUDONYM,
    ): "Revenir au pseudonyme : nom et date de naissance effacés",
}


class SearchForm(forms.Form):
    """Somebody among those one follows."""

    name = _text("Chercher dans ma file", "Surnom, prénom ou nom.", max_length=LONGEST_NAME)
