"""What a question sent by SMS or mail says: as little as the way to reach somebody allows. Pure."""


def question_text(question: str, address: str, *, discreet: bool) -> str:
    """Never a name, nor an employer, nor who writes.

    ``discreet``: somebody else may read it, or the person wants a neutral sender; the link alone
    then says what is asked. Plain spaces: a telephone does not draw the others.
    """
    said = f"Une question : {address}" if discreet else f"{question} Répondez ici : {address}"
    return said.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")
