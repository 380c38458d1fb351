"""Participants written by hand, of whom every indicator is counted by hand; an operation."""

from datetime import date
from typing import Any

from o2r.pathways.fse.models import Operation, ParticipantSheet
from o2r.pathways.fse.selectors.sheets import opened
from o2r.pathways.fse.services import Described, open_operation, open_sheet
from o2r.people.models import Person
from tests.people.factories import Operator, acting

START, END = date(2026, 1, 1), date(2026, 12, 31)


def answers(**given: str) -> dict[str, str]:
    """A whole entry, unless told otherwise; an empty value takes one away."""
    usual = {
        "date_entree": "2026-03-01",
        "nom": "Koné",
        "prenom": "Awa",
        "date_naissance": "2001-05-10",
        "commune_naissance_insee_ou_etranger": "Vienne",
        "sexe": "F",
        "commune_residence_insee": "38544",
        "telephone": "06 12 34 56 78",
        "statut_marche_travail": "inactif",
        "en_formation": "non",
        "niveau_cite": "0-2",
    }
    return {code: value for code, value in {**usual, **given}.items() if value}


def out(situation: str, **given: str) -> dict[str, str]:
    """An exit."""
    return {
        "date_sortie": "2026-09-01",
        "situation_sortie": situation,
        "qualification_obtenue": "non",
        **given,
    }


CASES: list[dict[str, str]] = [
    # 24 years old, 7 months out of work: for long (more than 6). Found a job, and has it still.
    answers(
        **{"sexe": "F", "date_naissance": "2001-03-02", "statut_marche_travail": "chomeur"},
        duree_recherche_mois="7",
        handicap="oui",
        **out("emploi", qualification_obtenue="oui", situation_6_mois="emploi"),
    ),
    # 25 that very day, 12 months: not for long (more than 12 from 25). Goes to a training.
    answers(
        **{"sexe": "M", "date_naissance": "2001-03-01", "statut_marche_travail": "chomeur"},
        duree_recherche_mois="12",
        niveau_cite="3-4",
        handicap="refus",
        nationalite_hors_ue="oui",
        **out("formation"),
    ),
    # 55 that very day, 13 months: for long. On their own account.
    answers(
        **{"sexe": "M", "date_naissance": "1971-03-01", "statut_marche_travail": "chomeur"},
        duree_recherche_mois="13",
        niveau_cite="5-8",
        exclusion_logement="oui",
        parent_ne_etranger="oui",
        **out("independant", situation_6_mois="injoignable"),
    ),
    # 17 years old, inactive and in training. Now looks for a job.
    answers(
        **{"sexe": "X", "date_naissance": "2008-03-02", "en_formation": "oui"},
        **out("recherche", situation_6_mois="autre"),
    ),
    # 18 that very day, inactive; still in training at the exit: it was not new.
    answers(
        **{"sexe": "F", "date_naissance": "2008-03-01", "en_formation": "oui"},
        **out("formation"),
        parent_ne_etranger="nsp",
    ),
    # 29 years old, employed at entry and at the exit: no new job. Better six months later.
    answers(
        **{"sexe": "F", "date_naissance": "1996-03-02", "statut_marche_travail": "emploi"},
        niveau_cite="3-4",
        **out("emploi", situation_6_mois="amelioree"),
    ),
    # 30 that very day, sex not written, nothing voluntary; has not left.
    answers(sexe="", date_naissance="1996-03-01"),
    # No status yet: counted in no status, hence not in the total. 54.
    answers(sexe="M", date_naissance="1971-03-02", statut_marche_travail="", niveau_cite=""),
]
BY_HAND: dict[str, tuple[int, int, int, int, int] | None] = {
    # total, women, men, others, sex not written
    "EECO01": (7, 3, 2, 1, 1),
    "EECO02": (3, 1, 2, 0, 0),
    "EECO03": (2, 1, 1, 0, 0),
    "EECO04": (3, 1, 0, 1, 1),
    "EECO05": (1, 1, 0, 0, 0),
    "EECO06": (1, 0, 0, 1, 0),
    "EECO07": (4, 3, 1, 0, 0),
    "EECO08": (1, 0, 1, 0, 0),
    "EECO09": (4, 2, 0, 1, 1),
    "EECO10": (2, 1, 1, 0, 0),
    "EECO11": (1, 0, 1, 0, 0),
    "EECO12": (1, 1, 0, 0, 0),
    "EECO13": (1, 0, 1, 0, 0),
    "EECO14": (1, 0, 1, 0, 0),
    "EECO15": (40, 0, 0, 0, 0),
    "EECO16": (1, 0, 1, 0, 0),
    "EECO17": (2, 1, 1, 0, 0),
    "EECO18": (3, 0, 0, 0, 0),
    "EECO19": None,
    "EECR01": (1, 0, 0, 1, 0),
    "EECR02": (1, 0, 1, 0, 0),
    "EECR03": (1, 1, 0, 0, 0),
    "EECR04": (2, 1, 1, 0, 0),
    "EECR05": (1, 1, 0, 0, 0),
    "EECR06": (1, 1, 0, 0, 0),
}


def operation(place: Operator, **given: Any) -> Operation:
    """An operation of the year, opened by who coordinates."""
    described = {
        "number": "202301234",
        "title": "Vers l’emploi en Nord-Isère",
        "starts_on": START,
        "ends_on": END,
        **given,
    }
    return open_operation(by=acting(place.claire), described=Described(**described))


def sheet(place: Operator, of: Person, where: Operation, **given: str) -> ParticipantSheet:
    """The sheet of a person, opened by who follows them."""
    return open_sheet(by=acting(place.ines), person=of, operation=where, copied=answers(**given))


def said(one: ParticipantSheet) -> dict[str, str]:
    """All that a sheet says, read again."""
    row = ParticipantSheet.objects.select_related("answers").get(pk=one.pk)
    return opened(row, row.organisation_id)
