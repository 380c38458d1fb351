from typing import cast

from django.apps import AppConfig

from o2r.territory.geography import current_geography
from o2r.territory.official import set_default_geography
from o2r.territory.zones.binding import LocalLists, set_default_lists


class TerritoryConfig(AppConfig):
    name = "o2r.territory"
    label = "territory"
    verbose_name = "territoires"

    def ready(self) -> None:
        # The zone algebra knows nothing of Django: the place of the data is plugged in here.
        set_default_geography(current_geography)
        set_default_lists(cast(LocalLists, self.get_model("LocalUnit")._default_manager))
