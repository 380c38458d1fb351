"""French words of what is done with papers, in the journal."""

from o2r.core.journal.words import declare_action

declare_action("document.issue", "a fait un document pour")
declare_action("document.erase", "a effacé un document fait pour")
declare_action("safe.add", "a reçu un papier à garder dans")
declare_action("safe.settle", "a vérifié et scellé un papier dans")
declare_action("safe.read", "a ouvert un papier gardé dans")
declare_action("safe.lend", "a fait, avec la personne, un code pour un papier de")
declare_action("safe.take_back", "a retiré un code pour un papier de")
declare_action("safe.open", "a montré, à qui avait un code, un papier de")
declare_action("safe.give_back", "a rendu un papier gardé dans")
declare_action("safe.erase", "a effacé un papier gardé dans")
