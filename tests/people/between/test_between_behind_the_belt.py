"""The index between operators under the role of the web server, whose policies hide rows.

On SQLite the same acts run in the same scopes, where nothing hides them.
"""

import pytest
from django.db import ProgrammingError, connection
from django.urls import reverse

from o2r.people.between import services
from o2r.people.between.client import Index
from o2r.people.between.models import (
    IndexParticipation,
    Inquiry,
    InquiryAnswer,
    InquiryNotice,
    InquiryWords,
)
from o2r.people.enums import Basis, ProtectionReason
from o2r.people.models import FollowUp
from tests.people.between.people import PHONE, TwoOperators, ask, momo, signed_in, work
from tests.people.factories import acting as actor
from tests.people.test_agreements_behind_the_belt import acting, as_the_site

only_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="no rights on rows")


def test_every_act_passes_the_belt(index: Index) -> None:
    two = TwoOperators()
    coordinators = [signed_in(one.claire) for one in (two.passerelles, two.pont)]
    with as_the_site():
        for client in coordinators:
            client.post(reverse("between:join"), {"informs": "on"})
    assert IndexParticipation.objects.in_force().count() == 2
    file = momo(two.ines)
    FollowUp.objects.create(person=file, user=two.passerelles.bastien)
    karim, ines = signed_in(two.karim), signed_in(two.ines)
    with as_the_site():
        karim.post(reverse("between:ask"), {"phone": PHONE})
    work()
    notice = InquiryNotice.objects.get()
    where = reverse("between:one", args=[notice.inquiry_id])
    with as_the_site():
        ines.post(
            reverse("between:accept", args=[notice.pk]), {"ground": "accord", "contact": "01 39"}
        )
        assert "01 39" in karim.get(where).content.decode()
    bastien = signed_in(two.passerelles.bastien)
    with as_the_site():
        bastien.post(
            reverse("protection:file", args=[file.pk]),
            {"reason": ProtectionReason.VIOLENCE.value},
        )
        assert "01 39" not in karim.get(where).content.decode()
    assert not InquiryNotice.objects.exists()
    with as_the_site():
        coordinators[0].post(reverse("between:leave"))
    assert IndexParticipation.objects.in_force().count() == 1


@only_postgresql
def test_a_request_is_its_author_s_and_a_notice_the_referent_s(index: Index) -> None:
    two = TwoOperators().take_part()
    momo(two.ines)
    ask(two.karim)
    work()
    notice = InquiryNotice.objects.get()
    services.accept(by=actor(two.ines), notice=notice, ground=Basis.CONSENT, contact="01")
    reach = {
        two.karim: (two.pont, (1, 1, 0, 1)),
        two.pont.bastien: (two.pont, (0, 0, 0, 0)),
        two.ines: (two.passerelles, (0, 0, 1, 1)),
        two.passerelles.bastien: (two.passerelles, (0, 0, 0, 0)),
        two.passerelles.claire: (two.passerelles, (0, 0, 0, 0)),
    }
    for user, (operator, expected) in reach.items():
        with acting(user, operator.organisation.pk):
            seen = tuple(
                model._base_manager.count()
                for model in (Inquiry, InquiryWords, InquiryNotice, InquiryAnswer)
            )
        assert seen == expected, user


@only_postgresql
def test_no_request_adds_a_notice(index: Index) -> None:
    two = TwoOperators().take_part()
    file = momo(two.ines)
    inquiry = ask(two.karim)
    made = InquiryNotice(
        inquiry=inquiry, person=file, asked_by=two.karim, asked_for=two.pont.organisation
    )
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        acting(two.ines, two.passerelles.organisation.pk),
    ):
        made.save(force_insert=True)
