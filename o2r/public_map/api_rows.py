"""From projects to the rows of the public API (see ``schemas``)."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from o2r.accounts.models import Organisation
from o2r.projects.models import FundedProject
from o2r.public_map import selectors
from o2r.territory.official import Commune
from o2r.territory.zones import Zone


def organisation_row(organisation: Organisation) -> dict[str, Any]:
    return {
        "name": organisation.name,
        "kind": organisation.kind,
        "siret": organisation.siret,
    }


def zone_row(zone: Zone) -> dict[str, Any]:
    return {
        "expression": zone.expression,
        "label": zone.label,
        "communes": len(zone),
        "population": zone.population,
        "cover": list(zone.cover()),
        "cog": zone.vintage,
    }


def commune_row(commune: Commune) -> dict[str, Any]:
    return {
        "code": commune.code,
        "name": commune.name,
        "department": commune.department,
        "epci": commune.epci,
        "postal_codes": list(commune.postal_codes),
        "population": commune.population,
        "label": selectors.commune_label(commune),
    }


def project_row(project: FundedProject) -> dict[str, Any]:
    """Needs ``with_card_data()``; makes no query of its own."""
    relay = reverse("public_map:relay", args=[project.slug]) if project.accepts_messages else ""
    return {
        "slug": project.slug,
        "title": project.title,
        "url": settings.PUBLIC_URL + reverse("public_map:project", args=[project.slug]),
        "bearer": organisation_row(project.bearer),
        "partners": [organisation_row(link.organisation) for link in project.partnerships.all()],
        "zone": zone_row(project.footprint.zone),
        "publics": [str(code) for code in project.publics],
        "attention_points": [str(code) for code in project.attention_points],
        "stages": [str(code) for code in project.stages],
        "channels": [str(code) for code in project.channels],
        "description": project.description,
        "contact": {
            "phone": project.phone,
            "email": project.email,
            "form_url": project.form_url,
            "relay_url": settings.PUBLIC_URL + relay if relay else "",
        },
        "opening_hours": project.opening_hours,
        "starts_on": project.starts_on,
        "ends_on": project.ends_on,
        "origin": project.origin,
        "source_url": project.source_url,
        "confirmed_on": project.confirmed_on,
        "uncertain_note": project.uncertain_note,
        "example": project.is_example,
    }


def answer_row(search: selectors.Search) -> dict[str, Any]:
    """The answer for one commune. The search must have understood its commune."""
    answer = selectors.answer(search)
    if answer is None:
        raise ValueError("This search names no commune.")
    contact = answer.regional_contact
    return {
        "commune": commune_row(answer.commune),
        "public": str(search.filters.public or ""),
        "sentence": answer.sentence,
        "covering": [project_row(project) for project in selectors.load(search.found)],
        "nearest": [
            {
                "project": project_row(near.project),
                "distance_km": near.distance_km,
                "commune": near.commune.name,
            }
            for near in answer.nearest
        ],
        "regional_contact": contact
        and {
            "name": contact.name,
            "url": contact.url,
            "phone": contact.phone,
            "email": contact.email,
        },
    }
