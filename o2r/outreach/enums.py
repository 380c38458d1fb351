"""Words of outreach: where a team goes, when, whom it meets, and what it promises."""

from django.db import models


class PlaceKind(models.TextChoices):
    """Where people are met."""

    STREET = "rue", "rue, place ou pied d’immeuble"
    STATION = "gare", "gare ou arrêt de bus"
    HOTEL = "hotel", "hôtel ou hébergement"
    FOOD = "aide-alimentaire", "distribution alimentaire"
    SCHOOL = "etablissement", "sortie d’établissement scolaire"
    LIVING_PLACE = "lieu-de-vie", "squat, campement ou terrain"
    THIRD_PLACE = "lieu-ressource", "café social, centre social ou tiers-lieu"
    SHOP = "commerce", "commerce ou marché"
    SPORT = "sport-culture", "lieu de sport ou de culture"
    PARTNER = "partenaire", "locaux d’un partenaire"
    DIGITAL = "numerique", "espace numérique ou réseau social"
    OTHER = "autre", "autre"


class Channel(models.TextChoices):
    """How a team goes towards people."""

    STREET = "rue", "en rue"
    DOOR_TO_DOOR = "porte-a-porte", "porte-à-porte"
    MOBILE = "permanence-mobile", "permanence mobile"
    THIRD_PLACE = "lieu-tiers", "lieu tiers"
    OFFICE = "locaux", "dans nos locaux"
    HOME = "domicile", "au domicile"
    PHONE = "telephone", "téléphone ou SMS"
    DIGITAL = "numerique", "réseau social ou messagerie"
    EVENT = "evenement", "événement"

    @property
    def goes_out(self) -> bool:
        """Whether somebody leaves the office, and so must be known to be back."""
        return self not in (Channel.OFFICE, Channel.PHONE, Channel.DIGITAL)


ROUND_CHANNELS = (
    Channel.STREET,
    Channel.DOOR_TO_DOOR,
    Channel.MOBILE,
    Channel.THIRD_PLACE,
    Channel.EVENT,
    Channel.DIGITAL,
)
"""Those by which a team makes a round; the others are one meeting at a time."""


class RoundState(models.TextChoices):
    """Where a round stands."""

    PLANNED = "planifiee", "planifiée"
    UNDER_WAY = "en-cours", "en cours"
    DONE = "terminee", "terminée"
    CANCELLED = "annulee", "annulée"


ROUND_MOVES = {
    RoundState.PLANNED: (RoundState.UNDER_WAY, RoundState.CANCELLED),
    RoundState.UNDER_WAY: (RoundState.DONE, RoundState.CANCELLED),
    RoundState.DONE: (),
    RoundState.CANCELLED: (),
}


class EncounterKind(models.TextChoices):
    """What happened: people seen without a word, a meeting, or a no."""

    PASSAGE = "passage", "passage anonyme"
    MEETING = "rencontre", "rencontre"
    REFUSAL = "refus", "refus"


class Need(models.TextChoices):
    """A need said: the categories of data·inclusion v1 (``thematiques``, Licence Ouverte 2.0)."""

    WORK = "trouver-un-emploi", "trouver un emploi"
    TRADE = "choisir-un-metier", "choisir un métier"
    APPLY = "preparer-sa-candidature", "préparer une candidature"
    TRAIN = "se-former", "se former"
    START = "creer-une-entreprise", "créer une entreprise"
    RIGHTS = "difficultes-administratives-ou-juridiques", "papiers et droits"
    MONEY = "difficultes-financieres", "argent"
    FOOD = "equipement-et-alimentation", "manger, s’équiper"
    FAMILY = "famille", "famille"
    READING = "lecture-ecriture-calcul", "lire, écrire, compter"
    HOUSING = "logement-hebergement", "se loger"
    MOBILITY = "mobilite", "se déplacer"
    DIGITAL = "numerique", "numérique"
    CONFIDENCE = "remobilisation", "reprendre confiance"
    HEALTH = "sante", "santé"
    ABROAD = "souvrir-a-linternational", "partir à l’étranger"


class NextStep(models.TextChoices):
    """What comes after a meeting."""

    NOTHING = "rien", "rien de prévu"
    COME_BACK = "repasser", "repasser la voir"
    CALL = "appeler", "l’appeler"
    APPOINTMENT = "rendez-vous", "un rendez-vous"
    GO_TOGETHER = "accompagner", "y aller ensemble"


class PromisedBy(models.TextChoices):
    """Who promised."""

    TEAM = "equipe", "nous"
    PERSON = "personne", "la personne"
    PARTNER = "partenaire", "un partenaire"


