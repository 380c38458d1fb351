from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "o2r.core.messaging"
    label = "messaging"
    verbose_name = "messages"
