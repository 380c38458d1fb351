"""No table: Django sends the signals of migrations only to the apps that have this module."""
