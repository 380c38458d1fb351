"""The rules in force: what each one listens to, and the words in which it is told.

``explanation`` is for the manager (what was seen), ``meaning`` for the data protection officer
(why it matters and what to check). Both are shown on the alert.
"""

from collections.abc import Callable
from dataclasses import dataclass

from o2r.core.watch import rules
from o2r.core.watch.enums import Action, Severity
from o2r.core.watch.events import AccountFacts, Event
from o2r.core.watch.memory import Memory
from o2r.core.watch.rules import SHOWING, Signal
from o2r.core.watch.thresholds import Limits

Judge = Callable[[Memory, Event, AccountFacts | None, Limits], Signal | None]
Subject = Callable[[Event, AccountFacts | None, Limits], str]


def by_user(event: Event, facts: AccountFacts | None, limits: Limits) -> str:
    """One memory per account; nothing to remember of an account that does not exist."""
    return f"user:{event.user.hex}" if event.user else ""


def by_network(event: Event, facts: AccountFacts | None, limits: Limits) -> str:
    """One memory per place of sign-in."""
    return f"network:{event.network}" if event.network else ""


def everywhere(event: Event, facts: AccountFacts | None, limits: Limits) -> str:
    """One memory for the platform."""
    return "platform"


def by_creator(event: Event, facts: AccountFacts | None, limits: Limits) -> str:
    """One memory per person who created recent accounts."""
    if facts is None or facts.created_by is None:
        return ""
    if (event.at - facts.created_at).days >= limits["account.young"]:
        return ""
    return f"creator:{facts.created_by.hex}"


@dataclass(frozen=True)
class Rule:
    """One rule. ``urgent``: judged in the transaction of the act, because the act is rare and
    grave; the others are judged by the pass that runs every five minutes. ``by_local_time``: it
    reads the hour of the clock where the account works."""

    code: str
    title: str
    severity: Severity
    explanation: str
    meaning: str
    listens: frozenset[Action] = frozenset()
    subject: Subject = by_user
    judge: Judge | None = None
    urgent: bool = False
    by_local_time: bool = False


QUOTA = Rule(
    "quota",
    "Nombre de dossiers ouverts en une journée",
    Severity.HIGH,
    "Ce compte a demandé plus de dossiers en vingt-quatre heures que son quota n’en permet. Les "
    "dossiers au-delà n’ont pas été montrés, et le compte est bloqué.",
    "C’est ainsi que se produisent les fuites massives : un compte légitime, usurpé ou non, qui "
    "lit tout. Vérifiez avec la personne, par téléphone, que c’est bien elle.",
)

BY_HAND = Rule(
    "by-hand",
    "Blocage décidé par une personne",
    Severity.MEDIUM,
    "Quelqu’un a suspendu ce compte, par précaution.",
    "Vérifiez le motif dans l’historique, puis levez le blocage ou fermez le compte.",
)

