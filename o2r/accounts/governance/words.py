"""French words of the journal: kinds from ``objects.csv``, then what core writes under its own."""

from collections.abc import Sequence

from o2r.accounts.enums import Relation
from o2r.accounts.policy import kinds
from o2r.accounts.signin.enums import Event
from o2r.core.journal.selectors import Readings
from o2r.core.journal.sentences import DigestLine, digest_line
from o2r.core.journal.words import (
    declare_action,
    declare_basis,
    declare_group,
    declare_kind,
    organisation_names,
)

CORE_KINDS = {
    "file-key": ("les clés d’un dossier", "les clés de votre dossier"),
    "stored-file": ("un fichier", "votre fichier"),
}
ACTIONS = {
    "approve": "a approuvé",
    "refuse": "a refusé",
    "accept": "a accepté",
    "erase": "a effacé",
    "publish": "a publié",
    "settle": "a traité",
    "file.receive": "a déposé",
    "file.quarantine": "a mis en quarantaine",
    "file.clean": "a déclaré sûr",
    "file.refused": "a refusé",
    "file.failed": "n’a pas pu vérifier",
    "file.remove": "a retiré",
    "key.open": "a créé",
    "key.share": "a partagé",
    "key.withdraw": "a retiré à une organisation",
    "key.destroy": "a détruit",
    "key.reapply-destructions": "a de nouveau détruit",
    "key.root-made": "a fabriqué la clé racine, pour",
    "key.root-adopted": "a adopté la clé racine, pour",
    "key.root-rehearsed": "a répété le secours de la clé racine, pour",
    "key.root-recovered": "a retrouvé la clé racine, pour",
    "key.root-forgotten": "a détruit une ancienne clé racine, pour",
    "key.root-rewrapped": "a changé la clé racine, pour",
    "key.rotation-started": "a commencé le renouvellement, pour",
    "key.rotation-finished": "a terminé le renouvellement, pour",
    "retention-hold": "a suspendu l’effacement de",
    "retention-hold-lifted": "a repris l’effacement de",
    "retention-notice": "a annoncé l’effacement de",
    "rights-request": "a enregistré",
    "rights-link": "a envoyé un lien pour",
    "rights-done": "a satisfait",
    "rights-refused": "a refusé",
    "rights-withdrawn": "a clos, à la demande de la personne,",
    "rights-extended": "a prolongé le délai de",
    "rights-export": "a remis les données liées à",
    "rights-erasure": "a effacé les données liées à",
    "rights-limitation": "a suspendu l’effacement lié à",
    "rights-opposition": "a appliqué l’opposition liée à",
    "rights-rectification": "a corrigé les données liées à",
    "watch.alert": "a ouvert",
    "watch.block": "a bloqué un compte, par",
    "watch.handle": "a donné suite à",
    "watch.lift": "a levé le blocage posé par",
    "watch.lift-asked": "a demandé de lever le blocage posé par",
    "watch.threshold-adjust": "a réglé",
    "watch.threshold-reset": "a remis à sa valeur d’origine",
    Event.OPENED: "a ouvert",
    Event.CLOSED: "a fermé",
    Event.REFUSED: "a manqué un essai de connexion à",
    Event.DELAYED: "a essayé trop tôt de se connecter à",
    Event.STEPPED_UP: "a prouvé son identité dans",
    Event.REVOKED: "a fermé à distance",
    Event.PASSWORD_CHANGED: "a changé le mot de passe dans",
    Event.ADDRESS_CHANGED: "a changé l’adresse électronique dans",
    Event.FACTOR_ADDED: "a ajouté un second facteur dans",
    Event.FACTOR_REMOVED: "a retiré un second facteur dans",
    Event.FACTOR_LOST: "a déclaré perdu le second facteur de",
    Event.FACTOR_FOUND: "a annulé la demande de remise à zéro du second facteur de",
    Event.FACTOR_RESET: "a remis à zéro le second facteur de",
    Event.RECOVERY_CODES: "a refait les codes de secours dans",
    Event.IDENTITY_ADDED: "a rattaché une identité ProConnect dans",
    Event.IDENTITY_REMOVED: "a retiré une identité ProConnect dans",
}

GROUPS = {
    "all": "tout",
    "identity": "identité",
    "contact": "coordonnées",
    "role": "rôle",
    "route": "parcours",
    "barriers": "freins",
    "narrative": "récit",
    "health": "santé",
    "justice": "justice",
    "sealed": "compartiment scellé",
    "workload": "charge",
    "referral": "orientation",
    "public": "fiche publique",
    "mailbox": "boîte de réception",
    "summary": "résumé",
    "content": "contenu",
    "budget": "budget",
    "contacts": "personnes à joindre",
    "attendance": "présence",
}

LISTS = {
    "list": "lu la liste des membres",
    "search": "cherché parmi les membres",
    "export": "exporté la liste des membres",
    "share": "partagé la liste des membres",
}


def membership_lists(groups: Sequence[Readings]) -> list[DigestLine]:
    """Readings of the list of people of an organisation, told to one of them: counts, no name."""
    shown = {one for group in groups for one in (group.reader, group.chain) if one}
    names = organisation_names(shown)
    lines = []
    for group in groups:
        reader = names.get(group.reader) if group.reader else None
        several = f"{group.people} personnes" if group.people > 1 else "une personne"
        verb = "ont" if group.people > 1 else "a"
        act = f"{several} de {reader or 'la plateforme'} {verb} {LISTS[group.action]}"
        act += f" de {names.get(group.chain, 'votre organisation')}"
        lines.append(digest_line(group.day, act + (f", {group.times} fois" * (group.times > 1))))
    return lines


for _kind in kinds().values():
    declare_kind(_kind.code, _kind.told or _kind.label, own=_kind.own)
for _code, (_told, _own) in CORE_KINDS.items():
    declare_kind(_code, _told, own=_own)
for _relation in Relation:
    declare_basis(_relation.value, _relation.label)
for _group, _label in GROUPS.items():
    declare_group(_group, _label)
for _action, _words in ACTIONS.items():
    declare_action(str(_action), _words)
