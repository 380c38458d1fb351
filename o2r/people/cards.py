from o2r.accounts.space import offer
from o2r.people.selectors.emergencies import to_answer

offer(
    "person-file",
    "list",
    title="Partagé avec moi",
    text="Ce que des personnes suivies ailleurs laissent lire à votre organisation.",
    route="agreements:shared",
    link="Voir ce qui est partagé",
)
offer(
    "emergency-opening",
    "list",
    title="Ouvertures en urgence",
    text="Un dossier d’un collègue, pour une heure, quand une personne est en danger.",
    route="emergency:all",
    link="Voir les ouvertures en urgence",
    waiting=to_answer,
)
