"""French words of what the gate of interests writes in the journal."""

from o2r.core.journal.words import declare_action

declare_action("reading.open", "a ouvert à la lecture")
declare_action("reading.close", "a fermé à la lecture")
declare_action("reading.recuse", "a récusé le lecteur de")
declare_action("opinion.correct", "a corrigé")
