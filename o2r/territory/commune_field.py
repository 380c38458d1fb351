"""The commune as a field of any form.

    class PlaceForm(forms.Form):
        commune = CommuneField(label="Commune")

    form.cleaned_data["commune"]               # an INSEE code: « 69259 »

The page of the form loads ``core/js/combobox.js`` as a module: communes are then proposed while
typing. Without it, the text is read when the form is sent.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django import forms
from django.forms.renderers import BaseRenderer
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from o2r.territory.commune_reading import read_commune
from o2r.territory.geography import current_geography
from o2r.territory.search import commune_label
from o2r.territory.typography import typographic


class Typed(NamedTuple):
    """What a form sent: the code of the list, and the text that the person sees."""

    code: str
    text: str


class CommuneWidget(forms.Widget):
    """A text, and the code of what was chosen for it (``<name>-code``)."""

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> Typed:
        text = str(data.get(name) or "").strip()[:100]
        return Typed(str(data.get(f"{name}-code") or ""), text)

    def render(
        self,
        name: str,
        value: Any,
        attrs: Mapping[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        given = self.build_attrs(self.attrs, dict(attrs or {}))
        typed = value if isinstance(value, Typed) else Typed(str(value or ""), label_of(value))
        context = {
            "name": name,
            "id": str(given.get("id") or f"id_{name}"),
            "code": typed.code,
            "text": typed.text,
            "described_by": given.get("aria-describedby", ""),
            "invalid": given.get("aria-invalid") == "true",
        }
        return mark_safe(render_to_string("territory/commune_widget.html", context))  # noqa: S308


class ChosenCommuneWidget(CommuneWidget):
    """A commune chosen on a page before, sent again unseen: its code, and the text beside it.

    Neither would do alone: the code of a commune is the postal code of another.
    """

    @property
    def is_hidden(self) -> bool:
        return True

    def render(
        self,
        name: str,
        value: Any,
        attrs: Mapping[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        typed = value if isinstance(value, Typed) else Typed(str(value or ""), label_of(value))
        hidden = '<input type="hidden" name="{}" value="{}">'
        return format_html(hidden * 2, name, typed.text, f"{name}-code", typed.code)


def label_of(code: Any) -> str:
    """« Vénissieux (Rhône, 69200) »; empty for what is no commune of the vintage."""
    geo = current_geography()
    commune = geo.commune(str(code or ""))
    return commune_label(geo, commune) if commune else ""


class CommuneField(forms.Field):
    """One commune of the vintage, cleaned to its INSEE code; empty when nothing was typed."""

    widget = CommuneWidget
    default_error_messages = {"required": "Dites dans quelle commune."}

    def to_python(self, value: Any) -> str:
        """The INSEE code. Raises ``ValidationError`` for a text that means none, or several."""
        typed = value if isinstance(value, Typed) else Typed(str(value or ""), "")
        # Who empties the text takes the commune away, whatever code stays behind it.
        if not typed.text and isinstance(value, Typed):
            return ""
        read = read_commune(typed.code, typed.text)
        if read.commune is not None:
            return read.commune.code
        if read.choices:
            named = " ; ".join(match.label for match in read.choices)
            raise forms.ValidationError(
                typographic(f"Plusieurs communes répondent : {named}. Tapez le code postal."),
                code="ambiguous",
            )
        if read.error:
            raise forms.ValidationError(typographic(read.error), code="unknown")
        return ""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(initial or "") != self.to_python(data)
