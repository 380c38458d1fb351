from o2r.core.notifications import kinds

RESULTS = kinds.declare(
    "call-results",
    label="Les résultats d’un appel auquel mon organisation a répondu sont publiés",
    # A refusal opens a delay to contest it: nobody may miss it.
    compulsory=True,
)
HELD = kinds.declare(
    "call-results-held",
    label="Les résultats d’un appel de mon service n’ont pas pu paraître à l’heure choisie",
)
