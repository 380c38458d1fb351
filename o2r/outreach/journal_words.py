"""French words of what is done with a signal, in the journal."""

from o2r.core.journal.words import declare_action

declare_action("signal.move", "a noté la suite donnée à")
declare_action("signal.answer", "a répondu à")
declare_action("signal.withdraw", "a retiré, et fait effacer,")
