"""When something is asked, what became of it, and what a person says of their own words."""

from django.db import models


class Moment(models.TextChoices):
    """When a measure is offered. Protocol of the product (proposal): entry, three months, exit,
    six months after; réglettes from the first contact on."""

    FIRST_CONTACT = "premier-contact", "au premier contact"
    ENTRY = "t0", "à l’entrée"
    THREE_MONTHS = "m3", "à trois mois"
    EXIT = "sortie", "à la sortie"
    SIX_MONTHS_AFTER = "m6", "six mois après"


class Outcome(models.TextChoices):
    """What became of a questionnaire. All but « répondu » count as missing."""

    ANSWERED = "repondu", "répondu"
    PARTIAL = "incomplet", "répondu en partie"
    SKIPPED = "passe", "passé"
    REFUSED = "refuse", "la personne ne veut pas"
    NOT_OFFERED = "non-propose", "pas proposé : ce n’était pas le moment"


class Dimension(models.TextChoices):
    """The four réglettes from 0 to 10 (provisional labels, in the words of the product)."""

    CONFIDENCE = "avenir", "confiance en l’avenir"
    AGENCY = "agir", "capacité à agir"
    TIES = "liens", "lien avec les autres"
    HEALTH = "sante", "santé ressentie"

    @property
    def question(self) -> str:
        """What is asked, in plain words."""
        return _QUESTIONS[self]

    @property
    def ends(self) -> tuple[str, str]:
        """What 0 and 10 mean."""
        return _ENDS[self]

    @property
    def group(self) -> str:
        """The group of fields of the access policy that it is of."""
        return "health" if self is Dimension.HEALTH else "barriers"


_QUESTIONS = {
    Dimension.CONFIDENCE: "Quand vous pensez à la suite, avez-vous confiance ?",
    Dimension.AGENCY: "Vous sentez-vous capable de faire ce que vous voulez faire ?",
    Dimension.TIES: "Vous sentez-vous entouré ?",
    Dimension.HEALTH: "Comment va votre santé, d’après vous ?",
}
_ENDS = {
    Dimension.CONFIDENCE: ("pas du tout", "tout à fait"),
    Dimension.AGENCY: ("pas du tout", "tout à fait"),
    Dimension.TIES: ("très seul", "très entouré"),
    Dimension.HEALTH: ("très mal", "très bien"),
}


class Quote(models.TextChoices):
    """Whether the person lets their words be quoted, without their name. Nothing said is no."""

    PENDING = "a-demander", "pas encore demandé"
    YES = "oui", "oui, sans mon nom"
    NO = "non", "non"
    WITHDRAWN = "retire", "accord retiré"


QUOTE_MOVES = {
    Quote.PENDING: (Quote.YES, Quote.NO),
    Quote.YES: (Quote.WITHDRAWN,),
    Quote.NO: (Quote.YES,),
    Quote.WITHDRAWN: (Quote.YES,),
}


class Agreeing(models.TextChoices):
    """How far the person agrees with a sentence, at exit."""

    YES = "oui", "oui"
    RATHER = "plutot-oui", "plutôt oui"
    RATHER_NOT = "plutot-non", "plutôt non"
    NO = "non", "non"

    @property
    def is_positive(self) -> bool:
        return self in (Agreeing.YES, Agreeing.RATHER)
