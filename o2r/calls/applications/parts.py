"""What one member takes on, in words: compared when two people write at once."""

from o2r.calls.applications.models import Member
from o2r.projects.enums import Stage

LABELS = {
    "name": "Raison sociale",
    "siret": "SIRET",
    "role": "Rôle dans le projet",
    "stages": "Étapes prises en charge",
    "zone": "Communes",
    "contact_name": "Personne à joindre",
    "contact_email": "Adresse électronique",
    "contact_phone": "Téléphone",
}


def part_in_words(member: Member) -> dict[str, str]:
    """Each fact by its name, as a person reads it; empty when nothing is typed."""
    place = member.footprint
    return {
        "name": member.name,
        "siret": member.siret,
        # A browser sends its line ends in two ways: neither is a change.
        "role": member.role.replace("\r\n", "\n"),
        "stages": ", ".join(str(one.label) for one in Stage if one.value in member.stages),
        "zone": place.label if place else "",
        "contact_name": member.contact_name,
        "contact_email": member.contact_email,
        "contact_phone": member.contact_phone,
    }
