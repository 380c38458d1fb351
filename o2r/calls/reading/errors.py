"""Why an act on a reading is refused: what happened, why, what to do."""

from o2r.accounts.errors import DomainError


class NotCleared(DomainError):
    """Nobody acts on an application before having declared no interest in it."""

    def __init__(self) -> None:
        super().__init__(
            "Cette candidature ne vous est pas ouverte : vos liens avec les organismes de son "
            "consortium ne sont pas tous déclarés, ou l’un d’eux vous en écarte. Ouvrez « Déclarer "
            "mes liens », ou laissez un collègue s’en charger."
        )


class NoReader(DomainError):
    """The address named is not that of someone who may read."""


class Recused(DomainError):
    """The reader has a tie with a body of the consortium."""

    def __init__(self, reader: str) -> None:
        super().__init__(
            f"{reader} a un lien avec un organisme de ce consortium : cette candidature ne peut "
            "pas lui être confiée. Choisissez quelqu’un d’autre."
        )


class WrittenElsewhere(DomainError):
    """The review was changed in another window since this one was opened."""

    def __init__(self) -> None:
        super().__init__(
            "Votre lecture a été modifiée dans une autre fenêtre depuis que vous avez ouvert "
            "celle-ci. Rien n’est perdu : ce que vous venez d’écrire est ci-dessous. Enregistrez "
            "de nouveau pour le garder à la place de l’autre version."
        )


class AlreadySent(DomainError):
    """A review that was sent is not rewritten."""

    def __init__(self) -> None:
        super().__init__(
            "Cette lecture est envoyée : elle ne se modifie plus. Pour qu’elle ne compte pas, "
            "demandez au service de l’État de l’écarter."
        )


class NotReading(DomainError):
    """The call is not at the time of readings."""

    def __init__(self) -> None:
        super().__init__(
            "L’appel n’est pas en instruction : les lectures sont fermées. Écrivez au service de "
            "l’État qui le conduit."
        )
