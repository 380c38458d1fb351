from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "o2r.network"
    label = "network"
    verbose_name = "réseau"
