"""What a State service types about a call, page by page."""

from typing import Any, ClassVar

from django import forms

from o2r.accounts.forms import zone_choices
from o2r.calls.enums import CallState, EnvelopeRule, MemberRule
from o2r.calls.forms.fields import AsksReason, boxes, day, hour, long_text
from o2r.calls.models import Call
from o2r.calls.services import EnvelopeTyped
from o2r.core.fields import AmountField
from o2r.projects.enums import AttentionPoint, Public, Stage
from o2r.territory.forms import ZoneField
from o2r.territory.geography import current_geography


class NewCallForm(forms.Form):
    title = forms.CharField(label="Intitulé", max_length=200)
    slug = forms.SlugField(
        label="Identifiant dans les adresses",
        max_length=80,
        help_text="En minuscules, par exemple « ara-jeunes-2025 ». Il ne changera plus.",
    )


STEPS: dict[tuple[CallState, CallState], str] = {
    (CallState.EXAMINATION, CallState.COMMITTEE): "Réunir le comité",
    (CallState.COMMITTEE, CallState.EXAMINATION): "Reprendre l’instruction",
    (CallState.PUBLISHED, CallState.ARCHIVED): "Archiver sans suite",
    (CallState.EXAMINATION, CallState.ARCHIVED): "Archiver sans suite",
    (CallState.RESULTS, CallState.ARCHIVED): "Archiver",
}
"""The moves of the page of a call, and how they are said. Publication, the examination and the
results begin on pages of their own."""


class MoveForm(forms.Form):
    """The next state of a call."""

    to = forms.ChoiceField(
        choices=sorted({(to.value, to.label) for _, to in STEPS}),
    )


class PartForm(AsksReason):
    """One page of what a call says. ``to_publish``: the fields that a draft does without, and that
    a call whose applications are received here must have to be published."""

    to_publish: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, call=call, **kwargs)
        for name, field in self.fields.items():
            field.initial = getattr(call, name, None)
            if name in self.to_publish and call.receives_here:
                field.label_suffix = "(nécessaire pour publier)"


class EssentialsForm(PartForm):
    to_publish = ("stages",)

    title = forms.CharField(label="Intitulé", max_length=200)
    context = long_text("Contexte", "Pourquoi cet appel, ce que l’on sait du territoire.")
    priorities = long_text("Priorités", "Ce que le préfet de région cherche avant tout.")
    publics = boxes("Publics", Public.choices)
    attention_points = boxes("Points d’attention", AttentionPoint.choices)
    publics_note = long_text("Publics, en toutes lettres", rows=3)
    stages = boxes("Étapes attendues", Stage.choices)
    required_stages = boxes(
        "Étapes obligatoires",
        Stage.choices,
        "Une candidature qui n’en couvre pas une est signalée avant son dépôt.",
    )
    contact_email = forms.EmailField(
        label="Adresse pour les questions",
        required=False,
        help_text="Une boîte partagée du service, affichée à tous.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        missing = set(cleaned.get("required_stages", [])) - set(cleaned.get("stages", []))
        if missing:
            labels = ", ".join(str(Stage(code).label) for code in sorted(missing))
            self.add_error(
                "required_stages",
                f"{labels} : une étape obligatoire est d’abord une étape attendue. Cochez-la aussi "
                "au-dessus.",
            )
        return cleaned


class PerimeterForm(PartForm):
    to_publish = ("zone_expression",)

    zone_expression = ZoneField(label="Périmètre", of="region", required=False)
    zone_note = long_text(
        "Périmètre, en toutes lettres",
        "Ce que la liste des communes ne dit pas, par exemple un quartier.",
        rows=3,
    )

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, call=call, **kwargs)
        zone = self.fields["zone_expression"]
        assert isinstance(zone, ZoneField)  # noqa: S101 — said to mypy
        zone.within = f"reg:{call.region}"


