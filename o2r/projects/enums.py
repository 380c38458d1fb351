"""Words of the funded projects. Codes are stable: they are published, imported and linked to."""

from django.db import models


class Stage(models.TextChoices):
    """The four stages of the service (cahier des charges O2R).

    A project answers for some or all of them, at least for the first and the last.
    """

    OUTREACH = "reperer", "Repérer"
    REMOBILISATION = "remobiliser", "Remobiliser"
    SUPPORT = "accompagner", "Accompagner"
    COORDINATION = "coordonner", "Coordonner"


class Public(models.TextChoices):
    """The publics of data·inclusion v1, codes kept as they are (data/referentials/publics.csv)."""

    EVERYONE = "tous-publics", "Tous publics"
    WORKING = "actifs", "Actifs"
    MINIMUM_INCOME = "beneficiaires-des-minimas-sociaux", "Bénéficiaires des minimas sociaux"
    JOBSEEKERS = "demandeurs-emploi", "Demandeurs d’emploi"
    STUDENTS = "etudiants", "Étudiants"
    FAMILIES = "familles", "Familles"
    WOMEN = "femmes", "Femmes"
    YOUNG = "jeunes", "Jeunes"
    DISABLED = "personnes-en-situation-de-handicap", "Personnes en situation de handicap"
    URGENT = "personnes-en-situation-durgence", "Personnes en situation d’urgence"
    JUSTICE = (
        "personnes-en-situation-juridique-specifique",
        "Personnes en situation juridique spécifique",
    )
    EXILED = "personnes-exilees", "Personnes exilées"
    QPV_FRR = "residents-qpv-frr", "Résidents en QPV ou FRR"
    SENIORS = "seniors", "Séniors"


class AttentionPoint(models.TextChoices):
    """Whom the O2R looks for first: priority and subsidiary publics, and attention points.

    The first is the priority public (not registered as jobseekers, "invisibles"); the next two are
    the subsidiary public (registered, but without an adapted offer, or without contact with their
    organisme référent for five months); the others are the attention points of the State.
    """

    UNREGISTERED = "non-inscrits", "Personnes non inscrites, dites invisibles"
    NO_OFFER = "sans-offre-adaptee", "Inscrites, sans offre adaptée"
    NO_CONTACT = "sans-contact-5-mois", "Inscrites, sans contact depuis 5 mois ou plus"
    YOUNG_BREAK = "jeunes-en-rupture", "Jeunes en rupture"
    WOMEN = "femmes", "Femmes"
    QPV = "qpv", "Quartiers prioritaires (QPV)"
    FRR = "frr", "Zones rurales (FRR, anciennement ZRR)"


class Channel(models.TextChoices):
    """How a project goes towards people."""

    STREET = "maraude", "Maraude"
    HOTEL = "hotel-115", "Hôtels du 115"
    DAY_CENTRE = "accueil-de-jour", "Accueils de jour ou de nuit"
    FIXED_DESK = "permanence-fixe", "Permanence fixe"
    MOBILE_DESK = "permanence-mobile", "Permanence mobile"
    VEHICLE = "vehicule", "Véhicule aménagé"
    THIRD_PLACE = "tiers-lieu", "Tiers-lieu"
    SIAO = "siao", "SIAO"
    PARTNERS = "partenaires", "Signalement par un partenaire"
    DIGITAL = "numerique", "Réseaux sociaux et numérique"
    RESIDENCE = "residences", "Résidences et foyers"
    EVENTS = "evenements", "Sport, culture et événements"


class Origin(models.TextChoices):
    """What a project continues."""

    PIC = "pic", "Continue un projet PIC « Repérer et mobiliser les publics invisibles »"
    CEJ_JR = "cej-jr", "Continue un projet CEJ – jeunes en rupture"
    INCLUSION = "100-inclusion", "Continue un projet 100 % inclusion"
    IPR = "ipr", "Continue un projet d’insertion professionnelle des réfugiés"
    NEW = "nouveau", "Projet nouveau"
    UNKNOWN = "inconnue", "Origine non connue"


class FacetKind(models.TextChoices):
    """The lists that describe a project."""

    PUBLIC = "public", "public"
    ATTENTION = "attention", "point d’attention"
    STAGE = "stage", "étape"
    CHANNEL = "channel", "canal de repérage"

    @property
    def codes(self) -> type[models.TextChoices]:
        """The list of codes of this kind."""
        return _CODES[self]


_CODES: dict[FacetKind, type[models.TextChoices]] = {
    FacetKind.PUBLIC: Public,
    FacetKind.ATTENTION: AttentionPoint,
    FacetKind.STAGE: Stage,
    FacetKind.CHANNEL: Channel,
}


class PartnerRole(models.TextChoices):
    """What a partner does beside the bearer (chef de file)."""

    CONSORTIUM = "consortium", "membre du consortium"
    ASSOCIATE = "associe", "partenaire associé"


class PublicationState(models.TextChoices):
    """Whether everyone sees a project."""

    DRAFT = "draft", "brouillon"
    PUBLISHED = "published", "publié"
    WITHDRAWN = "withdrawn", "retiré"


PUBLICATION_MOVES: dict[PublicationState, frozenset[PublicationState]] = {
    PublicationState.DRAFT: frozenset({PublicationState.PUBLISHED}),
    PublicationState.PUBLISHED: frozenset({PublicationState.WITHDRAWN}),
    PublicationState.WITHDRAWN: frozenset({PublicationState.PUBLISHED}),
}
"""Every move allowed: the state left, the states one may reach."""


class PredecessorProgramme(models.TextChoices):
    """The programmes that came before the O2R."""

    PIC = "pic", "PIC – Repérer et mobiliser les publics invisibles"
    CEJ_JR = "cej-jr", "CEJ – jeunes en rupture"
    INCLUSION = "100-inclusion", "100 % inclusion"
    IPR = "ipr", "Insertion professionnelle des réfugiés"


class PredecessorOutcome(models.TextChoices):
    """What became of a project of those programmes."""

    CONTINUED = "repris", "repris"
    TRANSFORMED = "transforme", "transformé"
    STOPPED = "arrete", "arrêté"


class ReportState(models.TextChoices):
    """Whether someone dealt with an error report."""

    OPEN = "open", "à traiter"
    TREATED = "treated", "traité"


class DeliveryState(models.TextChoices):
    """Where a relayed message is."""

    PENDING = "pending", "à envoyer"
    SENT = "sent", "envoyé"
    FAILED = "failed", "non remis"
