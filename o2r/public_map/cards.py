"""What a page shows of a project: plain values, so that templates hold no rule."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from django.urls import reverse

from o2r.projects.enums import Public
from o2r.projects.models import FundedProject


@dataclass(frozen=True)
class Card:
    """A project in a list. Needs ``with_card_data()``; makes no query of its own."""

    slug: str
    title: str
    url: str
    bearer: str
    partners_count: int
    territory: str
    publics: list[str]
    stages: list[str]
    channels: list[str]
    summary: str
    phone: str
    email: str
    form_url: str
    has_relay: bool
    relay_url: str
    confirmed_on: date | None
    unconfirmed_since: date | None
    is_example: bool
    source_url: str
    source_site: str
    uncertain_note: str


def card(project: FundedProject) -> Card:
    """The card of ``project``."""
    slug = project.slug
    return Card(
        slug=slug,
        title=project.title,
        url=reverse("public_map:project", args=[slug]),
        bearer=project.bearer.name,
        partners_count=len(project.partnerships.all()),
        territory=project.territory_label,
        publics=people(project),
        stages=[str(stage.label) for stage in project.stages],
        channels=[str(channel.label) for channel in project.channels],
        summary=project.description,
        phone=project.phone,
        email=project.email,
        form_url=project.form_url,
        has_relay=project.accepts_messages,
        relay_url=reverse("public_map:relay", args=[slug]),
        confirmed_on=project.confirmed_on,
        unconfirmed_since=project.unconfirmed_since,
        is_example=project.is_example,
        source_url=project.source_url,
        source_site=site_of(project.source_url),
        uncertain_note=project.uncertain_note,
    )


def people(project: FundedProject) -> list[str]:
    """Labels of the publics then of the attention points, each said once."""
    publics = [public for public in project.publics if public != Public.EVERYONE]
    labels = [str(public.label) for public in publics]
    labels += [str(point.label) for point in project.attention_points]
    return list(dict.fromkeys(labels))


def site_of(address: str) -> str:
    """The name of the site of an address, for a link that says where it leads."""
    return urlsplit(address).netloc.removeprefix("www.")
