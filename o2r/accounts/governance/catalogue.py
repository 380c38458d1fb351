"""Every setting that an instance may change on a screen: its words, its form, its default."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from o2r.accounts.errors import DomainError
from o2r.core.instance import from_environment
from o2r.core.retention.periods import Duration, known_periods

PERIOD = "retention-"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Shape(StrEnum):
    """What a value looks like, and so with which field it is typed."""

    LINE = "line"
    EMAIL = "email"
    TEXT = "text"
    HOUR = "hour"
    PERIOD = "period"
    PICTURE = "picture"


class UnknownSetting(DomainError):
    """No setting has this code."""

    def __init__(self) -> None:
        super().__init__("Ce réglage n’existe pas. Choisissez-le dans la liste des réglages.")


class WrongValue(DomainError):
    """The value cannot be kept: the sentence says what is expected."""


@dataclass(frozen=True)
class Editable:
    """One setting. ``environment``: the variable that gives its default, if one does.

    ``default``: what is in force while nobody changed it, as text; ``longest``: characters;
    ``shortest``: the period below which what is kept would be erased too early to be undone.
    """

    code: str
    label: str
    help: str
    shape: Shape
    default: Callable[[], str]
    environment: str = ""
    longest: int = 300
    shortest: Duration | None = None

    @property
    def is_dated(self) -> bool:
        """Whether the value starts on a chosen day."""
        return self.shape is Shape.PERIOD

    def cleaned(self, value: str) -> str:
        """The value as it is kept; empty comes back to the default. Raises WrongValue."""
        text = _CONTROL.sub("", value).replace("\r\n", "\n").strip()
        if not text or self.shape is Shape.PICTURE:
            return text
        if len(text) > self.longest:
            raise WrongValue(f"Ce texte dépasse {self.longest} caractères. Raccourcissez-le.")
        if self.shape is not Shape.TEXT and "\n" in text:
            raise WrongValue("Ce réglage tient sur une ligne. Retirez les retours à la ligne.")
        _CHECKS.get(self.shape, _any)(text)
        if self.shortest is not None and Duration.parse(text).is_shorter_than(self.shortest):
            raise WrongValue(
                f"Cette durée ne descend pas sous {self.shortest.words} : ce qui est effacé ne "
                "revient pas. Écrivez une durée plus longue."
            )
        return text


def _any(text: str) -> None:
    """Any line of text will do."""


def _email(text: str) -> None:
    try:
        validate_email(text)
    except ValidationError as error:
        raise WrongValue(
            "Cette adresse n’est pas complète. Écrivez-la comme contact@exemple.fr."
        ) from error


def _hour(text: str) -> None:
    if not text.isascii() or not text.isdigit() or int(text) > 23:
        raise WrongValue("Écrivez une heure ronde, de 0 à 23.")


def _period(text: str) -> None:
    try:
        Duration.parse(text)
    except ValueError as error:
        raise WrongValue(
            "Écrivez une durée comme P24M (24 mois), P5Y (5 ans), P30D (30 jours) ou PT24H "
            "(24 heures)."
        ) from error


_CHECKS: dict[Shape, Callable[[str], None]] = {
    Shape.EMAIL: _email,
    Shape.HOUR: _hour,
    Shape.PERIOD: _period,
}

_IDENTITY = (
    Editable(
        "site-name",
        "Nom du site",
        "Dans l’en-tête, les titres et l’objet des courriels.",
        Shape.LINE,
        lambda: from_environment().site_name,
        "O2R_SITE_NAME",
        longest=60,
    ),
    Editable(
        "contact-email",
        "Boîte de contact",
        "Reçoit les questions des visiteurs. Une boîte partagée, jamais celle d’une personne.",
        Shape.EMAIL,
        lambda: from_environment().contact_email,
        "O2R_CONTACT_EMAIL",
    ),
    Editable(
        "publisher",
        "Éditeur",
        "Nom, forme juridique et adresse (loi n° 2004-575, art. 1-1).",
        Shape.LINE,
        lambda: from_environment().publisher,
        "O2R_PUBLISHER",
    ),
    Editable(
        "publication-director",
        "Direction de la publication",
        "Nom et fonction (loi n° 2004-575, art. 1-1).",
        Shape.LINE,
        lambda: from_environment().publication_director,
        "O2R_PUBLICATION_DIRECTOR",
    ),
    Editable(
        "hosting-provider",
        "Hébergement",
        "Nom, adresse et téléphone (loi n° 2004-575, art. 1-1).",
        Shape.LINE,
        lambda: from_environment().hosting_provider,
        "O2R_HOSTING_PROVIDER",
    ),
    Editable(
        "legal-text",
        "Texte ajouté aux mentions légales",
        "Des paragraphes séparés par une ligne vide. Vide : rien n’est ajouté.",
        Shape.TEXT,
        str,
        longest=5000,
    ),
    Editable(
        "digest-hour",
        "Heure du résumé quotidien",
        "Heure ronde, à l’heure locale de chaque personne.",
        Shape.HOUR,
        lambda: str(from_environment().digest_hour),
    ),
    Editable(
        "card-title",
        "Titre des cartes remises aux personnes",
        "Un mot neutre : d’autres peuvent voir la carte. Vide : « Ma carte », dans la langue de la "
        "carte. Un titre qui nomme le site ou l’O2R n’est pas imprimé.",
        Shape.LINE,
        str,
        longest=30,
    ),
)
LOGO = Editable(
    "logo",
    "Logo",
    "Une image PNG, JPEG ou WebP, carrée de préférence, 300 ko au plus.",
    Shape.PICTURE,
    str,
)


def typed_settings() -> tuple[Editable, ...]:
    """The settings that are typed."""
    return _IDENTITY


def period_settings() -> tuple[Editable, ...]:
    """One setting per period of retention."""
    return tuple(
        Editable(
            f"{PERIOD}{one.code}",
            f"Durée « {one.code} »",
            f"Par défaut : {one.words}, en vigueur le {one.since:%d/%m/%Y} ({one.source}).",
            Shape.PERIOD,
            str,
            "O2R_RETENTION_FILE",
            longest=10,
            shortest=one.shortest,
        )
        for one in known_periods()
    )


def editable(code: str) -> Editable:
    """The setting of this code. Raises UnknownSetting."""
    for one in (*typed_settings(), LOGO, *period_settings()):
        if one.code == code:
            return one
    raise UnknownSetting