class CalendarForm(PartForm):
    to_publish = ("opens_on", "opens_hour", "closes_on", "closes_hour")

    time_zone = forms.ChoiceField(label="Fuseau horaire", choices=zone_choices)
    opens_on = day("Jour d’ouverture")
    opens_hour = hour(
        "Heure d’ouverture",
        "Le brouillon s’enregistre sans elle, mais un appel ne se publie pas sans son heure.",
    )
    closes_on = day("Jour de clôture")
    closes_hour = hour(
        "Heure de clôture",
        "À cette seconde, il est trop tard. L’heure est celle du serveur, dans le fuseau de "
        "l’appel.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for edge, words in (("opens", "ouverture"), ("closes", "clôture")):
            if cleaned.get(f"{edge}_hour") and not cleaned.get(f"{edge}_on"):
                self.add_error(f"{edge}_on", f"L’heure de {words} a besoin de son jour.")
        opens, closes = cleaned.get("opens_on"), cleaned.get("closes_on")
        if opens and closes and closes < opens:
            self.add_error("closes_on", "La clôture précède l’ouverture : corrigez l’un des jours.")
        return cleaned


class MoneyForm(PartForm):
    envelope = AmountField(label="Enveloppe, en euros", required=False)
    floor_amount = AmountField(
        label="Montant minimal d’un financement, en euros",
        required=False,
        help_text="Une demande plus basse est refusée avant le dépôt.",
    )
    envelope_rule = forms.ChoiceField(
        label="Une demande au-dessus de l’enveloppe", choices=EnvelopeRule.choices
    )
    convention_years = forms.IntegerField(
        label="Durée des conventions, en années",
        required=False,
        min_value=1,
        max_value=10,
        help_text=(
            "Trois ans, renouvelables (C. trav., art. D. 5316-1 et s.). Les candidats "
            "remplissent un budget pour chacune."
        ),
    )

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, call=call, **kwargs)
        # Elsewhere, a duration that no page publishes stays unknown.
        self.fields["convention_years"].required = call.receives_here

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        envelope, floor = cleaned.get("envelope"), cleaned.get("floor_amount")
        if envelope is not None and floor is not None and floor > envelope:
            self.add_error("floor_amount", "Le montant minimal dépasse l’enveloppe.")
        return cleaned


class EnvelopesForm(AsksReason):
    """One amount for each département of the perimeter; empty when it has no envelope."""

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        known = {one.department: one.amount for one in call.envelopes.all()}
        super().__init__(*args, call=call, **kwargs)
        units = current_geography().units
        for code in call.footprint.departments if call.footprint else ():
            name = units[f"dep:{code}"].name
            field = AmountField(label=name, required=False)
            field.initial = known.get(code)
            self.fields[f"dep_{code}"] = field

    @property
    def without(self) -> str:
        return "" if self.call.footprint else "perimetre"

    @property
    def envelopes(self) -> list[EnvelopeTyped]:
        return [
            EnvelopeTyped(name.removeprefix("dep_"), amount)
            for name, amount in self.cleaned_data.items()
            if name.startswith("dep_") and amount
        ]


class DepositForm(PartForm):
    receives_here = forms.BooleanField(
        label="Recevoir les candidatures sur cette plateforme", required=False
    )
    form_url = forms.URLField(
        label="Formulaire de dépôt ailleurs",
        required=False,
        max_length=300,
        assume_scheme="https",
        help_text="Par exemple une démarche en ligne de l’État.",
    )
    source_url = forms.URLField(
        label="Page où l’appel est publié", required=False, max_length=300, assume_scheme="https"
    )
    member_rule = forms.ChoiceField(
        label="Une organisation dans deux candidatures", choices=MemberRule.choices
    )


class ReadingForm(PartForm):
    grid_is_published = forms.BooleanField(
        label="Publier la grille avec l’appel",
        required=False,
        help_text="Les candidats savent alors comment ils seront lus.",
    )
    readers_per_application = forms.IntegerField(
        label="Lecteurs par dossier", min_value=1, max_value=9
    )
    dispersion_threshold = forms.DecimalField(
        label="Écart qui demande un lecteur de plus",
        required=False,
        min_value=0,
        max_digits=6,
        decimal_places=2,
        help_text="Entre la note la plus haute et la plus basse d’un dossier. Vide : jamais.",
    )

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, call=call, **kwargs)
        reason = self.fields.get("reason")
        if reason is not None:
            # Only the first field is read by everyone: the service asks when it must be.
            reason.required = False
            reason.help_text = (
                "Nécessaire pour publier la grille, ou pour la retirer de l’appel. Le nombre de "
                "lecteurs et l’écart restent dans le service : personne n’en est prévenu."
            )


PARTS: dict[str, tuple[str, type[PartForm]]] = {
    "essentiel": ("L’essentiel", EssentialsForm),
    "perimetre": ("Le périmètre", PerimeterForm),
    "calendrier": ("Le calendrier", CalendarForm),
    "argent": ("L’argent", MoneyForm),
    "depot": ("Le dépôt", DepositForm),
    "lecture": ("La lecture", ReadingForm),
}
"""The pages of a call: code in the address, title, form."""
