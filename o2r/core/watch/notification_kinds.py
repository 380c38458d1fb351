"""What the watch tells people."""

from o2r.core.notifications.kinds import declare

ABUSE_ALERT = "abuse-alert"

declare(ABUSE_ALERT, label="Un usage anormal d’un compte est détecté", compulsory=True)
