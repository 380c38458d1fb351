"""How another site shows the map: the code to copy and what the address understands."""

from typing import NamedTuple


class Parameter(NamedTuple):
    name: str
    meaning: str
    example: str


PARAMETERS = (
    Parameter("region", "Code officiel d’une région", "region=84"),
    Parameter("department", "Code d’un département", "department=38"),
    Parameter("epci", "SIREN d’une intercommunalité", "epci=200085751"),
    Parameter("commune", "Code INSEE d’une commune", "commune=69259"),
    Parameter("public", "Public, code data·inclusion v1", "public=jeunes"),
    Parameter("stage", "Étape : reperer, remobiliser, accompagner, coordonner", "stage=reperer"),
    Parameter("channel", "Canal de repérage", "channel=maraude"),
    Parameter("origin", "Origine du projet", "origin=cej-jr"),
    Parameter("vue", "carte (par défaut) ou liste ; le visiteur peut changer", "vue=liste"),
    Parameter("theme", "auto (par défaut), light ou dark", "theme=dark"),
)


def embed_code(address: str) -> str:
    """The HTML to copy, for a région."""
    return (
        f'<iframe src="{address}?region=84" title="Carte des projets O2R"\n'
        '        width="100%" height="640" loading="lazy"></iframe>'
    )
