"""Asking elsewhere, from the page that opens a file: ``{% ask_elsewhere %}`` within its form."""

from typing import Any

from django import template
from django.template.context import Context

from o2r.people.between.selectors import participates

register = template.Library()


@register.inclusion_tag("between/_ask_elsewhere.html", takes_context=True)
def ask_elsewhere(context: Context) -> dict[str, Any]:
    """A button that carries what is typed to the page of the request; none where the organisation
    takes no part. One query."""
    return {"takes_part": participates(context["request"].actor.organisation)}
