"""Reports of errors say where the code failed, never what people had typed."""

from collections.abc import ItemsView
from types import FrameType
from typing import Any

from django.http import HttpRequest
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter

from o2r.core.log_lines import without_values

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
    ) -> ItemsView[str, Any]:
        """The names of the variables."""
        return dict.fromkeys(tb_frame.f_locals, HIDDEN).items()


class ErrorReport(ExceptionReporter):
    """The report, without who was there, what was asked, nor what a database quotes."""

    def get_traceback_data(self) -> dict[str, Any]:
        """What the report shows."""
        shown: dict[str, Any] = super().get_traceback_data()
        shown["user_str"] = HIDDEN
        for name in ("request_GET_items", "request_FILES_items"):
            shown[name] = [(key, HIDDEN) for key, _ in shown.get(name, ())]
        if self.request is not None:
            shown["request_insecure_uri"] = self.request.path
        if "exception_value" in shown:
            shown["exception_value"] = without_values(str(shown["exception_value"]))
        for frame in shown.get("frames", ()):
            if frame.get("exc_cause"):
                frame["exc_cause"] = without_values(str(frame["exc_cause"]))
        return shown
