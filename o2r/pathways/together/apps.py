from django.apps import AppConfig


class TogetherConfig(AppConfig):
    name = "o2r.pathways.together"
    label = "together"
    verbose_name = "accompagner à plusieurs"
