"""What the journal refuses."""


class OutsideTransaction(RuntimeError):
    """``record`` was called outside a transaction: the act and its trace could part."""

    def __init__(self) -> None:
        super().__init__("A journal entry is written in the transaction of the act it records.")


class AppendOnly(RuntimeError):
    """Someone tried to change or erase an entry."""

    def __init__(self) -> None:
        super().__init__("An entry of the journal is never changed nor erased.")


class JournalError(Exception):
    """An error to show to the administrator: what happened, and what to do (French)."""
