"""What is asked of the directory, and what teams write in it."""

from collections.abc import Sequence
from typing import Any

from django import forms

from o2r.accounts.errors import DomainError
from o2r.core.widgets import PlainSelect
from o2r.network.directory import choices, codes
from o2r.network.directory.enums import ReportKind
from o2r.network.directory.models import Service
from o2r.network.directory.models.notes import LONGEST_TEXT
from o2r.network.directory.reading import read, read_export
from o2r.network.directory.services.entries import ServiceDetails
from o2r.network.directory.services.importing import DirectoryFile
from o2r.territory.commune_field import CommuneField
from o2r.territory.enums import UnitKind
from o2r.territory.geography import current_geography
from o2r.territory.typography import typographic

RADII = (5, 10, 20, 50, 100)
"""Kilometres, as the crow flies."""
ANY: tuple[str, str] = ("", "Tous")
THEMES = ("theme", "theme_2", "theme_3")
"""Fields of the needs that a service answers: three are enough to find it."""


class SearchForm(forms.Form):
    """Who near this commune takes this person for this need. Everything is optional."""

    mots = forms.CharField(
        label="Mots",
        required=False,
        max_length=100,
        help_text=typographic("Un nom, ou ce qui est proposé : « vélo », « bail glissant »."),
    )
    besoin = forms.ChoiceField(label="Besoin", required=False, widget=PlainSelect)
    commune = CommuneField(label="Commune", required=False, help_text="Nom ou code postal.")
    distance = forms.TypedChoiceField(
        label="Distance", required=False, coerce=int, empty_value=None, widget=PlainSelect
    )
    mode = forms.ChoiceField(label="Accueil", required=False, widget=PlainSelect)
    public = forms.MultipleChoiceField(
        label="La personne est", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self._choose("besoin", [("", "Tous les besoins"), *choices.needs()])
        self._choose(
            "distance",
            [("", "Qui couvre la commune, ou proche"), *((str(km), f"{km} km") for km in RADII)],
        )
        self._choose("mode", [ANY, *choices.of_list(codes.RECEPTIONS)])
        self._choose("public", choices.publics_of_somebody())

    def _choose(self, name: str, pairs: Sequence[tuple[str, str]]) -> None:
        self.fields[name].choices = pairs  # type: ignore[attr-defined]

    def readable(self) -> dict[str, Any]:
        """What can be read of it: a value that is in no list is as if nobody had asked it."""
        self.is_valid()
        return self.cleaned_data


def _reach_choices() -> list[tuple[str, str]]:
    return [
        (UnitKind.COM, "Les habitants de cette commune"),
        (UnitKind.EPCI, "De son intercommunalité"),
        (UnitKind.DEP, "De son département"),
        (UnitKind.REG, "De sa région"),
        (UnitKind.FR, "De toute la France"),
    ]


class ServiceForm(forms.Form):
    """A service that a team adds: what is needed to send somebody there."""

    entry = forms.UUIDField(widget=forms.HiddenInput, required=False)
    structure = forms.CharField(label="Structure", max_length=150, min_length=3)
    name = forms.CharField(
        label="Service",
        max_length=150,
        min_length=3,
        help_text=typographic("Ce qui est proposé, en peu de mots : « Prêt de vélo »."),
    )
    description = forms.CharField(
        label="Description",
        max_length=2000,
        min_length=5,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Ce que la personne y trouve. Jamais le nom d’une personne accompagnée.",
    )
    theme = forms.ChoiceField(label="Besoin auquel il répond", widget=PlainSelect)
    theme_2 = forms.ChoiceField(label="Autre besoin", required=False, widget=PlainSelect)
    theme_3 = forms.ChoiceField(label="Encore un besoin", required=False, widget=PlainSelect)
    commune = CommuneField(label="Commune où il est", help_text="Nom ou code postal.")
    address = forms.CharField(label="Adresse", max_length=200, required=False)
    reach = forms.ChoiceField(label="Qui peut y aller", widget=PlainSelect, choices=_reach_choices)
    publics = forms.MultipleChoiceField(
        label="Publics", required=False, widget=forms.CheckboxSelectMultiple
    )
    access_modes = forms.MultipleChoiceField(
        label="Accueil", required=False, widget=forms.CheckboxSelectMultiple
    )
    fees = forms.ChoiceField(label="Frais", required=False, widget=PlainSelect)
    contact_modes = forms.MultipleChoiceField(
        label="Comment l’appeler", required=False, widget=forms.CheckboxSelectMultiple
    )
    phone = forms.CharField(label="Téléphone", max_length=40, required=False)
    email = forms.EmailField(label="Adresse électronique", required=False)
    contact_url = forms.URLField(label="Lien", required=False, assume_scheme="https")
    access_conditions = forms.CharField(
        label="Conditions et pièces à apporter",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        themes = [pair for pair in choices.needs() if codes.SEPARATOR in pair[0]]
        for name, pairs in (
            *((name, [("", "Choisissez"), *themes]) for name in THEMES),
            ("publics", choices.of_list(codes.PUBLICS)),
            ("access_modes", choices.of_list(codes.RECEPTIONS)),
            ("fees", [("", "Non précisés"), *choices.of_list(codes.FEES)]),
            ("contact_modes", choices.of_list(codes.CONTACT_MODES)),
        ):
            self.fields[name].choices = pairs  # type: ignore[attr-defined]

    def details(self) -> ServiceDetails:
        """What was typed, for the service."""
        given = dict(self.cleaned_data)
        given.pop("entry")
        themes = [one for name in THEMES if (one := given.pop(name))]
        zone = zone_within(given["commune"], given.pop("reach"))
        return ServiceDetails(**given, themes=themes, zone=zone)


def zone_within(commune: str, reach: str) -> str:
    """The unit of a kind that holds a commune, as an expression; the commune for want of one."""
    geo = current_geography()
    place = geo.commune(commune)
    if place is None:
        return ""
    for unit in geo.units.values():
        if unit.kind == reach and unit.bits >> place.index & 1:
            return unit.term
    return place.term


def initial_of(service: Service) -> dict[str, Any]:
    """What the form of a local service shows first."""
    names = (
        *("name", "description", "commune", "address", "publics", "access_modes"),
        *("fees", "contact_modes", "phone", "email", "contact_url", "access_conditions"),
    )
    reach = service.zone.split(":", 1)[0] or UnitKind.DEP
    return {name: getattr(service, name) for name in names} | {
        "structure": service.structure.name,
        "reach": reach,
        **dict(zip(THEMES, service.themes, strict=False)),
    }


class NoteForm(forms.Form):
    """A note of the organisation on a service."""

    entry = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(
        label="Note pour l’équipe",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Qui demander, quand appeler, quoi apporter. Jamais le nom d’une personne "
        "accompagnée.",
    )


class ReportForm(forms.Form):
    """A closed service, or a wrong entry."""

    kind = forms.ChoiceField(
        label="Ce que vous avez constaté", widget=forms.RadioSelect, choices=ReportKind.choices
    )
    text = forms.CharField(
        label="Précisions",
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ce qui est faux, et ce qui serait juste. Jamais le nom d’une personne.",
    )


class MailboxForm(forms.Form):
    """The mailbox to which a code may be sent."""

    email = forms.EmailField(
        label="Boîte vérifiée",
        required=False,
        help_text="Vérifiez-la par téléphone, à un numéro connu : un code y ouvrira une "
        "orientation. Vide : aucune.",
    )


class NeedForm(forms.Form):
    """What nobody around answers."""

    entry = forms.UUIDField(widget=forms.HiddenInput)
    theme = forms.ChoiceField(label="Besoin", widget=PlainSelect)
    commune = CommuneField(
        label="Commune où vit la personne", help_text="Rien d’autre n’est noté d’elle."
    )
    reason = forms.ChoiceField(label="Pourquoi rien ne convient", widget=PlainSelect)
    attempts = forms.CharField(widget=forms.HiddenInput, required=False, max_length=800)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        empty = ("", "Choisissez")
        for name, pairs in (
            ("theme", choices.of_list(codes.CATEGORIES)),
            ("reason", choices.reasons()),
        ):
            self.fields[name].choices = [empty, *pairs]  # type: ignore[attr-defined]


MAX_BYTES = 10_000_000
"""Of each file: a whole country is loaded by the command, which has no page to keep waiting."""


def _export_field(label: str, accept: str, help_text: str) -> forms.FileField:
    return forms.FileField(
        label=label,
        required=False,
        help_text=typographic(help_text),
        widget=forms.FileInput(attrs={"accept": accept}),
        error_messages={"empty": "Ce fichier est vide. Téléchargez l’export de nouveau."},
    )


class DirectoryImportForm(forms.Form):
    """An export of data·inclusion, in one file or in two, read at once: what is unreadable is said
    beside its field."""

    file = _export_field(
        "Export complet", ".json", "JSON, avec ses structures et ses services. 10 Mo au plus."
    )
    structures = _export_field(
        "Ou : structures", ".jsonl,.ndjson,.csv", "JSON par lignes ou CSV. 10 Mo au plus."
    )
    services = _export_field(
        "Ou : services", ".jsonl,.ndjson,.csv", "JSON par lignes ou CSV. 10 Mo au plus."
    )
    load = forms.BooleanField(
        label="Charger si tout est juste",
        required=False,
        help_text="Sans cela, le fichier est vérifié et rien n’est écrit.",
    )
    accept_closures = forms.BooleanField(
        label="Ce fichier est complet",
        required=False,
        help_text="Ce qu’il ne contient plus sera fermé, même en nombre.",
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        whole, pair = given.get("file"), [given.get("structures"), given.get("services")]
        if self.errors:
            return given
        if bool(whole) == any(pair):
            raise forms.ValidationError(
                typographic(
                    "Choisissez un export complet, ou bien ses structures, ses services ou les "
                    "deux : pas les deux façons à la fois."
                )
            )
        self.read = self._whole(whole) if whole else self._pair(pair)
        return given

    def _whole(self, upload: Any) -> DirectoryFile:
        content = self._content("file", upload)
        try:
            lists = read_export(upload.name, content)
        except DomainError as error:
            self.add_error("file", str(error))
            lists = ([], [])
        return DirectoryFile(upload.name, content, *lists)

    def _pair(self, pair: list[Any]) -> DirectoryFile:
        names, contents, lists = [], b"", []
        for name, upload in zip(("structures", "services"), pair, strict=True):
            content = self._content(name, upload) if upload else b""
            try:
                lists.append(list(read(upload.name, content)) if upload else [])
            except DomainError as error:
                self.add_error(name, str(error))
                lists.append([])
            names += [upload.name] if upload else []
            contents += content
        return DirectoryFile(" ".join(names), contents, *lists)

    def _content(self, name: str, upload: Any) -> bytes:
        # One byte too many is enough to refuse: the rest is not read into memory.
        content: bytes = upload.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            self.add_error(
                name,
                typographic(
                    "Ce fichier dépasse 10 Mo. Prenez l’export d’un département, ou demandez à qui "
                    "tient le serveur de le charger : o2r directory import."
                ),
            )
        return content
