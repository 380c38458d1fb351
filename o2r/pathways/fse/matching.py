"""Which field each column of a template most likely holds: by the likeness of its title. Pure.

What is proposed is confirmed by somebody: a wrong proposal costs a click, a wrong column money.
"""

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from o2r.pathways.fse.columns import BESIDE, Column, column_for
from o2r.pathways.fse.fields import FIELDS
from o2r.territory.folding import fold

ENOUGH = 0.62
"""Below, nothing is proposed."""
_ALSO = {
    "operation_numero": ("numero operation", "n operation", "code operation", "numero du dossier"),
    "reference": ("identifiant", "id participant", "reference participant", "numero participant"),
    "date_entree": ("date entree", "date entree operation", "debut participation"),
    "nom": ("nom de famille", "nom de naissance", "nom participant"),
    "prenom": ("prenoms", "prenom participant"),
    "date_naissance": ("ne le", "naissance"),
    "commune_naissance_insee_ou_etranger": (
        *("commune naissance", "lieu naissance", "ville naissance"),
    ),
    "sexe": ("genre", "civilite"),
    "adresse": ("adresse postale", "adresse complete", "voie"),
    "commune_residence_insee": (
        *("commune residence", "code insee", "code commune", "ville residence"),
    ),
    "telephone": ("tel", "numero telephone", "portable", "mobile"),
    "courriel": ("email", "e mail", "mail", "adresse electronique"),
    "referent_joignable": ("referent", "contact referent", "personne contact"),
    "statut_marche_travail": (
        *("statut marche travail", "situation marche travail entree", "statut emploi entree"),
        "situation emploi",
    ),
    "duree_recherche_mois": ("duree chomage", "duree recherche emploi", "anciennete chomage"),
    "en_formation": ("formation", "suit une formation", "en formation entree"),
    "niveau_cite": ("niveau diplome", "niveau etudes", "niveau formation", "cite"),
    "handicap": ("rqth", "situation handicap", "travailleur handicape"),
    "nationalite_hors_ue": ("nationalite", "ressortissant pays tiers", "pays tiers"),
    "parent_ne_etranger": ("parents nes etranger", "origine etrangere"),
    "exclusion_logement": ("sans domicile", "sans abri", "situation logement", "logement"),
    "minima_sociaux": ("beneficiaire minima sociaux", "minimum social", "rsa"),
    "date_sortie": ("date sortie", "date sortie operation", "fin participation"),
    "situation_sortie": ("situation sortie", "statut sortie", "resultat sortie"),
    "qualification_obtenue": ("qualification", "obtention qualification", "certification obtenue"),
    "type_contrat_sortie": ("type contrat", "nature contrat"),
    "situation_6_mois": ("situation six mois", "situation 6 mois apres sortie", "six mois"),
}
_EMPTY_WORDS = frozenset("a au aux d de des du en et l la le les ou un une par pour sur".split())


def _words(text: str) -> str:
    return " ".join(one for one in fold(text).split() if one not in _EMPTY_WORDS)


def _known() -> dict[str, tuple[str, ...]]:
    """The titles by which each field is known, folded."""
    labels = {**BESIDE, **{one.code: one.label for one in FIELDS}}
    return {
        code: tuple(_words(one) for one in (label, code.replace("_", " "), *_ALSO.get(code, ())))
        for code, label in labels.items()
    }


def likeness(title: str, names: Iterable[str]) -> float:
    """How alike a title and the best of some names are, from 0 to 1: words, then letters."""
    said = _words(title)
    return max((_alike(said, one) for one in names), default=0.0)


def _alike(one: str, other: str) -> float:
    if not one or not other:
        return 0.0
    if one == other:
        return 1.0
    mine, theirs = set(one.split()), set(other.split())
    shared = 2 * len(mine & theirs) / (len(mine) + len(theirs))
    return 0.5 * shared + 0.5 * SequenceMatcher(None, one, other).ratio()


def proposed(titles: Sequence[str]) -> list[Column]:
    """One column by title, in order: the most alike pair first, each field once."""
    known = _known()
    pairs = sorted(
        (
            (-likeness(title, names), rank, code)
            for rank, title in enumerate(titles)
            for code, names in known.items()
        ),
    )
    chosen: dict[int, str] = {}
    for score, rank, code in pairs:
        if -score >= ENOUGH and rank not in chosen and code not in chosen.values():
            chosen[rank] = code
    return [
        column_for(title, chosen[rank]) if rank in chosen else Column(title)
        for rank, title in enumerate(titles)
    ]
