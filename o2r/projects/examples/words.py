"""Invented names and sentences. Places that do not exist make the fiction plain to see."""

from o2r.accounts.enums import OrganisationKind
from o2r.projects.enums import Channel

PLACES = (
    "d’Aubrelieu",
    "du Val d’Essai",
    "de Clairefable",
    "de Montinvente",
    "des Monts de Fable",
    "de Brumelune",
    "de Valdessin",
    "de Rochefictive",
    "du Pays d’Esquisse",
    "de Sainte-Maquette",
    "de Bellechimère",
    "des Trois-Contes",
    "de Port-Chimère",
    "du Bois-Rêvé",
    "de Fontsonge",
    "de Lignefeinte",
    "de Mirelande",
    "des Hauts d’Invention",
    "de Villedoux-en-Fable",
    "de Songeval",
)

BEARERS: dict[OrganisationKind, tuple[str, ...]] = {
    OrganisationKind.ASSOCIATION: (
        "Les Passerelles",
        "Chemins de Traverse",
        "La Main Tendue",
        "Les Voisins Solidaires",
        "Le Fil Retrouvé",
        "L’Escale Fraternelle",
        "Les Pas Perdus, Pas Gagnés",
        "Terres d’Élan",
    ),
    OrganisationKind.TRAINING_BODY: (
        "La Fabrique des Possibles",
        "L’École du Rebond",
        "Savoirs en Mouvement",
        "L’Atelier des Métiers",
    ),
    OrganisationKind.SOCIAL_CENTRE: ("Centre social Le Grand Platane", "Centre social La Verrière"),
    OrganisationKind.WORK_INTEGRATION: ("Les Jardins du Lendemain", "La Ressourcerie Joyeuse"),
    OrganisationKind.HOUSING: ("Le Toit d’Abord", "La Maison des Seuils"),
    OrganisationKind.LOCAL_AUTHORITY: ("Communauté de communes",),
    OrganisationKind.SOCIAL_ACTION_CENTRE: ("CCAS",),
    OrganisationKind.EMPLOYMENT_HOUSE: ("Maison de l’emploi",),
    OrganisationKind.MISSION_LOCALE: ("Mission locale",),
}

TITLES = (
    "Pas à pas",
    "Le Détour",
    "Sur le seuil",
    "L’Embellie",
    "Premières marches",
    "La Caravane des possibles",
    "Allers-retours",
    "Le Banc d’à côté",
    "Retrouver le fil",
    "À portée de main",
    "Les Éclaireurs",
    "Hors les murs",
    "Le Café qui roule",
    "Un pas de plus",
    "Lisières",
    "Rebonds",
    "La Porte ouverte",
    "Chemin faisant",
    "Prendre le large",
    "Le Relais des bourgs",
    "Tout près d’ici",
    "Reprendre souffle",
    "Les Matins clairs",
    "La Boussole",
    "Au coin de la rue",
    "Nouvel air",
    "Quai n° 3",
    "La Bonne Heure",
    "Feu vert",
    "Les Invisibles, visibles",
    "La Halte",
    "Un toit, un café, un projet",
    "Sortir de l’ombre",
    "Le Chemin de ronde",
    "Cap sur demain",
    "La Clé des champs",
    "Ensemble au marché",
    "Le Goût d’essayer",
    "Passage de relais",
    "Dehors",
    "La Ronde des hameaux",
    "Voisins de paliers",
)

