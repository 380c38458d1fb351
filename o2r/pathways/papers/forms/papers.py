"""What is typed of templates, documents and papers of a safe."""

from typing import Any
from uuid import uuid4

from django import forms

from o2r.core.widgets import DayInput, PlainSelect
from o2r.pathways.papers.enums import CodeLife, Leaving, PaperKind, SafeKind
from o2r.pathways.papers.services.keeping import PURPOSE
from o2r.pathways.papers.wording import LONGEST
from o2r.territory.typography import typographic


class OnceForm(forms.Form):
    """A form that makes something once: its key is that of what it makes."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class TemplateForm(OnceForm):
    """A template. ``seen``: the version that was on the page."""

    kind = forms.ChoiceField(label="Nature", choices=PaperKind.choices, widget=PlainSelect)
    title = forms.CharField(
        label="Titre",
        max_length=150,
        help_text=typographic("Il sera en tête du document. N’y mettez rien d’une personne."),
    )
    body = forms.CharField(
        label="Texte",
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "true"}),
        help_text=typographic(
            "Une ligne vide sépare deux paragraphes ; « # » au début d’une ligne fait un titre. "
            "Les champs à recopier sont plus bas."
        ),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(self, *args: Any, is_new: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_new:
            del self.fields["kind"]


class DocumentForm(OnceForm):
    """One document: what the template does not know. Fields that it does not name are left out."""

    recipient = forms.CharField(
        label="À qui écrivez-vous ?",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=typographic("Nom et adresse, comme en tête d’une lettre."),
    )
    message = forms.CharField(
        label="Votre texte",
        max_length=5_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=typographic(
            "Ni santé, ni justice, ni origine sans nécessité : le papier sera lu par d’autres."
        ),
    )
    is_large = forms.BooleanField(label="En grands caractères", required=False)

    def __init__(self, *args: Any, asks: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, code in (("recipient", "destinataire"), ("message", "message")):
            if code not in asks:
                del self.fields[name]


class SafeForm(OnceForm):
    """A paper that somebody wants kept."""

    kind = forms.ChoiceField(label="Nature", choices=SafeKind.choices, widget=PlainSelect)
    title = forms.CharField(
        label="Quel papier est-ce ?",
        max_length=120,
        help_text=typographic("Par exemple : « titre de séjour ». La personne lira ce titre."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    file = forms.FileField(
        label="Le fichier",
        help_text=typographic(f"{PURPOSE.accepted} ; {PURPOSE.max_bytes // 1_000_000} Mo au plus."),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg,.webp"}),
    )
    expires_on = forms.DateField(
        label=typographic("Valable jusqu’au"),
        required=False,
        widget=DayInput(),
        help_text=typographic("Vide si le papier n’a pas de fin."),
    )
    wanted = forms.BooleanField(
        label=typographic("La personne veut que ce papier soit gardé ici"),
        error_messages={
            "required": typographic(
                "Le coffre est à la personne : rien n’y entre sans son accord. Demandez-le-lui."
            )
        },
    )


class TakeOutForm(forms.Form):
    """Why a paper leaves the safe."""

    why = forms.ChoiceField(label="Pourquoi ?", choices=Leaving.choices, widget=forms.RadioSelect)


class LendForm(forms.Form):
    """How long a code opens a paper."""

    life = forms.TypedChoiceField(
        label=typographic("Pendant combien de temps ?"),
        choices=CodeLife.choices,
        coerce=int,
        initial=CodeLife.DAY,
        widget=forms.RadioSelect,
    )
