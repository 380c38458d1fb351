"""What people type in an application, page by page."""

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms

from o2r.accounts.forms import SiretField
from o2r.calls.applications.chart import Account, Chart
from o2r.calls.applications.enums import BudgetSide
from o2r.calls.applications.facts import facts_in_words
from o2r.calls.applications.models import Application, Member
from o2r.calls.applications.parts import part_in_words
from o2r.calls.applications.seen_forms import SeenForm
from o2r.calls.models import Call, RequiredPiece
from o2r.core.fields import AmountField
from o2r.core.money import BadAmount, read_amount
from o2r.projects.enums import AttentionPoint, Channel, Public, Stage
from o2r.territory.forms import ZoneField
from o2r.territory.geography import current_geography


def perimeter_of(call: Call) -> str:
    """The perimeter of a call as an expression of the current vintage; empty when unknown."""
    found = call.footprint
    if found is None:
        return ""
    if call.zone_vintage == current_geography().year:
        return call.zone_expression
    return " + ".join(found.cover)


def _choices(label: str, choices: Iterable[Any], hint: str = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        help_text=hint,
        required=False,
        choices=list(choices),
        widget=forms.CheckboxSelectMultiple,
    )


class EligibilityForm(forms.Form):
    """Communes or EPCI to be judged: nothing is kept."""

    zone = ZoneField(
        label="Où voulez-vous agir ?",
        help_text="Ajoutez vos communes ou vos intercommunalités, une par une.",
        strict=False,
        excludes=False,
    )

    def __init__(self, *args: Any, perimeter: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = self.fields["zone"]
        assert isinstance(zone, ZoneField)  # noqa: S101 — said to mypy
        zone.within = perimeter


class FactsForm(SeenForm):
    """What a project is, apart from its texts."""

    title = forms.CharField(label="Intitulé du projet", required=False, max_length=200)
    zone = ZoneField(
        label="Où le projet agira",
        help_text="Le territoire doit être dans le périmètre de l’appel.",
        required=False,
        strict=False,
    )
    publics = _choices("Publics", Public.choices)
    attention_points = _choices(
        "Points d’attention", AttentionPoint.choices, "Les personnes que vous cherchez d’abord."
    )
    stages = _choices("Étapes prises en charge", Stage.choices)
    channels = _choices("Façons d’aller vers", Channel.choices)
    places = forms.IntegerField(
        label="Personnes accompagnées par an", required=False, min_value=1, max_value=1_000_000
    )

    def __init__(self, data: Any = None, *, application: Application) -> None:
        names = ("title", "publics", "attention_points", "stages", "channels", "places")
        initial = {name: getattr(application, name) for name in names}
        initial["zone"] = application.zone_expression
        super().__init__(data, initial=initial)
        zone = self.fields["zone"]
        assert isinstance(zone, ZoneField)  # noqa: S101 — said to mypy
        zone.within = perimeter_of(application.call)
        required = [str(Stage(code).label) for code in application.call.required_stages]
        if required:
            self.fields["stages"].help_text = f"L’appel exige : {', '.join(required)}."
        self.initial["seen"] = _seen(facts_in_words(application), names, "zone")

    @property
    def values(self) -> dict[str, Any]:
        """The fields of the model, those that can be read."""
        return _values(self)

    def words(self) -> dict[str, str]:
        words = facts_in_words(Application(**self.values))
        return {name: words[name] for name in words if name in self.cleaned_data}


def _values(form: SeenForm) -> dict[str, Any]:
    """The fields of the model for what a form with a territory has read."""
    given = {name: value for name, value in form.cleaned_data.items() if name != "seen"}
    if "zone" not in given:
        return given
    zone = given.pop("zone")
    year = current_geography().year if zone else None
    return {**given, "zone_expression": zone, "zone_vintage": year}


def _seen(words: Mapping[str, str], *names: Any) -> str:
    wanted = {one for name in names for one in ((name,) if isinstance(name, str) else name)}
    return json.dumps({k: v for k, v in words.items() if k in wanted}, ensure_ascii=False)


class DeclarationForm(SeenForm):
    has_analytic_accounts = forms.BooleanField(
        label="Chaque membre tiendra, pour ce projet, une comptabilité analytique",
        help_text=(
            "Elle distingue les charges et les produits du projet de ceux du reste de "
            "l’organisation. Sans elle, la candidature ne peut pas être déposée."
        ),
        required=False,
    )

    def __init__(self, data: Any = None, *, application: Application) -> None:
        initial = {"has_analytic_accounts": application.has_analytic_accounts}
        super().__init__(data, initial=initial)
        self.initial["seen"] = _seen(facts_in_words(application), "has_analytic_accounts")

    @property
    def values(self) -> dict[str, Any]:
        """The field of the model."""
        return {"has_analytic_accounts": self.cleaned_data["has_analytic_accounts"]}

    def words(self) -> dict[str, str]:
        words = facts_in_words(Application(**self.values))
        return {name: words[name] for name in self.values}


class NewMemberForm(forms.Form):
    name = forms.CharField(label="Raison sociale", max_length=200)
    siret = SiretField(required=False)
    email = forms.EmailField(
        label="Adresse de la personne à inviter",
        required=False,
        help_text="Elle recevra un lien, valable vingt et un jours, pour écrire et signer.",
    )


class InviteForm(forms.Form):
    email = forms.EmailField(label="Adresse de la personne à inviter")


class MemberForm(SeenForm):
    """What one member takes on."""

    name = forms.CharField(label="Raison sociale", max_length=200)
    siret = SiretField(required=False)
    role = forms.CharField(
        label="Rôle dans le projet",
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Ce que cette organisation fera, et avec quels moyens.",
    )
    stages = _choices("Étapes prises en charge", Stage.choices)
    zone = ZoneField(
        label="Communes",
        help_text="Où cette organisation agira, dans le territoire du projet.",
        required=False,
        strict=False,
        of="project",
    )
    contact_name = forms.CharField(label="Personne à joindre", required=False, max_length=150)
    contact_email = forms.EmailField(
        label="Adresse électronique",
        required=False,
        help_text=(
            "Celle du chef de file, et son téléphone, paraîtront sur la carte publique si le "
            "projet est retenu : préférez une adresse d’équipe."
        ),
    )
    contact_phone = forms.CharField(label="Téléphone", required=False, max_length=30)

    def __init__(self, data: Any = None, *, member: Member) -> None:
        contact = ("contact_name", "contact_email", "contact_phone")
        names = ("name", "siret", "role", "stages", *contact)
        initial = {name: getattr(member, name) for name in names}
        initial["zone"] = member.zone_expression
        super().__init__(data, initial=initial)
        place = member.organisation
        if place is not None:
            # The body is who says it is: its page says its name.
            del self.fields["name"]
            if place.siret or place.is_example:
                del self.fields["siret"]
        project = member.application.footprint
        zone = self.fields["zone"]
        assert isinstance(zone, ZoneField)  # noqa: S101 — said to mypy
        zone.within = " + ".join(project.cover) if project else ""
        self.initial["seen"] = _seen(part_in_words(member), names, "zone")

    @property
    def values(self) -> dict[str, Any]:
        """The fields of the model, those that can be read."""
        return _values(self)

    def words(self) -> dict[str, str]:
        words = part_in_words(Member(**self.values))
        return {name: words[name] for name in words if name in self.cleaned_data}


class BudgetForm(SeenForm):
    """The form of one member and one year: a field for each account of the chart."""

    def __init__(self, data: Any = None, *, chart: Chart, amounts: Mapping[str, Decimal]) -> None:
        self.chart = chart
        initial = {code: amount for code, amount in amounts.items() if amount}
        super().__init__(data, initial=initial)
        for account in chart:
            self.fields[account.code] = AmountField(
                label=account.label,
                required=False,
                nothing=Decimal(0),
                negative="Un montant n’est pas négatif : écrivez-le dans l’autre colonne.",
            )
        self.initial["seen"] = json.dumps({code: str(value) for code, value in amounts.items()})

    @property
    def amounts(self) -> dict[str, Decimal]:
        """In euros, by account; those that can be read."""
        return {
            one.code: self.cleaned_data[one.code]
            for one in self.chart
            if one.code in self.cleaned_data
        }

    @property
    def seen_amounts(self) -> dict[str, Decimal]:
        found = {}
        for code, text in self.shown.items():
            try:
                found[code] = read_amount(text) or Decimal(0)
            except BadAmount:
                continue
        return found

    def words(self) -> dict[str, str]:
        return {code: f"{amount:.2f}" for code, amount in self.amounts.items()}

    def sides(self) -> list[tuple[str, str, list[tuple[str, list[tuple[Account, Any]]]]]]:
        """The two columns of the form: code, title, then groups of accounts and their fields."""
        return [
            (
                side.value,
                str(side.label).capitalize(),
                [
                    (group, [(account, self[account.code]) for account in accounts])
                    for group, accounts in self.chart.groups(side)
                ],
            )
            for side in BudgetSide
        ]


class PieceForm(forms.Form):
    """A document for one of the pieces asked, or a free one."""

    place = forms.ChoiceField(label="Pièce")
    file = forms.FileField(
        label="Fichier",
        help_text="PDF, image ou document de bureautique, 20 Mo au plus.",
        error_messages={
            "required": "Choisissez un fichier.",
            "empty": "Le fichier est vide. Choisissez un fichier qui contient quelque chose.",
        },
    )

    def __init__(
        self,
        *args: Any,
        pieces: Iterable[RequiredPiece],
        members: Iterable[Member],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.pieces = {str(piece.pk): piece for piece in pieces}
        self.members = {str(member.pk): member for member in members}
        choices = []
        for key, piece in self.pieces.items():
            if piece.is_per_member:
                choices += [
                    (f"{key}/{member}", f"{piece.label} – {row.name}")
                    for member, row in self.members.items()
                ]
            else:
                choices.append((f"{key}/", piece.label))
        choices.append(("/", "Autre document"))
        field = self.fields["place"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 — said to mypy
        field.choices = choices

    @property
    def chosen(self) -> tuple[RequiredPiece | None, Member | None]:
        piece, _, member = self.cleaned_data["place"].partition("/")
        return self.pieces.get(piece), self.members.get(member)
