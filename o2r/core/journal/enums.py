"""Codes of the journal."""

from django.db.models import TextChoices


class Decision(TextChoices):
    """What was answered to the one who asked."""

    ALLOW = "allow", "autorisé"
    DENY = "deny", "refusé"


class Fault(TextChoices):
    """What a check of the journal may find."""

    CHANGED = "changed", "l’entrée a été modifiée, ou une autre mise à sa place"
    MISSING = "missing", "l’entrée a disparu"
    INSERTED = "inserted", "l’entrée a été ajoutée après coup entre deux autres"
    REWRITTEN = "rewritten", "l’entrée a été réécrite, empreinte comprise"
    REBUILT = "rebuilt", "l’entrée n’est plus celle que l’ancre avait vue : la chaîne a été refaite"
    TRUNCATED = "truncated", "l’entrée figurait dans une ancre et n’existe plus"
    HEAD = "head", "la tête de chaîne n’est pas celle de la dernière entrée"
    BEYOND_HEAD = "beyond-head", "l’entrée dépasse la tête de chaîne"
    FORGED_MARK = "forged-mark", "l’entrée a été effacée sous une marque d’élagage fausse"
    UNDER_MARK = "under-mark", "l’entrée aurait dû partir avec l’élagage"
    BAD_ANCHOR = "bad-anchor", "l’ancre est illisible, ou sa signature est fausse"
    ANCHOR_GAP = "anchor-gap", "l’ancre ne suit pas la précédente : il en manque, ou l’une a changé"
    ANCHORS_CUT = "anchors-cut", "la dernière ancre connue de la base n’est plus dans le dossier"
    UNANCHORED = "unanchored", "l’entrée a plus de deux heures et ne figure dans aucune ancre"
    BAD_TIMESTAMP = "bad-timestamp", "l’horodatage de l’ancre est faux"
