from o2r.territory.management.local_list import LocalListCommand
from o2r.territory.models import LocalListKind


class Command(LocalListCommand):
    help = "Importe la liste officielle des quartiers prioritaires (QPV)."
    kind = LocalListKind.QPV
