"""Words of a person's file: how well the person is known, what is written, and on what ground."""

from django.db import models


class IdentityLevel(models.TextChoices):
    """How much of who they are a person has given. « Anonyme » is a counter: it has no row."""

    PSEUDONYM = "pseudonyme", "pseudonyme"
    DECLARED = "declaree", "identité déclarée"
    VERIFIED = "verifiee", "identité vérifiée"


class Standing(models.TextChoices):
    """What became of a file. The last two are ends: nothing is written there any more."""

    FOLLOWED = "suivi", "dossier ouvert"
    MERGED = "fusionne", "dossier fusionné"
    ANONYMISED = "anonymise", "dossier anonymisé"


class AgeBand(models.TextChoices):
    """An age told without a birth date: bands of the FSE+ (Reg. 2021/1057, annex I) cut at 16,
    where the O2R begins."""

    UNDER_16 = "moins-16", "moins de 16 ans"
    FROM_16_TO_17 = "16-17", "16 ou 17 ans"
    FROM_18_TO_25 = "18-25", "18 à 25 ans"
    FROM_26_TO_29 = "26-29", "26 à 29 ans"
    FROM_30_TO_54 = "30-54", "30 à 54 ans"
    FROM_55 = "55-et-plus", "55 ans ou plus"


class Gender(models.TextChoices):
    """As the person says it, or as the team counts it; never asked twice."""

    WOMAN = "femme", "femme"
    MAN = "homme", "homme"
    OTHER = "autre", "autre"


class Housing(models.TextChoices):
    """Where letters reach somebody, and whether there is a home behind."""

    HOME = "logement", "un logement à soi"
    HOSTED = "heberge", "chez quelqu’un"
    SHELTER = "structure", "hôtel ou hébergement"
    NONE = "sans-domicile", "sans domicile"


class ContactKind(models.TextChoices):
    """By what somebody can be reached."""

    PHONE = "telephone", "téléphone"
    EMAIL = "courriel", "courriel"
    MESSAGING = "messagerie", "messagerie ou réseau social"
    ADDRESS = "adresse", "adresse postale"
    PLACE = "lieu", "lieu où passer"
    RELAY = "tiers", "par quelqu’un de confiance"


class Support(models.TextChoices):
    """With what the person was informed (GDPR art. 12: concise, in an intelligible form)."""

    SPOKEN = "oral", "à l’oral"
    FALC = "falc", "feuille en français facile"
    PICTURES = "pictogrammes", "pictogrammes"
    PAPER = "papier", "feuille écrite"
    INTERPRETER = "interprete", "avec un interprète"
    VIDEO = "video", "vidéo ou enregistrement"


class Purpose(models.TextChoices):
    """For what an agreement lets something be told. What is not here is not shared."""

    ACCOMPANY = "accompagner", "accompagner ensemble"
    REFER = "orienter", "orienter vers ce service"
    APPOINTMENT = "rendez-vous", "fixer un rendez-vous"
    REMIND = "rappeler", "rappeler un rendez-vous"
    QUOTE = "citer", "citer ses mots, sans nom"


class SharedField(models.TextChoices):
    """What an agreement may name: finer than the groups of the access policy."""

    FIRST_NAME = "prenom", "le prénom ou surnom"
    FULL_NAME = "nom", "le nom et le prénom"
    BIRTH = "naissance", "la date de naissance"
    PHONE = "telephone", "le téléphone"
    CONTACT = "contact", "les autres moyens de contact"
    ROUTE = "parcours", "les rendez-vous et le parcours"
    BARRIERS = "freins", "ce qui bloque"
    NARRATIVE = "recit", "les notes partagées"
    HEALTH = "sante", "ce qui touche à la santé"

    @property
    def group(self) -> str:
        """The group of fields of the access policy that holds it."""
        return _GROUPS[self]


