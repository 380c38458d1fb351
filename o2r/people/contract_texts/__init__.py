"""The words of the contrat de confiance: one data file per language, each with who answers for it.

    text = usable("ar", production=holds_real_people())
    text["card.stop"]
    text.word("purposes", "orienter")
    text.section("rights").lines

A text that nobody whose language it is has read again is printed with its mention, and refused
where real people are: `UnreviewedText` says what to do. An instance replaces a file, or adds a
language, in the folder ``O2R_CONTRACT_TEXTS_DIR``: that is where its DPO and its readers sign.
"""

from o2r.people.contract_texts.reading import WrongTexts, contract_texts
from o2r.people.contract_texts.texts import (
    SECTIONS,
    SOURCE,
    STOPPING,
    ContractText,
    Section,
    Status,
)
from o2r.people.contract_texts.use import (
    Offer,
    UnknownLanguage,
    UnreviewedText,
    language_name,
    offers,
    own_folder,
    refuse_unreviewed,
    source,
    usable,
)

__all__ = [
    "SECTIONS",
    "SOURCE",
    "STOPPING",
    "ContractText",
    "Offer",
    "Section",
    "Status",
    "UnknownLanguage",
    "UnreviewedText",
    "WrongTexts",
    "contract_texts",
    "language_name",
    "offers",
    "own_folder",
    "refuse_unreviewed",
    "source",
    "usable",
]
