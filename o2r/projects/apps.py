from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "o2r.projects"
    label = "projects"
    verbose_name = "projets"
