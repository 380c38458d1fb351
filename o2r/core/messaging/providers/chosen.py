"""The provider of each channel, as the settings of the instance say."""

from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from o2r.core.messaging.enums import Channel
from o2r.core.messaging.providers.base import Provider
from o2r.core.messaging.providers.local import Console, Folder
from o2r.core.messaging.providers.mail import MailServer
from o2r.core.messaging.providers.ovh import OvhAccount, OvhSms

OFF = ""
PREFIX = "O2R_SMS_"


def is_on(channel: Channel) -> bool:
    """Whether the instance sends anything by this channel."""
    return channel == Channel.MAIL or settings.SMS_PROVIDER != OFF


def provider_for(channel: Channel) -> Provider | None:
    """What sends messages of a channel; None where the instance sends none.

    Raises ImproperlyConfigured for a setting that is incomplete, or for the screen outside debug.
    """
    if channel == Channel.MAIL:
        return MailServer()
    match settings.SMS_PROVIDER:
        case "":
            return None
        case "console" if settings.DEBUG:
            return Console()
        case "file":
            return Folder(Path(settings.STORAGE_DIR) / "sms")
        case "http":
            return OvhSms(_account())
    raise ImproperlyConfigured(
        "O2R_SMS_PROVIDER vaut file ou http (console, seulement avec O2R_DEBUG=1), ou rien."
    )


def _account() -> OvhAccount:
    missing = sorted(name for name, value in settings.SMS_HTTP.items() if not value)
    if missing:
        raise ImproperlyConfigured(f"Pour envoyer des SMS, complétez : {', '.join(missing)}.")
    given = {name.removeprefix(PREFIX).lower(): text for name, text in settings.SMS_HTTP.items()}
    # In clear, keys and numbers would be read on the way.
    if not given["url"].startswith(("https://", "http://127.0.0.1:", "http://localhost:")):
        raise ImproperlyConfigured("O2R_SMS_URL commence par https://.")
    return OvhAccount(
        url=given["url"],
        service=given["service"],
        sender=given["sender"],
        application_key=given["application_key"],
        application_secret=given["application_secret"],
        consumer_key=given["consumer_key"],
    )
