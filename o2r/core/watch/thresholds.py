"""Every threshold of the watch, in one table: value, unit, meaning, source.

A threshold whose source is « provisoire » was chosen by the project on simulated months; an
instance adjusts it after its first weeks of real use (:class:`ThresholdAdjustment`).
"""

from collections.abc import Mapping
from dataclasses import dataclass

PROVISIONAL = "provisoire"
Limits = Mapping[str, float]


@dataclass(frozen=True)
class Threshold:
    """One adjustable number. ``lowest`` and ``highest`` bound what an instance may choose."""

    code: str
    value: float
    unit: str
    meaning: str
    source: str
    lowest: float
    highest: float

    @property
    def slug(self) -> str:
        """The code as it stands in an address."""
        return self.code.replace(".", "-").replace("_", "-")


def _t(code: str, value: float, unit: str, meaning: str, source: str = PROVISIONAL) -> Threshold:
    lowest = 1 if value >= 1 else 0.05
    return Threshold(code, value, unit, meaning, source, lowest, max(value * 4, lowest))


_HOUSE = "règle de la plateforme"

THRESHOLDS: tuple[Threshold, ...] = (
    _t(
        "quota.step_up",
        60,
        "dossiers en une heure",
        "Au-delà, une identification renforcée est demandée.",
        _HOUSE,
    ),
    _t(
        "quota.block",
        150,
        "dossiers en 24 heures",
        "Au-delà, le compte est bloqué et une alerte part.",
        _HOUSE,
    ),
    _t(
        "quota.unusual_step_up",
        20,
        "dossiers en une heure",
        "Même seuil, pour un compte récent ou connecté d’un lieu nouveau.",
    ),
    _t(
        "quota.unusual_block",
        40,
        "dossiers en 24 heures",
        "Blocage d’un compte récent ou connecté d’un lieu nouveau.",
    ),
    _t(
        "quota.cohort_block",
        100,
        "dossiers en 24 heures",
        "Total des comptes récents ou connectés d’un lieu nouveau d’une même organisation.",
    ),
    _t(
        "quota.export_alone",
        50,
        "personnes",
        "Au-delà, un export demande l’accord d’une seconde personne.",
        _HOUSE,
    ),
    _t(
        "account.cooling",
        24,
        "heures",
        "Durée pendant laquelle un compte neuf ne voit aucune donnée personnelle.",
        _HOUSE,
    ),
    _t("account.young", 30, "jours", "Durée pendant laquelle un compte est dit récent."),
    _t("network.new", 24, "heures", "Durée pendant laquelle un lieu de connexion est dit nouveau."),
    _t(
        "night.files",
        10,
        "dossiers en une nuit",
        "Identités consultées entre 22 h et 6 h sans travail dans ces dossiers.",
    ),
    _t(
        "night.share_of_work",
        0.34,
        "part",
        "Part des dossiers complétés la même nuit qui fait une nuit de travail.",
    ),
    _t("alone.files", 90, "dossiers en 20 jours", "Dossiers consultés sans que rien y soit écrit."),
    _t(
        "alone.files_coordination",
        140,
        "dossiers en 20 jours",
        "Même seuil, pour qui coordonne un projet et relit les dossiers des autres.",
    ),
    _t(
        "homonym.variants",
        5,
        "variantes en 24 heures",
        "Recherches d’un même nom de famille avec des prénoms ou des dates différents.",
    ),
    _t(
        "own_name.searches",
        3,
        "recherches en 24 heures",
        "Recherches de son propre nom de famille, avec des prénoms différents.",
    ),
    _t("export.number", 4, "exports en 24 heures", "Exports faits sans seconde personne."),
    _t("export.persons", 120, "personnes en 24 heures", "Personnes de ces exports, additionnées."),
    _t(
        "duplicate.requests",
        15,
        "demandes en 24 heures",
        "Demandes adressées à l’index des doublons.",
    ),
    _t(
        "duplicate.block",
        21,
        "demandes en 24 heures",
        "Nombre de demandes qui bloque le compte : vingt par jour sont permises.",
        _HOUSE,
    ),
    _t(
        "duplicate.variants",
        3,
        "variantes en 24 heures",
        "Demandes à l’index qui ont le même nom de famille, ou la même date de naissance.",
        _HOUSE,
    ),
    _t(
        "probing.refusals",
        15,
        "adresses en une heure",
        "Fiches et dossiers différents demandés, qui n’existent pas ou qui sont fermés au compte.",
    ),
    _t("break_glass.week", 3, "accès en 7 jours", "Accès d’urgence d’une même personne."),
    _t(
        "break_glass.month",
        4,
        "accès en 30 jours",
        "Nombre qui bloque le compte : trois accès par mois sont permis.",
        _HOUSE,
    ),
    _t(
        "spray.accounts",
        10,
        "comptes en une heure",
        "Comptes différents refusés depuis un même lieu, plus nombreux que ceux qui entrent.",
    ),
    _t(
        "stuffing.failures",
        60,
        "refus en une heure",
        "Connexions refusées sur toute la plateforme, la moitié pour des comptes inconnus.",
    ),
    _t("device.refusals", 4, "essais en 24 heures", "Essais d’un appareil révoqué."),
    _t("stale.days", 45, "jours", "Absence au bout de laquelle un compte est dit endormi."),
    _t(
        "stale.files",
        15,
        "dossiers en 24 heures",
        "Dossiers ouverts au réveil d’un compte endormi, depuis un lieu nouveau.",
    ),
    _t(
        "arrival.files",
        30,
        "dossiers en 12 heures",
        "Dossiers ouverts, presque sans y écrire, depuis un lieu de connexion nouveau.",
    ),
    _t(
        "kin.files",
        60,
        "dossiers en 24 heures",
        "Dossiers ouverts par les comptes récents qu’une même personne a créés.",
    ),
    _t("share.files", 20, "dossiers en 24 heures", "Dossiers partagés par une même personne."),
)

DEFAULTS: Limits = {threshold.code: threshold.value for threshold in THRESHOLDS}
BY_CODE = {threshold.code: threshold for threshold in THRESHOLDS}
