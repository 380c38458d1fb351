"""French words of what is done with an exit, in the journal."""

from o2r.core.journal.words import declare_action

declare_action("exit.note", "a noté une sortie, dans")
declare_action("exit.news", "a noté des nouvelles après une sortie, dans")
declare_action("exit.return", "a noté un retour, dans")
