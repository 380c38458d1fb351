"""French words of what is done with a referral, in the journal."""

from o2r.core.journal.words import declare_action

declare_action("referral.prepare", "a préparé une orientation depuis")
declare_action("referral.send", "a envoyé une orientation depuis")
declare_action("referral.cancel", "a annulé une orientation depuis")
declare_action("referral.letter", "a imprimé une lettre d’orientation depuis")
declare_action("referral.withdraw", "a noté que la personne retire son accord, depuis")
declare_action("referral.note", "a noté ce que répond une structure, depuis")
declare_action("referral.answer", "a répondu à")
declare_action("referral.see", "a vu arriver")
declare_action("referral.code", "a demandé un code pour")
declare_action("referral.open", "a lu, avec un code,")
declare_action("referral.days", "a constaté le silence d’une structure sur")