class PromiseState(models.TextChoices):
    """What became of a promise. Late is read from its day, never awaited from a job."""

    OPEN = "ouverte", "à tenir"
    KEPT = "tenue", "tenue"
    POSTPONED = "reportee", "reportée"
    MISSED = "manquee", "manquée"
    DROPPED = "sans-objet", "sans objet"


PROMISE_MOVES = {
    PromiseState.OPEN: (
        *(PromiseState.KEPT, PromiseState.POSTPONED, PromiseState.MISSED),
        # Nobody is there any more to keep it to.
        PromiseState.DROPPED,
    ),
    PromiseState.POSTPONED: (),
    PromiseState.KEPT: (),
    PromiseState.MISSED: (),
    PromiseState.DROPPED: (),
}


class TrustGround(models.TextChoices):
    """Why a contact is said to be of trust (HMIS « date of engagement »)."""

    SECOND_CONTACT = "second-contact", "deuxième rencontre qui compte"
    CHOICE = "choix", "la personne l’a choisi"


class ObservationKind(models.TextChoices):
    """What a team notices of its territory."""

    OPENED = "ouverture", "un lieu ouvre"
    CLOSED = "fermeture", "un lieu ferme"
    PRESENCE = "presence", "plus ou moins de monde"
    TENSION = "tension", "tensions ou danger"
    OTHER = "autre", "autre"


class EntryForm(models.TextChoices):
    """A form whose unfinished entry is kept."""

    ENCOUNTER = "rencontre", "rencontre"
    REPORT = "compte-rendu", "compte rendu"
    OBSERVATION = "observation", "observation"
    SIGNAL = "signalement", "signalement"


class Awareness(models.TextChoices):
    """Whether a person knows that a partner writes about them: what the team must know first."""

    AGREES = "d-accord", "oui, et elle est d’accord"
    KNOWS = "au-courant", "oui, elle le sait"
    IGNORES = "non", "non, elle ne le sait pas"
    UNSURE = "ne-sait-pas", "je ne sais pas"


class SignalState(models.TextChoices):
    """Where a partner's signal stands, for the team. Who sent it never reads this."""

    RECEIVED = "recu", "à lire"
    ACKNOWLEDGED = "lu", "lu"
    TAKEN = "pris", "quelqu’un y va"
    MET = "rencontre", "la personne a été rencontrée"
    NOT_MET = "non-rencontre", "la personne n’a pas été trouvée"
    NOT_OURS = "sans-suite", "ce n’est pas pour nous"
    WITHDRAWN = "retire", "retiré par qui l’a envoyé"


SIGNAL_MOVES = {
    SignalState.RECEIVED: (
        SignalState.ACKNOWLEDGED,
        SignalState.TAKEN,
        SignalState.MET,
        SignalState.NOT_OURS,
        SignalState.WITHDRAWN,
    ),
    SignalState.ACKNOWLEDGED: (
        SignalState.TAKEN,
        SignalState.MET,
        SignalState.NOT_MET,
        SignalState.NOT_OURS,
        SignalState.WITHDRAWN,
    ),
    SignalState.TAKEN: (
        # Somebody else goes.
        SignalState.TAKEN,
        SignalState.ACKNOWLEDGED,
        SignalState.MET,
        SignalState.NOT_MET,
        SignalState.NOT_OURS,
        SignalState.WITHDRAWN,
    ),
    # What was said by mistake is taken back: the signal waits again.
    SignalState.MET: (SignalState.ACKNOWLEDGED,),
    SignalState.NOT_MET: (SignalState.ACKNOWLEDGED, SignalState.TAKEN),
    SignalState.NOT_OURS: (SignalState.ACKNOWLEDGED,),
    SignalState.WITHDRAWN: (),
}


class SignalAnswer(models.TextChoices):
    """All that a team may answer to who sent a signal: no other word ever leaves.

    The same choices whether somebody was met or not. The last one needs an agreement.
    """

    GOING = "passage-prevu", "Une équipe va passer."
    PASSED = "passage-fait", "Une équipe est passée."
    CALL = "rappel", "Nous allons prendre contact avec vous."
    DONE = "fait", "Nous avons fait ce que nous pouvions. Nous ne pouvons rien dire de plus."
    ELSEWHERE = "ailleurs", "Nous ne pouvons pas intervenir. Adressez-vous à un autre service."
    AGREED = (
        "rencontre-dite",
        "Nous avons rencontré la personne. Elle est d’accord pour que vous le sachiez.",
    )

    @property
    def needs_agreement(self) -> bool:
        """Whether it says something of the person: told with their agreement alone."""
        return self is SignalAnswer.AGREED


class ImportKind(models.TextChoices):
    """What the lines of a file to import are."""

    PERSONS = "personnes", "des personnes"
    PLACES = "lieux", "des lieux"
    PASSAGES = "passages", "des passages et des rencontres"
