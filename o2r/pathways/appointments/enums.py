"""Words of the calendar: how people meet, what became of it, how they are reminded."""

from django.db import models


class MeetingWay(models.TextChoices):
    """How an appointment takes place."""

    IN_PERSON = "sur-place", "sur place"
    PHONE = "telephone", "au téléphone"
    VIDEO = "video", "en visio"


class AppointmentState(models.TextChoices):
    """What became of an appointment. To be excused is not to be absent."""

    BOOKED = "pris", "pris"
    DONE = "effectue", "a eu lieu"
    EXCUSED = "excuse", "excusé"
    ABSENT = "absent", "non venu"
    CANCELLED = "annule", "annulé"
    MOVED = "deplace", "déplacé"


_SAID = (AppointmentState.DONE, AppointmentState.EXCUSED, AppointmentState.ABSENT)
APPOINTMENT_MOVES = {
    AppointmentState.BOOKED: (*_SAID, AppointmentState.CANCELLED, AppointmentState.MOVED),
    # Said by mistake: it may be said otherwise.
    **{state: tuple(one for one in _SAID if one != state) for state in _SAID},
    AppointmentState.CANCELLED: (),
    AppointmentState.MOVED: (),
}


class ReminderChannel(models.TextChoices):
    """By what somebody is reminded. A letter is printed, and handed or posted by the team."""

    SMS = "sms", "SMS"
    MAIL = "courriel", "courriel"
    LETTER = "lettre", "lettre"


class ReminderState(models.TextChoices):
    """Where a reminder stands. ``UNKNOWN``: nobody can tell whether it left."""

    PLANNED = "prevu", "prévu"
    HANDED = "remis", "en cours d’envoi"
    SENT = "envoye", "envoyé"
    SKIPPED = "sans-objet", "pas envoyé"
    FAILED = "echec", "n’a pas pu partir"
    UNKNOWN = "inconnu", "peut-être parti"


REMINDER_MOVES = {
    ReminderState.PLANNED: (
        *(ReminderState.HANDED, ReminderState.SENT),
        *(ReminderState.SKIPPED, ReminderState.FAILED),
    ),
    ReminderState.HANDED: (
        *(ReminderState.SENT, ReminderState.FAILED),
        *(ReminderState.SKIPPED, ReminderState.UNKNOWN),
    ),
    # The provider may still find it by its tag; otherwise somebody says what they know.
    ReminderState.UNKNOWN: (ReminderState.SENT, ReminderState.FAILED, ReminderState.SKIPPED),
    ReminderState.SENT: (),
    ReminderState.SKIPPED: (),
    ReminderState.FAILED: (),
}


class WhyNot(models.TextChoices):
    """Why a reminder did not leave. Stable codes, said in words to the team."""

    NO_CONSENT = "pas-d-accord", "la personne n’a pas dit oui"
    SUSPENDED = "suspendu", "les rappels sont suspendus"
    NO_CONTACT = "pas-de-moyen", "aucun moyen de contact pour ce canal"
    NO_HOUR = "pas-d-heure", "aucune heure possible avant le rendez-vous"
    NOT_BOOKED = "plus-pris", "le rendez-vous n’est plus pris"
    TOO_LATE = "trop-tard", "il serait arrivé trop tard"
    CLOSED = "dossier-ferme", "le dossier n’est plus ouvert"
    OFF = "canal-eteint", "la plateforme n’envoie pas par ce canal"
    REFUSED = "refuse", "l’opérateur l’a refusé"


class SuspensionReason(models.TextChoices):
    """Why somebody is not reminded for a while."""

    ASKED = "demande", "la personne l’a demandé"
    DANGER = "danger", "un rappel peut la mettre en danger"
    LOST = "perdu", "téléphone perdu ou changé"
    AWAY = "absence", "elle n’est pas joignable"


class ActivityState(models.TextChoices):
    """What became of an activity."""

    PLANNED = "prevue", "prévue"
    HELD = "tenue", "a eu lieu"
    CANCELLED = "annulee", "annulée"


ACTIVITY_MOVES = {
    ActivityState.PLANNED: (ActivityState.HELD, ActivityState.CANCELLED),
    ActivityState.HELD: (),
    ActivityState.CANCELLED: (),
}


class AttendanceState(models.TextChoices):
    """Whether somebody came to an activity."""

    EXPECTED = "attendu", "attendu"
    PRESENT = "present", "présent"
    EXCUSED = "excuse", "excusé"
    ABSENT = "absent", "non venu"


ATTENDANCE_MOVES = {
    state: tuple(one for one in AttendanceState if one not in (state, AttendanceState.EXPECTED))
    for state in AttendanceState
}
"""Said by mistake, it is said otherwise; it is not unsaid."""
