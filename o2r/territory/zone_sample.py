"""What the living page of the zone editor shows: the youth call."""

from django import forms

from o2r.territory.forms import ZoneField

YOUTH_CALL = (
    "dep:01 + dep:03 + dep:07 + dep:38 - epci:200085751 + dep:42 + epci:246300701 + dep:73 + dep:74"
)


class SampleForm(forms.Form):
    """A form around the editor, for the living page of components."""

    title = forms.CharField(label="Intitulé de l’appel", required=False)
    perimeter = ZoneField(label="Périmètre de l’appel", help_text="Où le projet doit agir.")
    territory = ZoneField(
        label="Territoire de la candidature",
        help_text="Dans le périmètre de l’appel.",
        within=YOUTH_CALL,
        required=False,
    )
