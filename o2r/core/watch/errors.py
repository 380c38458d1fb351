"""What the watch refuses, in words for the person who asked."""


class WatchError(Exception):
    """An act that the rules refuse. ``str(error)`` is the French sentence to show."""


class OwnAlert(WatchError):
    """Someone handles an alert about themselves."""

    def __init__(self) -> None:
        super().__init__(
            "Cette alerte vous concerne : une autre personne doit la traiter. Demandez à un autre "
            "responsable ou au délégué à la protection des données."
        )


class NoSuchMove(WatchError):
    """An alert does not go from its state to the one asked."""

    def __init__(self, state: str, wanted: str) -> None:
        super().__init__(
            f"Cette alerte est « {state} » : elle ne peut pas devenir « {wanted} ». Rechargez la "
            "page, quelqu’un l’a peut-être traitée entre-temps."
        )


class SecondPersonNeeded(WatchError):
    """A second person, of another organisation, must agree."""

    def __init__(self) -> None:
        super().__init__(
            "Ce blocage est grave : il faut l’accord de deux organisations pour le lever. Une "
            "personne d’une autre organisation, la DREETS ou l’équipe de la plateforme, doit le "
            "confirmer."
        )


class AlreadyLifted(WatchError):
    """The block is already over."""

    def __init__(self) -> None:
        super().__init__("Ce blocage est déjà levé : il n’y a rien de plus à faire.")


class ReasonMissing(WatchError):
    """No reason was given."""

    def __init__(self) -> None:
        super().__init__("Écrivez en une phrase ce que vous avez vérifié : elle est conservée.")


class OutOfBounds(WatchError):
    """A threshold outside what an instance may choose."""

    def __init__(self, lowest: float, highest: float) -> None:
        super().__init__(
            f"Ce seuil se règle entre {lowest:g} et {highest:g}. Choisissez une valeur dans cet "
            "intervalle."
        )


class NeedsAPerson(WatchError):
    """A job of the platform tried what only a person may do."""

    def __init__(self) -> None:
        super().__init__(
            "Seule une personne connectée peut faire cela, pour que l’on sache qui l’a décidé. "
            "Connectez-vous et recommencez."
        )
