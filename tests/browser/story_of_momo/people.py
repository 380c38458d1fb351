"""Who plays: an operator, another one, an adviser of a mission locale, and Momo."""

INES, SAMI, HUGO = "Inès Valmont", "Sami Belloc", "Hugo Perrin"
LINA, ROSA = "Lina Quesnel", "Rosa Delmas"
KARIM = "Karim Tessier"
MOMO, PHONE = "Momo", "06 12 34 56 78"
CASELOAD = "/espace/personnes-suivies/"
SHARED = "/espace/partages/"
NUMBERS = "/espace/rencontres/nombres/"
