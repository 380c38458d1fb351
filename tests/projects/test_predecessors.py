"""What became of the projects of earlier programmes is recorded, by those who run the platform."""

import pytest
from django.test import Client
from django.urls import reverse

from o2r.projects.models import FundedProject, PredecessorProject

PAGE = reverse("projects:predecessors")


@pytest.fixture
def typed(project: FundedProject) -> dict[str, str]:
    return {
        "programme": "cej-jr",
        "title": "Rebond jeunes",
        "bearer": str(project.bearer.pk),
        "outcome": "repris",
        "reason": "Même équipe, territoire élargi.",
        "continued_by": str(project.pk),
        "source_url": "",
    }


def test_a_predecessor_is_recorded_and_shown_on_the_sheet(
    as_claire: Client, typed: dict[str, str], project: FundedProject
) -> None:
    assert as_claire.post(PAGE, typed).url == PAGE
    recorded = PredecessorProject.objects.get()
    assert recorded.continued_by == project
    assert "Rebond jeunes" in as_claire.get(PAGE).content.decode()


def test_a_stopped_project_is_not_continued_and_nothing_typed_is_lost(
    as_claire: Client, typed: dict[str, str]
) -> None:
    page = as_claire.post(PAGE, typed | {"outcome": "arrete"})
    assert page.status_code == 200
    assert "arrêté" in str(page.context["form"].non_field_errors())
    assert "Même équipe, territoire élargi." in page.content.decode()
    assert not PredecessorProject.objects.exists()


def test_the_page_does_not_exist_for_others(as_malik: Client, typed: dict[str, str]) -> None:
    assert as_malik.get(PAGE).status_code == 404
    assert as_malik.post(PAGE, typed).status_code == 404
    assert not PredecessorProject.objects.exists()
