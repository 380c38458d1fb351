"""French words of what is noticed of a silence, in the journal."""

from o2r.core.journal.words import declare_action

declare_action("silence.notice", "a regardé les silences, dans")
