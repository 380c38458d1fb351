from o2r.core.retention.enums import Ground
from o2r.core.retention.registry import NO_PERSONAL_DATA, Follows, Until, declare

for label in ("RootVersion", "RecoveryWrap", "OrganisationKey"):
    declare(f"crypto.{label}", personal=NO_PERSONAL_DATA)

declare(
    "crypto.DataKey",
    personal="le numéro opaque d’un dossier, et les versions de sa clé",
    ground=Ground.PUBLIC_INTEREST,
    clock=Until("jusqu’à l’effacement du dossier, qui détruit ses clés"),
)
declare(
    "crypto.Wrap",
    personal="quelle organisation peut lire quel dossier (numéros opaques)",
    ground=Ground.PUBLIC_INTEREST,
    clock=Follows("data_key"),
)
declare(
    "crypto.DestroyedKey",
    personal="l’empreinte du numéro opaque d’un dossier effacé, qui ne se remonte pas",
    ground=Ground.LEGAL_OBLIGATION,
    clock=Until(
        "jusqu’à la disparition de la dernière sauvegarde qui contient le dossier (35 jours) ; "
        "conservée au-delà, parce qu’elle ne désigne personne"
    ),
)
