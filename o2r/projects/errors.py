"""What the rules of the projects refuse."""

from o2r.accounts.errors import DomainError


class SheetChanged(DomainError):
    """Somebody corrected the page while it was being corrected: both are shown, nothing is lost."""

    def __init__(self) -> None:
        super().__init__(
            "Quelqu’un a corrigé cette fiche pendant que vous l’écriviez. Ce que vous avez écrit "
            "est toujours là, et ce qui est enregistré aujourd’hui est montré au-dessus : "
            "comparez, puis enregistrez de nouveau."
        )
