"""Words of a referral: where it stands, why it ended, how it travels."""

from django.db import models


class ReferralState(models.TextChoices):
    """Where a referral stands. Whoever sent it and whoever received it read the same word."""

    DRAFT = "brouillon", "en préparation"
    SENT = "envoyee", "envoyée"
    SEEN = "vue", "vue par la structure"
    CONTACTED = "contact-pris", "contact pris avec la personne"
    APPOINTED = "rdv-fixe", "rendez-vous fixé"
    RECEIVED = "recu", "personne reçue une première fois"
    ENTERED = "entre", "personne entrée dans le service"
    REFUSED = "refusee", "refusée par la structure"
    WAITING = "liste-attente", "sur liste d’attente"
    UNANSWERED = "sans-reponse", "restée sans réponse"
    NOT_FOLLOWED = "non-suivie", "sans suite"
    CANCELLED = "annulee", "annulée"


S = ReferralState

REFERRAL_MOVES: dict[ReferralState, tuple[ReferralState, ...]] = {
    S.DRAFT: (S.SENT, S.CANCELLED),
    S.SENT: (S.SEEN, S.CONTACTED, S.REFUSED, S.WAITING, S.UNANSWERED, S.CANCELLED),
    S.SEEN: (S.CONTACTED, S.REFUSED, S.WAITING, S.UNANSWERED, S.CANCELLED),
    S.CONTACTED: (S.APPOINTED, S.REFUSED, S.NOT_FOLLOWED),
    S.APPOINTED: (S.RECEIVED, S.NOT_FOLLOWED, S.CANCELLED),
    S.WAITING: (S.CONTACTED, S.APPOINTED, S.CANCELLED, S.UNANSWERED),
    S.RECEIVED: (S.ENTERED, S.NOT_FOLLOWED),
    # Late, somebody answers at last.
    S.UNANSWERED: (S.CONTACTED,),
    S.ENTERED: (),
    S.REFUSED: (),
    S.NOT_FOLLOWED: (),
    S.CANCELLED: (),
}
"""From each state, where it may go (proposition, to be read by the operators)."""

CLOSED = (S.ENTERED, S.REFUSED, S.NOT_FOLLOWED, S.CANCELLED, S.UNANSWERED)
"""The loop is closed: somebody knows what became of it, or that nobody answered."""
FAILED = (S.REFUSED, S.NOT_FOLLOWED, S.UNANSWERED)
"""The need is still there."""
UNREAD = (S.SENT, S.SEEN)
"""The structure has said nothing yet."""
UNDER_WAY = (S.SENT, S.SEEN, S.CONTACTED, S.APPOINTED, S.RECEIVED, S.WAITING)


class EndReason(models.TextChoices):
    """Why a referral did not lead into the service: what the structure says, or its silence.

    The first twelve are the list that the structures choose in (proposition, to be read by the
    operators); the last two are said by the days that pass.
    """

    CAPACITY = "capacite", "plus de place, ou liste d’attente fermée"
    NOT_ELIGIBLE = "public-non-eligible", "le service n’est pas pour ce public"
    OUT_OF_ZONE = "zone-non-couverte", "le service ne couvre pas cette commune"
    PAPERS = "pieces-manquantes", "il manque des papiers"
    STATUS = "titre-de-sejour", "titre de séjour ou statut"
    COST = "cout", "le coût"
    HOURS = "horaires-garde", "les horaires, ou la garde d’enfant"
    DISTANCE = "distance-transport", "la distance, ou le transport"
    DIGITAL = "numerique-requis", "il faut un équipement ou une aisance numérique"
    CLOSED = "service-ferme", "le service est fermé, ou sa fiche est inexacte"
    NOT_COME = "personne-non-venue", "la personne n’est pas venue"
    OTHER = "autre", "autre raison"
    SILENCE = "silence", "la structure n’a pas répondu"
    NO_NEWS = "sans-nouvelle", "plus de nouvelle de la structure"


SAID_BY_STRUCTURES = tuple(
    one for one in EndReason if one not in (EndReason.SILENCE, EndReason.NO_NEWS)
)


class Channel(models.TextChoices):
    """How a referral reaches the structure."""

    ACCOUNT = "compte", "dans son espace"
    MAIL = "courriel", "par un lien envoyé à sa boîte"
    LETTER = "courrier", "par une lettre"


class Answer(models.TextChoices):
    """What a structure answers, in one gesture."""

    CONTACTED = "contact", "La personne a été jointe"
    APPOINTED = "rendez-vous", "Un rendez-vous est fixé"
    RECEIVED = "recu", "La personne a été reçue"
    ENTERED = "entre", "La personne est entrée dans le service"
    WAITING = "attente", "La personne est sur liste d’attente"
    REFUSED = "refus", "Un accueil n’est pas possible"
    NOT_FOLLOWED = "sans-suite", "La personne n’a pas donné suite"

    @property
    def state(self) -> ReferralState:
        """Where this answer leads."""
        return _LEADS[self]


_LEADS = {
    Answer.CONTACTED: S.CONTACTED,
    Answer.APPOINTED: S.APPOINTED,
    Answer.RECEIVED: S.RECEIVED,
    Answer.ENTERED: S.ENTERED,
    Answer.WAITING: S.WAITING,
    Answer.REFUSED: S.REFUSED,
    Answer.NOT_FOLLOWED: S.NOT_FOLLOWED,
}


class Share(models.TextChoices):
    """What a person lets the structure know, in one choice; none is chosen beforehand."""

    NOTHING = "rien", "Rien de son identité"
    REACH = "joindre", "Son prénom ou surnom, et son téléphone"
    WHO = "identite", "Son nom, sa date de naissance, et comment la joindre"
    CHOSEN = "choisir", "Autre chose, coché ci-dessous"
