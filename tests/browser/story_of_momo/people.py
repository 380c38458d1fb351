"""Who plays: two workers, an adviser of a mission locale, a worker of another operator, Momo."""

INES, SAMI = "Inès Valmont", "Sami Belloc"
KARIM, YANN = "Karim Tessier", "Yann Keller"
MOMO, PHONE = "Momo", "06 12 34 56 78"
CASELOAD = "/espace/personnes-suivies/"
SHARED = "/espace/partages/"
NUMBERS = "/espace/rencontres/nombres/"
