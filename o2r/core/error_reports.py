"""Reports of errors say where the code failed, never what people had typed."""

from types import FrameType
from typing import Any

from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter

HIDDEN = "(masqué)"
_KEPT_OF_THE_REQUEST = ("REQUEST_METHOD", "SERVER_PROTOCOL", "CONTENT_TYPE", "CONTENT_LENGTH")


class NothingTyped(SafeExceptionReporterFilter):
    """Hides the values of forms, cookies, headers and variables; their names stay."""

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        """The names of what was sent."""
        return dict.fromkeys(request.POST, HIDDEN) if request is not None else {}

    def get_safe_cookies(self, request: Any) -> dict[str, Any]:
        """The names of the cookies."""
        return dict.fromkeys(request.COOKIES, HIDDEN) if hasattr(request, "COOKIES") else {}

    def get_safe_request_meta(self, request: Any) -> dict[str, Any]:
        """What was asked, without the addresses nor the headers of the browser."""
        meta = getattr(request, "META", {})
        return {name: meta[name] for name in _KEPT_OF_THE_REQUEST if name in meta}

    def get_traceback_frame_variables(
        self, request: HttpRequest | None, tb_frame: FrameType
    ) -> list[tuple[str, Any]]:
        """The names of the variables."""
        return [(name, HIDDEN) for name in tb_frame.f_locals]
