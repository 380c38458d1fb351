from django.apps import AppConfig


class PublicMapConfig(AppConfig):
    name = "o2r.public_map"
    label = "public_map"
    verbose_name = "site public"
