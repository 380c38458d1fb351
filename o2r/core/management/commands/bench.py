from o2r.core.measure_command import MeasureCommand


class Command(MeasureCommand):
    help = "Mesure les vitesses et les poids promis ; échoue si l'un manque sa cible."
