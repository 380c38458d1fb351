"""The French article of each département: « le département du Rhône », « en Isère ». Pure.

Keyed by name, so that another vintage reads the same table; a name that is not there is said
without an article.
"""

from o2r.territory.official import Unit

_LE = (
    "Bas-Rhin|Calvados|Cantal|Cher|Doubs|Finistère|Gard|Gers|Haut-Rhin|Jura|Loir-et-Cher|Loiret|"
    "Lot|Lot-et-Garonne|Maine-et-Loire|Morbihan|Nord|Pas-de-Calais|Puy-de-Dôme|Rhône|Tarn|"
    "Tarn-et-Garonne|Territoire de Belfort|Val-d'Oise|Val-de-Marne|Var|Vaucluse"
)
_LES = (
    "Alpes-Maritimes|Alpes-de-Haute-Provence|Ardennes|Bouches-du-Rhône|Côtes-d'Armor|Deux-Sèvres|"
    "Hautes-Alpes|Hautes-Pyrénées|Hauts-de-Seine|Landes|Pyrénées-Atlantiques|Pyrénées-Orientales|"
    "Vosges|Yvelines|Terres australes et antarctiques françaises"
)
_LA = "Creuse|Drôme|Loire|Manche|Marne|Meuse|Nièvre|Sarthe|Somme|Vienne"
_EN = (
    "Charente|Charente-Maritime|Corrèze|Corse-du-Sud|Côte-d'Or|Dordogne|Gironde|Guadeloupe|Guyane|"
    "Haute-Corse|Haute-Garonne|Haute-Loire|Haute-Marne|Haute-Savoie|Haute-Saône|Haute-Vienne|"
    "Loire-Atlantique|Lozère|Martinique|Mayenne|Meurthe-et-Moselle|Moselle|Nouvelle-Calédonie|"
    "Polynésie française|Savoie|Saône-et-Loire|Seine-Maritime|Seine-Saint-Denis|Seine-et-Marne|"
    "Vendée"
)
_L = (
    "Ain|Aisne|Allier|Ardèche|Ariège|Aube|Aude|Aveyron|Essonne|Eure|Eure-et-Loir|Hérault|"
    "Ille-et-Vilaine|Indre|Indre-et-Loire|Isère|Oise|Orne|Yonne"
)

# « de … » and « dans … », before the name.
_FORMS = {
    _LE: ("du ", "dans le "),
    _LES: ("des ", "dans les "),
    _LA: ("de la ", "dans la "),
    _EN: ("de la ", "en "),
    _L: ("de l’", "dans l’"),
}
_OF_NAME = {name: forms for names, forms in _FORMS.items() for name in names.split("|")}
_PLAIN = ("de ", "à ")


def of_department(unit: Unit) -> str:
    """« du Rhône », « de l’Ain », « de Paris »."""
    return _OF_NAME.get(unit.name.replace("’", "'"), _PLAIN)[0] + unit.name


def in_department(unit: Unit) -> str:
    """« dans le Rhône », « en Savoie », « à Paris »."""
    return _OF_NAME.get(unit.name.replace("’", "'"), _PLAIN)[1] + unit.name
