"""Names: readable, whole, and harmless."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o2r.core.files.content.types import Refused
from o2r.core.files.names import LONGEST_NAME, check_extensions, clean_name, extension_of


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Lettre d’été (v2) – œuvre.pdf", "Lettre d’été (v2) – œuvre.pdf"),
        ("التقرير.pdf", "التقرير.pdf"),
        ("../../../etc/passwd.png", "passwd.png"),
        ("C:\\Users\\a\\photo.png", "photo.png"),
        ("facture\u202efdp.exe", "facturefdp.exe"),
        ("a\x00b\r\n.png", "ab.png"),
        ("CON.png", "fichier-CON.png"),
        (".png", "fichier.png"),
        ("..", "fichier"),
        ("", "fichier"),
        ("///", "fichier"),
        ("-rf.txt", "rf.txt"),
        ("sans extension", "sans extension"),
        ("a.txt. .", "a.txt"),
        ("e\u0301te\u0301.txt", "été.txt"),
        ('a"b<c>|?*.txt', "a_b_c____.txt"),
        ("a" * 999 + ".txt", "a" * 146 + ".txt"),
    ],
)
def test_a_name_is_cleaned(sent: str, kept: str) -> None:
    assert clean_name(sent) == kept


@given(st.text(max_size=300))
def test_whatever_is_sent_a_name_is_short_visible_and_without_a_path(sent: str) -> None:
    name = clean_name(sent)
    assert 0 < len(name) <= LONGEST_NAME
    assert not set(name) & set('/\\"<>|:?*;\r\n\0')
    assert not name.startswith((".", " ", "-"))
    assert all(unicodedata.category(sign)[0] != "C" for sign in name)
    assert clean_name(name) == name


def test_the_extension_is_what_follows_the_last_dot() -> None:
    assert extension_of("a.b.PDF") == "pdf"
    assert extension_of("sans") == ""


@pytest.mark.parametrize("name", ["a.exe", "a.pdf.exe", "a.exe.pdf", "a.html", "a.docm", "a.JS"])
def test_extensions_of_programs_are_refused(name: str) -> None:
    with pytest.raises(Refused, match="extension d’un programme"):
        check_extensions(name)


@pytest.mark.parametrize("name", ["contact@asso.com.pdf", "Budget 2.5.xlsx", "exe", "a.v1.txt"])
def test_names_that_people_write_are_accepted(name: str) -> None:
    check_extensions(name)
