from o2r.core.measure_command import MeasureCommand


class Command(MeasureCommand):
    help = "Vérifie ce qui ne doit ni fuir ni céder ; échoue au premier écart."
    family = "trust"
    module = "trust"
