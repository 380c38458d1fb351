"""What people answered, kept as long as their file."""

from o2r.core.retention.enums import Ground, SubjectKind
from o2r.core.retention.registry import Follows, declare

PERSON = SubjectKind.PERSON

for _label, _held in (
    (
        "Measure",
        "quel questionnaire a été proposé à une personne, ce qu’il en est advenu, son score",
    ),
    ("MeasureAnswers", "les réponses d’une personne à un questionnaire, chiffrées"),
    ("Slider", "où une personne se place de 0 à 10 : confiance, capacité, liens, santé ressentie"),
    ("MostSignificantChange", "le changement le plus important, dans ses mots, chiffré"),
    ("Satisfaction", "si l’accompagnement lui a été utile, si elle s’est sentie respectée"),
):
    declare(
        f"measures.{_label}",
        personal=_held,
        ground=Ground.PUBLIC_INTEREST,
        clock=Follows("person"),
        subjects=[PERSON],
    )
declare(
    "measures.QuoteMove",
    personal="quand une personne a dit si ses mots peuvent être cités, et qui l’a noté",
    ground=Ground.CONSENT,
    clock=Follows("change"),
)
