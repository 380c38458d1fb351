"""The zone as a field of any form.

    class CallForm(forms.Form):
        perimeter = ZoneField(label="Périmètre", within="reg:84", of="region")

    form = CallForm(request.POST or None)
    if request.method == "POST" and not edits_a_zone(form) and form.is_valid():
        ...                                    # cleaned_data["perimeter"] is an expression

The page of the form includes ``territory/_zone_head.html`` in its block ``head`` and
``territory/_zone_scripts.html`` in its block ``scripts``; its view is marked ``draws_a_map``.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.forms.renderers import BaseRenderer
from django.forms.utils import ErrorDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString, mark_safe

from o2r.territory.typography import typographic
from o2r.territory.zone_editor import Edited, edit
from o2r.territory.zone_reading import MAX_EXPRESSION, EditorReading, perimeter
from o2r.territory.zones import Zone, ZoneError, resolve
from o2r.territory.zones.inside import judge

PLACES = {"call": "l’appel", "project": "le projet", "region": "la région"}
"""What a perimeter belongs to, as the reasons name it."""
_REASONS = 5


class ZoneWidget(forms.Widget):
    """Chips, a field to add or exclude a territory, the sentence, the counts and the map.

    Named submit buttons change the zone without saving the form (:func:`edits_a_zone`); with
    JavaScript the same acts answer at once, without a new page.
    """

    within = ""
    of = "call"
    excludes = True
    about = "zone"

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> Edited:
        """The expression after the act asked of the editor, if any."""
        return edit(
            str(data.get(name) or ""),
            act=str(data.get(f"{name}-act") or ""),
            text=str(data.get(f"{name}-text") or ""),
            chosen=str(data.get(f"{name}-unit") or ""),
        )

    def value_omitted_from_data(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> bool:
        return name not in data

    def id_for_label(self, id_: str | None) -> str:
        return f"{id_}_text" if id_ else ""

    def render(
        self,
        name: str,
        value: Any,
        attrs: Mapping[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        edited = _edited(value)
        given = self.build_attrs(self.attrs, dict(attrs or {}))
        id_ = str(given.get("id") or f"id_{name}")
        context = {
            "name": name,
            "id": id_,
            "within": self.within,
            "units_address": _units_address(self.within),
            "of": self.of,
            "excludes": self.excludes,
            "map_label": typographic(f"Carte : {self.about}"),
            "editor": EditorReading(edited, self.within, PLACES[self.of]),
            "described_by": given.get("aria-describedby", ""),
            "invalid": given.get("aria-invalid") == "true",
        }
        return mark_safe(render_to_string("territory/zone_editor.html", context))  # noqa: S308


class ZoneField(forms.Field):
    """A zone expression, normalised. Cleaned to a string: ``dep:38 - epci:200085751``.

    ``within`` is the expression of the perimeter it must stay in (it may be set later, on the field
    of a form); ``of`` says what has this perimeter, a key of ``PLACES``. With ``strict=False`` what
    is outside is shown and not refused. With ``excludes=False`` one only adds territories.
    """

    widget = ZoneWidget
    default_error_messages = {"required": "Ajoutez au moins un territoire."}

    def __init__(
        self,
        *,
        within: str = "",
        of: str = "call",
        strict: bool = True,
        excludes: bool = True,
        **kwargs: Any,
    ) -> None:
        self.strict = strict
        super().__init__(**kwargs)
        self.of = of
        self.within = within
        self.widget.about = str(self.label or ZoneWidget.about)
        self.widget.excludes = excludes

    @property
    def within(self) -> str:
        """The expression of the perimeter; empty for none."""
        return self._within

    @within.setter
    def within(self, expression: str) -> None:
        self._within = expression
        self.widget.within = expression
        self.widget.of = self.of

    def to_python(self, value: Any) -> str:
        """The normalised expression. Raises ``ValidationError`` with the term at fault."""
        edited = _edited(value)
        if edited.problem:
            raise forms.ValidationError(edited.problem, code="unit")
        if not edited.expression:
            return ""
        try:
            return resolve(edited.expression).expression
        except ZoneError as error:
            raise forms.ValidationError(error.message, code="zone") from error

    def validate(self, value: Any) -> None:
        super().validate(value)
        if not value or not self.within or not self.strict:
            return
        verdict = judge(resolve(value), perimeter(self.within), place=PLACES[self.of])
        if not verdict.inside:
            reasons = [f"{line.sentence}." for line in verdict.refused[:_REASONS]]
            hidden = len(verdict.refused) - _REASONS
            if hidden > 0:
                reasons.append(typographic(f"Et {hidden} autres territoires hors périmètre."))
            raise forms.ValidationError(
                [forms.ValidationError(reason, code="outside") for reason in reasons]
            )

    def has_changed(self, initial: Any, data: Any) -> bool:
        return _edited(initial).expression != _edited(data).expression


def _units_address(within: str) -> str:
    """Where territories are proposed: those of the perimeter first."""
    address = reverse("territory:units")
    if not within or len(within) > MAX_EXPRESSION:
        return address
    return f"{address}?{urlencode({'within': within}, safe=':')}"


def _edited(value: Any) -> Edited:
    """What a form holds (what was sent, an expression, a zone, nothing), for the editor."""
    if isinstance(value, Edited):
        return value
    return Edited(value.expression if isinstance(value, Zone) else str(value or "").strip())


def edits_a_zone(*asked: forms.BaseForm) -> bool:
    """Whether the sender asked the editor of a zone for something, rather than saving.

    Then the forms are to be shown again as they were typed, blaming nothing: their errors are
    emptied. Call it before ``is_valid``. Files chosen are the only thing a browser does not keep.
    """
    if not any(_pending(form) for form in asked):
        return False
    for form in asked:
        form._errors = ErrorDict()  # type: ignore[attr-defined]
    return True


def _pending(form: forms.BaseForm) -> bool:
    if not form.is_bound:
        return False
    zones = [name for name, field in form.fields.items() if isinstance(field, ZoneField)]
    return any(form[name].data.pending for name in zones)
