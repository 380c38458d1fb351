"""Words of the accounts: what an organisation is, what a person does in it."""

from django.db import models


class OrganisationKind(models.TextChoices):
    """What an organisation is, whatever it does here.

    Being an O2R operator is not a kind: an association, a training body or an intercommunalité
    becomes one by carrying a funded project. The codes are published in the open data.
    """

    ASSOCIATION = "association", "association"
    TRAINING_BODY = "organisme-formation", "organisme de formation"
    SOCIAL_CENTRE = "centre-social", "centre social"
    WORK_INTEGRATION = "insertion-activite-economique", "insertion par l’activité économique"
    HOUSING = "logement-hebergement", "logement ou hébergement accompagné"
    HEALTH = "sante", "structure ou réseau de santé"
    EMPLOYMENT_HOUSE = "maison-emploi", "maison de l’emploi"
    COMPANY = "entreprise", "entreprise"
    LOCAL_AUTHORITY = "collectivite", "commune ou intercommunalité"
    SOCIAL_ACTION_CENTRE = "ccas-cias", "CCAS ou CIAS"
    DEPARTEMENT = "departement", "Département"
    REGION = "region", "Région"
    FRANCE_TRAVAIL = "france-travail", "France Travail"
    MISSION_LOCALE = "mission-locale", "mission locale"
    CAP_EMPLOI = "cap-emploi", "Cap emploi"
    DREETS = "dreets", "DREETS, DRIEETS ou DEETS"
    DGEFP = "dgefp", "DGEFP"
    STATE = "etat", "autre service de l’État"
    FEDERATION = "federation", "fédération ou tête de réseau"
    RESEARCH = "recherche", "recherche ou évaluation"
    PLATFORM = "plateforme", "équipe de la plateforme"
    OTHER = "autre", "autre"
    UNKNOWN = "non-precisee", "nature non précisée"

    @property
    def data_inclusion_network(self) -> str | None:
        """The code of data·inclusion v1 « réseaux porteurs » that says the same thing, if any."""
        return _NETWORKS.get(self)


_NETWORKS = {
    OrganisationKind.SOCIAL_ACTION_CENTRE: "ccas-cias",
    OrganisationKind.DEPARTEMENT: "departements",
    OrganisationKind.REGION: "regions",
    OrganisationKind.FRANCE_TRAVAIL: "france-travail",
    OrganisationKind.MISSION_LOCALE: "mission-locale",
    OrganisationKind.CAP_EMPLOI: "cap-emploi-reseau-cheops",
    OrganisationKind.EMPLOYMENT_HOUSE: "maisons-de-l-emploi",
}


class MembershipRole(models.TextChoices):
    """What a person does in an organisation: the word that the access policy knows."""

    OUTREACH_WORKER = "outreach-worker", "intervention de rue"
    CASEWORKER = "caseworker", "accompagnement"
    COORDINATOR = "coordinator", "coordination"
    MEMBER = "member", "équipe, sans accès aux personnes"
    PARTNER_ADVISER = "partner-adviser", "conseil chez un partenaire"
    STATE_OFFICER = "state-officer", "instruction en région"
    NATIONAL_OFFICER = "national-officer", "pilotage national"
    RESEARCHER = "researcher", "recherche"
    PLATFORM_MANAGER = "platform-manager", "gestion de la plateforme"
    PLATFORM_SUPPORT = "platform-support", "assistance aux utilisateurs"
    CANDIDATE = "candidate", "candidature à un appel"


_FIELD_ROLES = (
    MembershipRole.OUTREACH_WORKER,
    MembershipRole.CASEWORKER,
    MembershipRole.COORDINATOR,
    MembershipRole.PARTNER_ADVISER,
    MembershipRole.MEMBER,
    MembershipRole.CANDIDATE,
)
_ROLES_OF_THE_STATE_AND_RESEARCH = {
    OrganisationKind.DREETS: (MembershipRole.STATE_OFFICER, MembershipRole.MEMBER),
    OrganisationKind.DGEFP: (MembershipRole.NATIONAL_OFFICER, MembershipRole.MEMBER),
    OrganisationKind.RESEARCH: (MembershipRole.RESEARCHER, MembershipRole.MEMBER),
    OrganisationKind.PLATFORM: (
        MembershipRole.PLATFORM_MANAGER,
        MembershipRole.PLATFORM_SUPPORT,
        MembershipRole.MEMBER,
    ),
}


def roles_within(kind: OrganisationKind) -> tuple[MembershipRole, ...]:
    """The roles that a person may hold in an organisation of this kind.

    An operator never holds a role of the State, nor the State a role that meets people.
    """
    return _ROLES_OF_THE_STATE_AND_RESEARCH.get(kind, _FIELD_ROLES)


def meets_people(kind: OrganisationKind) -> bool:
    """Whether somebody may follow people in an organisation of this kind."""
    return MembershipRole.CASEWORKER in roles_within(kind)


class OrganisationState(models.TextChoices):
    """Where an organisation stands on the platform."""

    DECLARED = "declared", "déclarée, à vérifier"
    OPEN = "open", "ouverte"
    CLOSED = "closed", "fermée"


ORGANISATION_MOVES = {
    OrganisationState.DECLARED: (OrganisationState.OPEN, OrganisationState.CLOSED),
    OrganisationState.OPEN: (OrganisationState.CLOSED,),
    OrganisationState.CLOSED: (OrganisationState.OPEN,),
}


class InvitationState(models.TextChoices):
    """What became of an invitation. Expired is not stored: the date says it."""

    PENDING = "pending", "en attente"
    ACCEPTED = "accepted", "acceptée"
    WITHDRAWN = "withdrawn", "retirée"


class RegistrationPurpose(models.TextChoices):
    """Why someone registers without an invitation."""

    CANDIDATE = "candidate", "répondre à un appel à projets"
    OPENING = "opening", "faire ouvrir une organisation"


class Relation(models.TextChoices):
    """How a person stands towards an object: the second column of the access policy."""

    ANY = "any", "quelconque"
    OWN = "own", "la sienne"
    ORGANISATION = "organisation", "de l’organisation pour laquelle on agit"
    TEAM = "team", "de son équipe"
    TERRITORY = "territory", "de la région du service de l’État"
    REFERENT = "referent", "référent"
    CO_ACCOMPANYING = "co-accompanying", "co-accompagnant"
    PARTNER = "partner", "partenaire, par un partage en cours"
    REFERRER = "referrer", "orienteur"
    EMERGENCY = "emergency", "par une ouverture en urgence en cours"
    CONSORTIUM = "consortium", "d’un groupement dont l’organisation est membre"
    READER = "reader", "désignée pour lire, ses liens d’intérêts déclarés"
