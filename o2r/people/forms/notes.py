"""A note, and who reads it."""

from django import forms

from o2r.people.enums import NoteLevel
from o2r.people.services.noting import LONGEST
from o2r.territory.typography import typographic


def _words(label: str, rows: int) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": rows})
    )


class NoteForm(forms.Form):
    """A note, or its correction by its author."""

    text = _words("Note", 8)
    level = forms.ChoiceField(
        label="Qui la lira",
        initial=NoteLevel.TEAM.value,
        widget=forms.RadioSelect,
        choices=[
            (NoteLevel.TEAM.value, "Qui suit la personne dans l’équipe"),
            (NoteLevel.CONFIDENTIAL.value, "Moi et le référent, personne d’autre"),
            (
                NoteLevel.SHARED.value,
                "Aussi les partenaires à qui la personne a accepté qu’on la montre",
            ),
        ],
        help_text=typographic(
            "Écrivez ce que vous pourriez lire à la personne : elle peut en demander la copie."
        ),
    )

    @property
    def chosen(self) -> NoteLevel:
        return NoteLevel(self.cleaned_data["level"])


class AddendumForm(forms.Form):
    """What a note lacks: read by the same people."""

    text = _words("Complément", 5)
