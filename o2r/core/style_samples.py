"""Invented content for the living page of components: nothing here is ever shown elsewhere."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Paginator

CHOICES = (("", "Toute personne"), ("jeunes", "Jeunes"), ("femmes", "Femmes"))


class SampleForm(forms.Form):
    """One field of each sort."""

    title = forms.CharField(label="Intitulé", help_text="Tel qu’il est connu sur le terrain.")
    email = forms.EmailField(label="Adresse électronique", required=False)
    description = forms.CharField(label="Démarches", widget=forms.Textarea(attrs={"rows": 3}))
    public = forms.ChoiceField(label="Public", choices=CHOICES)
    stages = forms.MultipleChoiceField(
        label="Étapes",
        choices=[("reperer", "Repérer"), ("remobiliser", "Remobiliser")],
        widget=forms.CheckboxSelectMultiple,
    )
    checked = forms.BooleanField(label="J’ai vérifié ces informations auprès du projet")


@dataclass(frozen=True)
class SampleCard:
    """The fields that ``components/project_card.html`` reads."""

    slug: str
    title: str = "Les Passerelles du Val d’Essai"
    url: str = "#"
    bearer: str = "Association Le Pont (exemple)"
    partners_count: int = 2
    territory: str = "Isère (hors CC Entre Bièvre et Rhône)"
    publics: tuple[str, ...] = ("Jeunes", "Résidents en QPV ou FRR")
    stages: tuple[str, ...] = ("Repérer", "Remobiliser", "Accompagner")
    summary: str = (
        "Une équipe mobile passe le soir dans les gares, les hôtels et les places des bourgs, puis "
        "propose des chantiers courts."
    )
    phone: str = "06 39 98 12 34"
    email: str = ""
    form_url: str = ""
    has_relay: bool = True
    relay_url: str = "#"
    confirmed_on: date | None = date(2026, 10, 1)
    unconfirmed_since: date | None = None
    is_example: bool = True
    source_url: str = ""
    source_site: str = ""
    uncertain_note: str = ""


def samples() -> dict[str, dict[str, Any]]:
    """What each side of the page shows, ``light`` and ``dark``: their identifiers differ."""
    return {side: _side(side) for side in ("light", "dark")}


def _side(side: str) -> dict[str, Any]:
    page = Paginator(range(300), 20).page(3)
    numbers = page.paginator.get_elided_page_range(3, on_each_side=1, on_ends=1)
    steps = [
        {"number": n, "url": "" if n == "…" else f"?page={n}", "current": n == 3} for n in numbers
    ]
    far = SampleCard(
        slug=f"loin-{side}",
        title="Cap Horizon",
        has_relay=False,
        phone="",
        confirmed_on=None,
        source_url="https://www.example.org/",
        source_site="example.org",
        uncertain_note="la source ne dit pas si toute l’intercommunalité est comprise.",
    )
    return {
        "form": SampleForm({"title": "", "email": "sans-arobase"}, prefix=side),
        "card": SampleCard(slug=f"pres-{side}"),
        "far": far,
        "page": page,
        "pages": steps,
        "headers": ("Département", "Communes", "Habitants"),
        "rows": (("Isère", "475", "1 132 607"), ("Puy-de-Dôme", "21", "295 712")),
        "facts": (("Porteur", "Association Le Pont (exemple)"), ("Début", "1er janvier 2025")),
        "options": CHOICES,
        "chosen": ("jeunes",),
    }
