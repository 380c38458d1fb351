"""Words of the index between operators: where a request that was received stands."""

from django.db import models


class NoticeState(models.TextChoices):
    """What the referent made of a request. Who asked learns of the second one alone."""

    WAITING = "attend", "attend votre réponse"
    ACCEPTED = "acceptee", "vous avez accepté d’en parler"
    DECLINED = "sans-suite", "vous n’avez pas répondu"


NOTICE_MOVES = {
    NoticeState.WAITING: (NoticeState.ACCEPTED, NoticeState.DECLINED),
    NoticeState.ACCEPTED: (),
    NoticeState.DECLINED: (NoticeState.ACCEPTED,),
}

AGREED_ON = {
    "phone": "le téléphone mobile",
    "full": "le prénom, le nom et la date de naissance",
    "sound": "des noms qui se prononcent pareil, et la date de naissance",
    "born at": "le prénom, la date et la commune de naissance",
}
"""What agrees between a request and a file, by the first part of a composite."""
