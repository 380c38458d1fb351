"""Which languages may be handed to somebody, here and now."""

from dataclasses import dataclass

from django.conf import settings

from o2r.accounts.errors import DomainError
from o2r.core.instance import holds_real_people
from o2r.people.contract_texts.reading import contract_texts
from o2r.people.contract_texts.texts import SOURCE, ContractText


class UnknownLanguage(DomainError):
    """No text is written in this language."""

    def __init__(self) -> None:
        super().__init__(
            "Le contrat de confiance n’existe pas dans cette langue. Choisissez-en une de la "
            "liste, ou expliquez-le avec un interprète."
        )


class UnreviewedText(DomainError):
    """The text exists, and nobody answers for it: it is not handed to real people."""

    def __init__(self, text: ContractText) -> None:
        why = (
            "elle n’a pas été relue depuis que le texte français a changé"
            if text.is_outdated
            else "personne ne l’a encore relue"
        )
        super().__init__(
            f"La version « {text.name} » ne peut pas être remise : {why}. Remettez le texte "
            "français et expliquez-le, avec un interprète s’il le faut ; faites relire cette "
            "version par des personnes concernées, puis déposez-la dans le dossier des textes de "
            "l’instance (O2R_CONTRACT_TEXTS_DIR)."
        )


@dataclass(frozen=True)
class Offer:
    """A language as it is proposed. ``refusal``: why it cannot be handed, empty when it can."""

    text: ContractText
    refusal: str = ""


def own_folder() -> str:
    """The folder of texts of this instance, empty for none."""
    return str(settings.CONTRACT_TEXTS_DIR)


def source() -> ContractText:
    """The French text in force: what is always usable."""
    return contract_texts(own_folder())[SOURCE]


def usable(language: str, *, production: bool) -> ContractText:
    """The text of a language, for a paper or a page handed to somebody.

    ``production``: whether real people are on this instance (`core.instance.holds_real_people`).
    Raises UnknownLanguage, or UnreviewedText in production; elsewhere the text has its mentions.
    """
    text = contract_texts(own_folder()).get(language)
    if text is None:
        raise UnknownLanguage
    if production and text.mentions:
        raise UnreviewedText(text)
    return text


def language_name(language: str) -> str:
    """A language as those who speak it write it; what is not a code of the texts stays as typed."""
    text = contract_texts(own_folder()).get(language)
    return text.name if text else language


def refuse_unreviewed(text: ContractText) -> None:
    """The last door before a paper: raises UnreviewedText where real people are, however the text
    was obtained."""
    if text.mentions and holds_real_people():
        raise UnreviewedText(text)


def offers(*, production: bool) -> tuple[Offer, ...]:
    """Every language, French first, each with why it is refused if it is."""
    texts = contract_texts(own_folder()).values()
    return tuple(
        Offer(text, str(UnreviewedText(text)) if production and text.mentions else "")
        for text in texts
    )
