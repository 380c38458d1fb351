"""The file of pathways that waits, the act that takes it over, the lines known."""

from o2r.pathways.intake.models.imports import (
    KIND,
    IntakeAct,
    IntakeContent,
    IntakeFile,
    IntakeRow,
)

__all__ = ["KIND", "IntakeAct", "IntakeContent", "IntakeFile", "IntakeRow"]
