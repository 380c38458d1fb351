"""French words of what is done with the file of a person, in the journal."""

from o2r.core.journal.words import declare_action

declare_action("inform", "a noté ce qui a été expliqué, dans")
declare_action("agreement.propose", "a noté un accord demandé, dans")
declare_action("agreement.give", "a ouvert un partage de")
declare_action("agreement.refuse", "a noté un refus de partage, dans")
declare_action("agreement.withdraw", "a arrêté un partage de")
declare_action("agreement.end", "a fermé un partage arrivé à sa fin, dans")
declare_action("card.issue", "a remis une carte pour")
declare_action("card.cancel", "a annulé la carte de")
declare_action("card.read", "a lu, avec la carte,")
declare_action("card.closed", "a fermé, après trop d’essais, la carte de")
declare_action("protect", "a protégé")
declare_action("unprotect", "a levé la protection de")
