"""Words of a pathway: where it stands, why it may begin, who carries which stage."""

from django.db import models


class PathwayState(models.TextChoices):
    """Where a pathway stands. What may follow what is in ``states.py``."""

    SPOTTED = "repere", "repéré"
    TRUSTED = "contact-de-confiance", "contact de confiance"
    REMOBILISATION = "remobilisation", "remobilisation"
    ACCOMPANIMENT = "accompagnement", "accompagnement"
    HANDOVER = "relais", "relais"
    FIRST_WEEKS = "premieres-semaines", "premières semaines d’emploi"
    LEFT = "sorti", "sorti"
    WATCHED = "veille-6-mois", "veille à six mois"
    CLOSED = "clos", "clos"
    PAUSED = "en-pause", "en pause"
    LOST = "perdu-de-vue", "perdu de vue"


class EntryGround(models.TextChoices):
    """Why somebody may enter (arrêté of 26 June 2024, annex 1: F2.2 and F2.3)."""

    NOT_REGISTERED = "non-inscrit", "n’est pas inscrite comme demandeuse d’emploi"
    NO_OFFER_VULNERABLE = (
        "sans-offre-vulnerabilite",
        "inscrite, sans offre adaptée : trop vulnérable pour celles qui existent",
    )
    NO_OFFER_LOCAL = (
        "sans-offre-locale",
        "inscrite, sans offre adaptée : aucune solution ici",
    )
    NO_CONTACT = (
        "sans-contact",
        "inscrite, sans contact régulier avec son organisme référent",
    )

    @property
    def is_priority(self) -> bool:
        """Whether it is the first public of the law, or the second one (« subsidiaire »)."""
        return self is EntryGround.NOT_REGISTERED


class EntrySource(models.TextChoices):
    """How the ground is known."""

    DECLARED = "declare", "la personne le dit"
    PARTNER = "partenaire", "un organisme référent le confirme"
    DOCUMENT = "document", "un document a été vu"


class EntryAnswer(models.TextChoices):
    """Whether the person may enter."""

    ACCEPTED = "eligible", "peut entrer"
    REFUSED = "refuse", "ne relève pas de l’O2R"


class RefusalReason(models.TextChoices):
    """Why somebody does not enter (configuration of the product: provisional)."""

    FOLLOWED = "suivie", "est suivie régulièrement par son organisme référent"
    OTHER_OFFER = "offre-adaptee", "une offre adaptée existe déjà"
    OUT_OF_AREA = "hors-territoire", "hors du territoire du projet"
    NOT_WANTED = "ne-veut-pas", "ne le souhaite pas"
    OTHER = "autre", "autre raison"


class Attention(models.TextChoices):
    """Publics to watch (« points de vigilance »: F2.6)."""

    YOUTH = "jeune-en-rupture", "jeune en rupture"
    WOMAN = "femme", "femme"
    QPV = "qpv", "quartier prioritaire (QPV)"
    FRR = "frr", "ruralité (FRR)"


class DerogationGround(models.TextChoices):
    """The four grounds for up to twelve months (instruction DGEFP/DS/2024/131: F1.20)."""

    PRECARITY = "grande-precarite", "très grande précarité"
    LIFE = "accident-de-la-vie", "accident de la vie"
    UNFORESEEN = "evenement-imprevu", "événement non anticipé"
    FRENCH = "langue", "contraintes liées à la langue française"


class StageKind(models.TextChoices):
    """The four stages of the service (F2.7)."""

    FIND = "reperer", "repérer"
    REMOBILISE = "remobiliser", "remobiliser"
    ACCOMPANY = "accompagner", "accompagner"
    COORDINATE = "coordonner", "coordonner"


class LossReason(models.TextChoices):
    """Why a pathway rests or is lost from sight: no narrative."""

    ASKED = "demande", "à la demande de la personne"
    AWAY = "absence", "absence, voyage, déménagement"
    CARE = "soins", "temps de soins"
    NO_NEWS = "sans-nouvelles", "sans nouvelles"
    OTHER = "autre", "autre raison"