RULES: tuple[Rule, ...] = (
    Rule(
        "created-accounts",
        "Comptes récents qui lisent massivement",
        Severity.HIGH,
        "Des comptes créés récemment par une même personne ont ouvert ensemble beaucoup de "
        "dossiers. Le dernier qui lisait est bloqué.",
        "Un compte de gestionnaire piraté sert à en créer d’autres (Missions locales, décembre "
        "2025). Vérifiez qui les a créés, et pourquoi, avant de lever quoi que ce soit.",
        frozenset({*SHOWING, Action.WRITE}),
        by_creator,
        rules.created_accounts,
    ),
    Rule(
        "arrival-reading",
        "Lecture en série depuis un lieu nouveau",
        Severity.HIGH,
        "Ce compte s’est connecté d’un lieu où il n’était jamais venu, puis a ouvert des dossiers "
        "les uns après les autres sans presque rien y écrire. Il est bloqué.",
        "Un compte de partenaire usurpé se reconnaît à cela (France Travail et Cap emploi, 2024). "
        "Appelez la personne à un numéro que vous connaissez.",
        frozenset({*SHOWING, Action.SIGN_IN, Action.WRITE}),
        by_user,
        rules.arrival_reading,
    ),
    Rule(
        "stale-account",
        "Compte endormi qui se réveille",
        Severity.HIGH,
        "Ce compte n’avait pas servi depuis des semaines ; il s’est connecté d’un lieu nouveau et "
        "a ouvert de nombreux dossiers. Il est bloqué.",
        "La personne est peut-être partie. Vérifiez qu’elle travaille encore là ; sinon, fermez "
        "son compte.",
        frozenset({*SHOWING, Action.SIGN_IN}),
        by_user,
        rules.stale_account,
    ),
    Rule(
        "reading-alone",
        "Dossiers lus sans travail",
        Severity.HIGH,
        "Depuis vingt jours, ce compte a ouvert beaucoup de dossiers dans lesquels il n’a rien "
        "écrit. Il est bloqué.",
        "Lire un peu chaque jour est la manière discrète de tout copier. Demandez à quoi ces "
        "lectures ont servi, dossier par dossier pour quelques-uns tirés au sort.",
        frozenset({*SHOWING, Action.WRITE}),
        by_user,
        rules.reading_alone,
    ),
    Rule(
        "night-reading",
        "Lectures de nuit",
        Severity.MEDIUM,
        "Entre 22 h et 6 h, ce compte a ouvert une série de dossiers sans rien y écrire. À la "
        "deuxième nuit, il est bloqué.",
        "Une maraude écrit dans les dossiers qu’elle ouvre ; une curiosité, non. Demandez-en la "
        "raison à la personne.",
        frozenset({*SHOWING, Action.WRITE}),
        by_user,
        rules.night_reading,
        by_local_time=True,
    ),
    Rule(
        "homonym-probing",
        "Recherches de variantes d’un même nom",
        Severity.MEDIUM,
        "Ce compte a cherché un même nom de famille avec plusieurs prénoms ou dates de naissance.",
        "Quelqu’un cherche peut-être à savoir si une personne précise est suivie : ex-conjoint, "
        "voisin, famille. Écoutez la personne, puis le référent du dossier s’il en existe un.",
        frozenset({Action.SEARCH, Action.DUPLICATE_REQUEST}),
        by_user,
        rules.homonym_probing,
    ),
    Rule(
        "own-name",
        "Recherches de son propre nom",
        Severity.MEDIUM,
        "Ce compte a cherché son propre nom, ou plusieurs personnes de son nom de famille.",
        "Un proche est peut-être accompagné. Rappelez la règle : un autre professionnel suit les "
        "dossiers de sa famille.",
        frozenset({Action.SEARCH}),
        by_user,
        rules.own_name,
    ),
    Rule(
        "export-spree",
        "Exports en série",
        Severity.HIGH,
        "Ce compte a fait plusieurs exports de suite, sans l’accord d’une seconde personne. Il "
        "est bloqué.",
        "Un fichier exporté ne se rattrape pas. Demandez où sont ces fichiers, et faites-les "
        "effacer s’ils n’ont pas lieu d’être.",
        frozenset({Action.EXPORT}),
        by_user,
        rules.export_spree,
        urgent=True,
    ),
    Rule(
        "duplicate-enumeration",
        "Demandes de doublon en série",
        Severity.MEDIUM,
        "Ce compte a posé de nombreuses questions à l’index des doublons en une journée.",
        "Chaque question peut révéler qu’une personne est connue ailleurs. Vérifiez qu’elles "
        "correspondent à des rencontres.",
        frozenset({Action.DUPLICATE_REQUEST}),
        by_user,
        rules.duplicate_enumeration,
        urgent=True,
    ),
    Rule(
        "duplicate-variants",
        "Demandes de doublon sur un même nom ou une même date",
        Severity.MEDIUM,
        "Ce compte a demandé à l’index des doublons plusieurs écritures d’un même nom, ou des noms "
        "nés le même jour.",
        "Quelqu’un cherche peut-être à savoir si une personne précise est accompagnée. Demandez "
        "qui il rencontrait.",
        frozenset({Action.DUPLICATE_REQUEST}),
        by_user,
        rules.duplicate_variants,
    ),
    Rule(
        "probing",
        "Adresses essayées en série",
        Severity.MEDIUM,
        "En une heure, ce compte a demandé de nombreuses fiches différentes qui n’existent pas ou "
        "qui lui sont fermées. Il n’a rien vu.",
        "Quelqu’un essaie des adresses pour trouver des dossiers, ou se sert d’une liste "
        "d’identifiants obtenue ailleurs. Un lien périmé n’en ferait qu’une ou deux : demandez "
        "d’où viennent ces adresses.",
        frozenset({Action.REFUSED}),
        by_user,
        rules.probing,
    ),
    Rule(
        "break-glass",
        "Accès d’urgence répétés",
        Severity.HIGH,
        "Ce compte a utilisé plusieurs fois l’accès d’urgence en peu de temps.",
        "L’accès d’urgence est exceptionnel : relisez chaque motif donné.",
        frozenset({Action.BREAK_GLASS}),
        by_user,
        rules.break_glass,
        urgent=True,
    ),
    Rule(
        "mass-share",
        "Partages en série",
        Severity.HIGH,
        "Ce compte a partagé de nombreux dossiers en une journée. Il est bloqué ; les partages "
        "faits restent à examiner.",
        "Un partage donne un accès durable. Vérifiez à qui ils profitent et retirez ceux qui "
        "n’ont pas d’accord de la personne.",
        frozenset({Action.SHARE}),
        by_user,
        rules.mass_share,
        urgent=True,
    ),
    Rule(
        "revoked-device",
        "Appareil révoqué qui insiste",
        Severity.MEDIUM,
        "Un appareil retiré à cette personne essaie encore de se connecter. Il n’a rien obtenu.",
        "L’appareil est peut-être entre d’autres mains. Demandez ce qu’il est devenu.",
        frozenset({Action.DEVICE_REFUSED}),
        by_user,
        rules.revoked_device,
        urgent=True,
    ),
    Rule(
        "password-spray",
        "Mots de passe essayés sur de nombreux comptes",
        Severity.HIGH,
        "Depuis un même lieu, de nombreux comptes différents ont été refusés. Un compte qui entre "
        "de ce lieu pour la première fois est bloqué.",
        "Quelqu’un essaie des mots de passe courants sur tout le monde. Rappelez aux équipes de ne "
        "pas valider de connexion qu’elles n’ont pas demandée.",
        frozenset({Action.SIGN_IN, Action.SIGN_IN_FAILED}),
        by_network,
        rules.password_spray,
    ),
    Rule(
        "credential-stuffing",
        "Connexions refusées en masse",
        Severity.HIGH,
        "Sur toute la plateforme, de nombreuses connexions échouent, la plupart pour des comptes "
        "qui n’existent pas ici.",
        "Des mots de passe volés ailleurs sont essayés ici. Ceux qui réutilisent un mot de passe "
        "sont en danger : prévenez-les.",
        frozenset({Action.SIGN_IN_FAILED}),
        everywhere,
        rules.credential_stuffing,
    ),
)

BY_CODE: dict[str, Rule] = {rule.code: rule for rule in (QUOTA, BY_HAND, *RULES)}
