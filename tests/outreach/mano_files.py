"""Files as Mano exports them (headings of its two exports), and files as teams keep them."""

import io
from datetime import UTC, datetime

import openpyxl

from o2r.outreach.exchange.rows import Rules
from o2r.projects.exchange.tables import Line

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
RULES = Rules(now=NOW, zone="Europe/Paris")
LABELLED = (
    *("id", "Nom prénom ou Pseudonyme", "Autres pseudos", "Genre", "Date de naissance"),
    *("Description", "Personne très vulnérable", "En rue depuis le", "Téléphone", "Email"),
    *("Équipes en charge", "Suivi(e) depuis le / Créé(e) le", "Sortie de file active"),
    *("Date de sortie de file active", "Motifs de sortie de file active"),
    *("Situation personnelle", "Nationalité", "Avec animaux", "Structure de suivi social"),
    *("Emploi", "Ressources", "Hébergement", "Type d'hébergement"),
    *("Motif de la situation en rue", "Couverture(s) médicale(s)", "Structure de suivi médical"),
    *("Consommations", "Vulnérabilités", "Catégorie d'antécédents"),
    *("Informations complémentaires (antécédents)", "Créée par", "Créée le", "Mise à jour le"),
)
"""The sheet « Personnes suivies », with the default fields."""
RAW = (
    *("followedSince", "_id", "organisation", "createdAt", "updatedAt", "name", "otherNames"),
    *("gender", "birthdate", "description", "alertness", "wanderingAt", "phone", "email"),
    *("assignedTeams", "outOfActiveList", "user", "history", "documents", "Nationalité"),
    *("encryptedEntityKey", "entityKey"),
)
"""The sheet « personnes suivies » of ``data.xlsx``."""
PASSAGES = (
    *("id", "Personne suivie - Nom", "Personne suivie - id", "Équipe", "Date", "Commentaire"),
    *("Créée par", "Créée le", "Mise à jour le"),
)
OBSERVATIONS = (
    *("id", "Territoire - Nom", "Observé le", "Équipe"),
    "Nombre de personnes non connues hommes rencontrées",
    "Nombre de personnes non connues femmes rencontrées",
    *("Présence policière", "Nombre de matériel ramassé", "Ambiance", "Commentaire"),
)


def workbook(**sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name.replace("_", " "))
        for row in rows:
            sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def line(number: int = 2, **cells: str) -> Line:
    return Line(number, cells)
