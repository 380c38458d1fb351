"""Correcting the public sheet of a project, by who carries it."""

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from o2r.accounts.acting import actor_for
from o2r.accounts.enums import MembershipRole
from o2r.accounts.errors import NotAllowed
from o2r.accounts.models import User
from o2r.core import clock
from o2r.core.journal.models import JournalEntry
from o2r.core.months import add_months
from o2r.projects import services
from o2r.projects.enums import PublicationState
from o2r.projects.errors import SheetChanged
from o2r.projects.models import FundedProject
from o2r.projects.services.correcting import sheet_of
from tests.accounts.factories import MembershipFactory, UserFactory, enter
from tests.projects.factories import ProjectFactory

ADDRESS = "/espace/projets/portes-du-sud/corriger/"


def text(response: object) -> str:
    html = response.content.decode()
    return " ".join(html.replace("\u00a0", " ").replace("&nbsp;", " ").split())


def typed(project: FundedProject, **changes: object) -> dict[str, object]:
    """The form as the page fills it, with what Malik changes."""
    return {
        "revision": project.revision,
        "title": project.title,
        "zone_expression": project.zone_expression,
        **changes,
    }


def test_a_bearer_corrects_all_that_its_page_shows(
    as_malik: Client, project: FundedProject, malik: User
) -> None:
    assert f'href="{ADDRESS}"' in text(as_malik.get(reverse("projects:home")))
    changes = {
        "title": "Portes ouvertes du Sud",
        "description": "Une équipe mobile.",
        "zone_expression": "com:69259 + com:69029",
        "publics": ["jeunes"],
        "attention": ["qpv"],
        "stages": ["reperer", "coordonner"],
        "channels": ["maraude"],
        "phone": "01.99.00.12.34",
        "email": "equipe@porteur.example",
        "form_url": "https://porteur.example/contact",
        "opening_hours": "Le mardi.",
        "confirmed": "on",
    }
    page = as_malik.post(ADDRESS, typed(project, **changes), follow=True)
    assert "corrigée et confirmée à ce jour" in text(page)
    changed = FundedProject.objects.with_card_data().get(pk=project.pk)
    assert (changed.title, changed.phone) == ("Portes ouvertes du Sud", "01 99 00 12 34")
    assert len(changed.footprint) == 2
    assert [one.value for one in changed.stages] == ["reperer", "coordonner"]
    assert changed.confirmed_on == clock.today()
    assert changed.slug == project.slug
    entry = JournalEntry.objects.get(kind="project", object_id=project.pk)
    assert (entry.user, entry.action) == (malik.pk, "update")
    assert {"phone", "publics", "zone_expression", "confirmed_on"} <= set(entry.fields.split(","))


def test_saving_confirms_nothing_unless_asked(as_malik: Client, project: FundedProject) -> None:
    as_malik.post(ADDRESS, typed(project, phone="01 99 00 00 00"))
    project.refresh_from_db()
    assert project.phone == "01 99 00 00 00"
    assert project.confirmed_on is None


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"phone": "appelez-nous"}, "n’est pas un numéro de téléphone"),
        ({"publics": ["tous-publics", "jeunes"]}, "gardez-le seul"),
        ({"zone_expression": "dep:zz"}, "ne porte le code"),
        ({"title": ""}, "obligatoire"),
        (
            {"contact_is_relay_only": "on", "email": "a@porteur.example"},
            "Cette adresse serait affichée",
        ),
        ({"starts_on": "2026-05-01", "ends_on": "2026-01-01"}, "La fin précède le début"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(
    as_malik: Client, project: FundedProject, changes: dict[str, object], said: str
) -> None:
    page = text(as_malik.post(ADDRESS, typed(project, description="À garder.") | changes))
    assert said in page
    assert "À garder." in page
    project.refresh_from_db()
    assert project.revision == 0


def test_two_people_never_write_over_each_other_unseen(
    as_malik: Client, project: FundedProject, malik: User
) -> None:
    theirs = replace(sheet_of(project), phone="01 99 00 11 11")
    services.correct_project(by=actor_for(malik), project=project, sheet=theirs, revision=0)
    mine = typed(project, phone="01 99 00 22 22")
    page = text(as_malik.post(ADDRESS, mine))
    assert "Quelqu’un a corrigé cette fiche" in page
    assert "01 99 00 11 11" in page
    assert "01 99 00 22 22" in page
    project.refresh_from_db()
    assert project.phone == "01 99 00 11 11"
    assert 'name="revision" value="1"' in page
    as_malik.post(ADDRESS, {**mine, "revision": 1})
    project.refresh_from_db()
    assert project.phone == "01 99 00 22 22"


def test_the_revision_is_checked_where_it_is_written(project: FundedProject, malik: User) -> None:
    with pytest.raises(SheetChanged):
        services.correct_project(
            by=actor_for(malik), project=project, sheet=sheet_of(project), revision=3
        )


def test_only_its_bearer_corrects_a_page(
    as_rosa: Client, project: FundedProject, rosa: User
) -> None:
    assert as_rosa.get(ADDRESS).status_code == 404
    assert as_rosa.post(ADDRESS, typed(project)).status_code == 404
    with pytest.raises(NotAllowed):
        services.correct_project(
            by=actor_for(rosa), project=project, sheet=sheet_of(project), revision=0
        )


def test_a_zone_of_an_older_geography_stays_until_it_is_changed(
    as_malik: Client, project: FundedProject
) -> None:
    FundedProject.objects.filter(pk=project.pk).update(zone_vintage=2024)
    shown = as_malik.get(ADDRESS).context["form"]["zone_expression"].value()
    as_malik.post(ADDRESS, typed(project, zone_expression=shown, phone="01 99 00 00 00"))
    project.refresh_from_db()
    assert (project.zone_vintage, project.phone) == (2024, "01 99 00 00 00")
    as_malik.post(ADDRESS, typed(project, zone_expression="dep:38"))
    project.refresh_from_db()
    assert project.zone_vintage == 2026


def test_an_adviser_of_a_bearer_corrects_and_reads_no_message(project: FundedProject) -> None:
    ines = UserFactory(email="ines@porteur.example", display_name="Ines")
    MembershipFactory(user=ines, organisation=project.bearer, role=MembershipRole.PARTNER_ADVISER)
    client = enter(Client(), ines)
    home = text(client.get(reverse("projects:home")))
    assert "Corriger la fiche" in home
    assert reverse("projects:inbox") not in home
    assert client.get(ADDRESS).status_code == 200


def test_a_page_never_confirmed_says_since_when(project: FundedProject) -> None:
    long_ago = add_months(clock.today(), -7)
    FundedProject.objects.filter(pk=project.pk).update(published_on=long_ago)
    project.refresh_from_db()
    assert project.unconfirmed_since == long_ago
    project.state = PublicationState.WITHDRAWN
    assert project.unconfirmed_since is None
    recent = ProjectFactory()
    assert recent.unconfirmed_since is None


def test_a_page_is_withdrawn_only_once_agreed_to(as_claire: Client, project: FundedProject) -> None:
    address = reverse("projects:withdraw", args=[project.slug])
    home = text(as_claire.get(reverse("projects:home")))
    assert f'href="{address}"' in home
    assert f'href="{reverse("projects:regional_contacts")}"' in home
    assert "disparaît aussitôt" in text(as_claire.get(address))
    project.refresh_from_db()
    assert project.is_shown
    as_claire.post(address)
    project.refresh_from_db()
    assert not project.is_shown
