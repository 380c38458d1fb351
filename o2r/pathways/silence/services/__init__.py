"""Every act on a silence."""

from o2r.pathways.silence.services.answering import (
    dismiss,
    expect,
    let_sleep,
    resolve,
    take,
)
from o2r.pathways.silence.services.noting import notice_silences

__all__ = ["dismiss", "expect", "let_sleep", "notice_silences", "resolve", "take"]
