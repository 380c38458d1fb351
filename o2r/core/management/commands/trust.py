from o2r.core.measure_command import MeasureCommand


class Command(MeasureCommand):
    help = "Vérifie ce qui ne doit ni fuir ni céder ; échoue si un chiffre manque sa cible."
    family = "trust"
    module = "trust"
