"""What leaves: only clean files, only to be saved."""

import re
from typing import Any

import pytest
from django.http import Http404

from o2r.core.files import services, storage, views
from o2r.core.files.enums import FileState
from o2r.core.files.models import StoredFile


@pytest.fixture
def clean(receive: Any) -> StoredFile:
    return services.inspect(by=services.INSPECTOR, file=receive("Été.txt", b"bonjour"))


def test_a_clean_file_is_served_to_be_saved(clean: StoredFile) -> None:
    response = views.serve(clean)
    assert b"".join(response) == b"bonjour"  # type: ignore[arg-type]
    response.file_to_stream.close()
    assert dict(response.headers) == {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Length": "7",
        "Content-Disposition": "attachment; filename*=utf-8''%C3%89t%C3%A9.txt",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store",
    }


@pytest.mark.parametrize("state", [FileState.QUARANTINE, FileState.FAILED, FileState.REFUSED])
def test_any_other_file_is_absent(clean: StoredFile, state: FileState) -> None:
    clean.state = state
    with pytest.raises(Http404):
        views.serve(clean)


def test_a_content_in_quarantine_cannot_be_reached_through_a_clean_row(
    receive: Any,
) -> None:
    file = receive("a.txt", b"x")
    file.state, file.detected_type = FileState.CLEAN, "txt"
    with pytest.raises(Http404):
        views.serve(file)


def test_a_content_that_is_gone_is_absent(clean: StoredFile) -> None:
    storage.clean(clean.content_name).unlink()
    with pytest.raises(Http404):
        views.serve(clean)


@pytest.mark.parametrize("name", ['a"; filename="b.txt', "a\r\nSet-Cookie: x=1.txt"])
def test_a_name_cannot_write_a_header(receive: Any, name: str) -> None:
    file = services.inspect(by=services.INSPECTOR, file=receive(name, b"x"))
    response = views.serve(file)
    response.file_to_stream.close()
    header = response.headers["Content-Disposition"]
    assert re.fullmatch(r'attachment; filename="[^"\\\r\n]*\.txt"', header)


def test_what_can_be_read_is_a_query(clean: StoredFile, receive: Any) -> None:
    receive("b.txt", b"y")
    rows = StoredFile.objects.attached_to(clean.attached_kind, clean.attached_id)
    assert rows.count() == 2
    assert list(rows.servable()) == [clean]
