from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "o2r.people"
    verbose_name = "personnes et confiance"