OUTREACH: dict[Channel, tuple[str, ...]] = {
    Channel.STREET: (
        "Deux éducateurs arpentent à pied les places, les gares et les parcs, aux heures où "
        "personne d’autre ne passe.",
        "Chaque semaine, un binôme va là où les gens se posent : sous les arcades, devant la "
        "supérette, au bord du stade.",
    ),
    Channel.HOTEL: (
        "L’équipe se rend dans les hôtels où le 115 met des familles à l’abri, et revient tant que "
        "la confiance n’est pas là.",
        "Une travailleuse sociale frappe aux portes des hôtels d’hébergement, sans dossier à "
        "remplir au premier rendez-vous.",
    ),
    Channel.DAY_CENTRE: (
        "Un conseiller partage le petit déjeuner de l’accueil de jour avant de parler d’emploi.",
        "L’équipe tient une table à l’accueil de jour : on y vient d’abord pour se réchauffer.",
    ),
    Channel.FIXED_DESK: (
        "La porte est ouverte sans rendez-vous dans un local de plain-pied, au centre du bourg.",
        "Une permanence régulière, toujours avec les deux mêmes visages, installe l’habitude de "
        "passer.",
    ),
    Channel.MOBILE_DESK: (
        "Les permanences changent de village chaque jour : mairie, salle des fêtes, terrain de "
        "boules.",
        "Un calendrier simple annonce où l’équipe sera : devant le marché le mardi, à la "
        "médiathèque le jeudi.",
    ),
    Channel.VEHICLE: (
        "Un camion aménagé en bureau sillonne les communes qu’aucun car ne dessert.",
        "Un petit bus, avec une banquette et une cafetière, s’arrête sur les parkings des "
        "lotissements.",
    ),
    Channel.THIRD_PLACE: (
        "Tout part d’un tiers-lieu où l’on répare, où l’on cuisine, et où l’on finit par parler de "
        "la suite.",
        "L’épicerie solidaire sert de point d’appui : la conversation y commence entre deux "
        "cageots.",
    ),
    Channel.SIAO: (
        "Le SIAO prévient l’équipe quand une personne hébergée cherche à se remettre en mouvement.",
    ),
    Channel.PARTNERS: (
        "Gardiens d’immeuble, pharmaciens et facteurs savent à qui passer le mot, avec l’accord de "
        "la personne.",
        "Les clubs sportifs, les bailleurs et les assistantes sociales orientent d’un simple coup "
        "de téléphone.",
    ),
    Channel.DIGITAL: (
        "Deux promeneurs du net répondent le soir sur les messageries que les jeunes utilisent.",
    ),
    Channel.RESIDENCE: (
        "L’équipe s’installe une demi-journée par semaine dans le hall des résidences sociales.",
    ),
    Channel.EVENTS: (
        "Tournois de quartier, chantiers et concerts servent d’invitation : on fait d’abord "
        "quelque chose ensemble.",
    ),
}

REMOBILISATION = (
    "Des ateliers courts – cuisine, vélo, théâtre, bricolage – redonnent le goût de se lever pour "
    "quelque chose.",
    "Trois semaines de chantier collectif, payées en fierté et en repas partagés, précèdent tout "
    "projet professionnel.",
    "On commence par ce qui pèse : un papier en retard, une dent qui fait mal, un téléphone cassé.",
    "Chacun choisit son rythme, d’une heure par semaine à plusieurs jours, et peut revenir en "
    "arrière.",
    "Des séjours de deux jours, loin du quartier, aident à se voir autrement.",
    "Un carnet de petites victoires, tenu à deux, remplace le CV des premiers mois.",
    "Marche, sport doux et point santé ouvrent la plupart des matinées.",
    "Des pairs, passés par là, animent le groupe avec l’équipe.",
    "Le groupe prépare chaque mois un repas ouvert au quartier, du budget à la vaisselle.",
    "Une demi-journée de bénévolat dans un club ou une recyclerie rend sa place à chacun.",
    "Un atelier d’écriture et de photo finit en exposition à la médiathèque.",
    "L’équipe aide à renouer avec un médecin, un avocat ou une sœur, selon ce qui compte d’abord.",
    "Des visites d’entreprises en petit groupe remplacent les catalogues de métiers.",
    "Potager partagé l’été, menuiserie l’hiver : les mains d’abord, les mots ensuite.",
)

SUPPORT = (
    "Une même personne reste joignable du premier café à l’embauche, puis pendant les premières "
    "semaines de travail.",
    "Le référent de France Travail, de la mission locale ou du Département est prévenu dès que la "
    "personne le souhaite.",
    "L’accompagnement se fait à deux voix : une conseillère en insertion et une psychologue.",
    "Des entreprises du territoire accueillent en immersion, une journée d’abord, une semaine "
    "ensuite.",
    "Quand un relais est trouvé, l’équipe accompagne au premier rendez-vous au lieu de donner une "
    "adresse.",
    "Logement, mobilité, garde d’enfants et droits avancent en même temps que le projet d’emploi.",
    "Un point tous les quinze jours suffit souvent ; en période difficile, il est quotidien.",
    "Une fois l’emploi trouvé, un appel chaque semaine prévient les ruptures du début.",
    "La personne écrit elle-même son plan, en trois lignes, et le corrige quand elle veut.",
    "Un réseau de parrains et de marraines ouvre son carnet d’adresses.",
    "Le permis, le vélo ou la place en crèche se règlent avec les partenaires du territoire.",
    "Rien n’est transmis à personne sans que la personne l’ait lu et accepté.",
)

DESKS = (
    "salle des associations",
    "médiathèque",
    "mairie annexe",
    "maison de quartier",
    "place du marché",
    "France services",
    "foyer rural",
    "gymnase",
)
DAYS = ("Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi")
HOURS = (
    "de 9 h à 12 h",
    "de 9 h 30 à 12 h 30",
    "de 14 h à 17 h",
    "de 14 h à 19 h",
    "de 16 h à 20 h",
)
