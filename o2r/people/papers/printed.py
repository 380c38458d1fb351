"""The pages as PDF files, refused when somebody could not read them."""

from collections.abc import Sequence

from o2r.accounts.errors import DomainError
from o2r.core.documents import printing
from o2r.people.contract_texts import ContractText


class UndrawnLetters(DomainError):
    """No font of this server draws some letters of the language: boxes would be printed."""

    def __init__(self, text: ContractText) -> None:
        super().__init__(
            f"Ce serveur n’a pas de police pour la langue « {text.name} » : le papier serait "
            "illisible. Imprimez la page depuis le navigateur, et faites installer la police "
            "(sous Debian : apt install fonts-dejavu-core)."
        )


def printed(page: str, styles: Sequence[str], text: ContractText) -> bytes:
    """``page`` as a PDF. A letter that somebody typed and no font draws does not stop it; a letter
    of the text does.

    Raises UndrawnLetters; RuntimeError where pango is absent.
    """
    missing: set[str] = set()
    content = printing.render(page, styles, missing=missing)
    if missing & set("".join(text.words.values())):
        raise UndrawnLetters(text)
    return content
