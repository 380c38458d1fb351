"""What retention and rights refuse. ``str(error)`` is the French sentence to show."""


class RetentionError(Exception):
    """An act on retention or on a request that the rules refuse."""


class RefusalWithoutReason(RetentionError):
    """A refusal must say why and how to complain (GDPR art. 12.4)."""

    def __init__(self) -> None:
        super().__init__(
            "Un refus doit être motivé : la personne doit savoir pourquoi, et qu’elle peut saisir "
            "la CNIL (RGPD, art. 12.4). Écrivez le motif."
        )


class MoveRefused(RetentionError):
    """The request is not in a state that allows this."""

    def __init__(self, state: str) -> None:
        super().__init__(
            f"Cette demande est {state} : cette action n’est plus possible. "
            "Relisez la demande, ou enregistrez-en une nouvelle."
        )


class StillDue(RetentionError):
    """What should make a row leave left it as it was: going on would never end."""

    def __init__(self, label: str) -> None:
        super().__init__(
            f"La conservation de {label} n’a rien changé aux lignes échues. Rien n’a été écrit : "
            "signalez-le à l’équipe technique."
        )
