"""French words of what is done with the answers of a person, in the journal."""

from o2r.core.journal.words import declare_action

declare_action("quote.answer", "a noté si les mots peuvent être cités, dans")
declare_action("quote.withdraw", "a retiré l’accord de citer des mots, dans")
declare_action("measure.erase", "a effacé une réponse, dans")