_GROUPS = {
    SharedField.FIRST_NAME: "identity",
    SharedField.FULL_NAME: "identity",
    SharedField.BIRTH: "identity",
    SharedField.PHONE: "contact",
    SharedField.CONTACT: "contact",
    SharedField.ROUTE: "route",
    SharedField.BARRIERS: "barriers",
    SharedField.NARRATIVE: "narrative",
    SharedField.HEALTH: "health",
}


class Basis(models.TextChoices):
    """On what ground something is told outside the team: two objects of the law, never mixed.

    Consent belongs to the person, who takes it back; shared secrecy joins professionals of one
    action, for what is strictly necessary (CASF art. L. 121-6-2; CSP art. L. 1110-4), and the
    person is informed and may object.
    """

    CONSENT = "accord", "accord de la personne"
    SHARED_SECRECY = "secret-partage", "secret partagé entre professionnels"


class AgreementState(models.TextChoices):
    """Where an agreement stands; its end is read from its day, never awaited from a job."""

    PROPOSED = "propose", "proposé"
    GIVEN = "donne", "donné"
    WITHDRAWN = "retire", "retiré"
    REFUSED = "refuse", "refusé"


AGREEMENT_MOVES = {
    AgreementState.PROPOSED: (AgreementState.GIVEN, AgreementState.REFUSED),
    AgreementState.GIVEN: (AgreementState.WITHDRAWN,),
    AgreementState.WITHDRAWN: (),
    AgreementState.REFUSED: (),
}


class AgreementProof(models.TextChoices):
    """How the person said yes."""

    INITIALS = "paraphe", "case cochée et initiales"
    VOICE = "voix", "à voix haute, devant l’intervenant"
    CODE = "code", "code reçu par SMS"
    WITNESS = "temoin", "devant un témoin"
    SIGNATURE = "signature", "papier signé"


class NoteLevel(models.TextChoices):
    """Who reads a note."""

    TEAM = "equipe", "équipe"
    CONFIDENTIAL = "confidentielle", "confidentielle : son auteur et le référent"
    SHARED = "partagee", "partagée avec qui accompagne"


class ProtectionReason(models.TextChoices):
    """Why a file is met by those named in it alone."""

    VIOLENCE = "violences", "violences ou menaces d’un proche"
    INSIDE = "interne", "quelqu’un de la structure ou d’un partenaire connaît la personne"
    KNOWN = "connue", "personne connue du public"
    ASKED = "demande", "la personne le demande"


class EmergencyReason(models.TextChoices):
    """Why one file is opened without being followed (« bris de glace »)."""

    DANGER = "danger", "danger immédiat pour la personne"
    CHILD = "enfant", "enfant en danger"
    HEALTH = "sante", "urgence de santé"
    ABSENCE = "absence", "le référent ne répond pas et quelque chose presse"


class EmergencyVerdict(models.TextChoices):
    """What the review of an emergency opening found."""

    JUSTIFIED = "justifie", "justifiée"
    UNJUSTIFIED = "injustifie", "non justifiée"


class GroupKind(models.TextChoices):
    """What joins the people of a group."""

    HOUSEHOLD = "foyer", "famille ou foyer"
    SIBLINGS = "fratrie", "fratrie"
    COUPLE = "couple", "couple"
    STREET = "rue", "groupe de rue"


class GroupRole(models.TextChoices):
    """The place of somebody among the others, when it helps to know it."""

    PARENT = "parent", "parent"
    CHILD = "enfant", "enfant"
    SIBLING = "fratrie", "frère ou sœur"
    PARTNER = "conjoint", "conjoint ou conjointe"
    RELATIVE = "proche", "autre proche"


class FileTab(models.TextChoices):
    """The parts of the page of a person: stable words of its address."""

    STORY = "histoire", "Histoire"
    BARRIERS = "freins", "Freins"
    PLAN = "plan", "Plan"
    REFERRALS = "relais", "Relais"
    AGREEMENTS = "accords", "Accords"
