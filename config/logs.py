"""What the site writes in its logs, and how: nothing of people, one line each."""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        # What people type can neither forge a line nor move the cursor of a terminal.
        "one-line": {
            "()": "o2r.core.log_lines.OneLineFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "one-line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        # At DEBUG, Django writes the whole context of a template, people included.
        "django.template": {"level": "INFO"},
        # It warns of each rule that is meant for screens.
        "weasyprint": {"level": "ERROR"},
    },
}
