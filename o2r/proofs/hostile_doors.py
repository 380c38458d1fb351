"""The forms that no page shows at once: behind a link of a mail, or half-way through a sign-in."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from o2r.accounts.acting import actor_for
from o2r.accounts.enums import Relation
from o2r.accounts.models import Organisation
from o2r.accounts.sample.specimens import person_file
from o2r.accounts.services.links import new_secret
from o2r.accounts.signin.measured_door import browser, enter, last_link, person
from o2r.core import clock
from o2r.pathways.employment.models import Checkpoint
from o2r.pathways.employment.services.asking import open_link
from o2r.pathways.employment.specimens import person_asked_at_work
from o2r.pathways.referrals.models import ReferralLink
from o2r.pathways.referrals.secrets_of import link_digest
from o2r.pathways.referrals.specimens import received
from o2r.people.services import Given, issue_card, open_person
from o2r.proofs.between_operators import link_of_partner, may_come, take_part
from o2r.proofs.filling import filled
from o2r.proofs.page_forms import Field, PageForm, forms_of
from o2r.proofs.typing_run import TypingRun, batches
from o2r.proofs.world import Person, make_person

WORD = "sept lanternes"
ORIENTATION = "/orientation/"
Step = Callable[[Client, dict[str, Person]], str]


def type_all(run: TypingRun, people: list[Person]) -> None:
    """Take each step that leads to such a form, then type in it."""
    known = {one.name: one for one in people}
    for step in STEPS:
        run.proofs.keep_fresh()
        rank = 0
        # What is sent may close the door: the way is walked again for each sending.
        while rank < len(sendings := _sendings(step, known)):
            form, fields = sendings[rank]
            run.send_drawn(form, fields)
            rank += 1
        if run.full:
            run.type_in(list({id(form): form for form, _ in sendings}.values()))
    by = known["caseworker"]
    run.type_in([_record_of(by), _paper_of(by), _hint_of(by)])


def _sendings(step: Step, known: dict[str, Person]) -> list[tuple[PageForm, list[Field]]]:
    """The fields to try together in each form of the page to which the step leads."""
    client: Client = browser()
    where = step(client, known)
    page = client.get(where).content.decode()
    found = forms_of(page, where, _as(client, known["anonymous"]))
    apart = (reverse("card:front"), ORIENTATION)
    ours = [
        one
        for one in found
        if one.action.partition("?")[0] in where
        or any(one.action.startswith(place) and place in where for place in apart)
    ]
    return [(form, batch) for form in ours for batch in batches(form)]


def _as(client: Client, who: Person) -> Person:
    return Person(who.description, client, who.somebody)


def _record_of(caseworker: Person) -> PageForm:
    """The protected record, which is written without a page of its own."""
    made = person_file(caseworker.somebody, Relation.REFERENT)
    where = f"/espace/essai/{made.parameters['record']}/"
    fields = (Field("group", "hidden", "narrative"), Field("text", "textarea"))
    return PageForm(where, where, "/espace/essai/<uuid:record>/", "post", fields, caseworker)


def _paper_of(caseworker: Person) -> PageForm:
    """The card to print, whose code is shown in answer to the form that makes it, once."""
    by = actor_for(caseworker.somebody.user)
    held = open_person(by=by, given=Given(known_as="Essai"))
    where = reverse("agreements:card_paper", args=[held.pk])
    fields = (Field("code", "hidden"), Field("language", "hidden", "fr"))
    return PageForm(where, where, "/espace/personnes/carte.pdf", "post", fields, caseworker)


def _hint_of(caseworker: Person) -> PageForm:
    """Who looks like who is being typed, asked by a script while a form is filled."""
    where = reverse("people:look_alikes")
    texts = ("known_as", "nickname", "first_name", "last_name", "commune", "person")
    fields = tuple(Field(name, "text") for name in texts)
    return PageForm(reverse("people:open"), where, where, "post", fields, caseworker)


def _second_step(client: Client, known: dict[str, Person]) -> str:
    enter(client, person(protected=True).email)
    return reverse("mfa_authenticate")


def _proof_by_password(client: Client, known: dict[str, Person]) -> str:
    enter(client, person().email)
    return reverse("signin:step_up")


def _application(client: Client, known: dict[str, Person]) -> str:
    enter(client, person().email)
    return reverse("signin:application")


def _new_password(client: Client, known: dict[str, Person]) -> str:
    client.post(reverse("signin:forgotten"), {"email": person().email})
    client.get(last_link())
    return reverse("signin:new_password")


def _rights(client: Client, known: dict[str, Person]) -> str:
    client.post(reverse("retention:ask_link"), {"email": "visiteur@essai.example"})
    link = last_link()
    answer: Any = client.get(link)
    return str(answer["Location"]) if answer.status_code == 302 else link


def _invitation(client: Client, known: dict[str, Person]) -> str:
    _send_right(known["account-manager"], reverse("accounts:new_invitation"))
    # Whoever answers for the organisation is told by mail too.
    accept = reverse("accounts:accept")
    client.get(last_link(leading_to=accept))
    return accept


def _registration(client: Client, known: dict[str, Person]) -> str:
    return _registered(client, known["anonymous"], reverse("accounts:register_candidate"))


def _refusal(client: Client, known: dict[str, Person]) -> str:
    """An organisation that asks to be opened, as the State service of its region sees it."""
    asker = known["anonymous"]
    where = _registered(client, asker, reverse("accounts:register_organisation"))
    _send_right(_as(client, asker), where)
    client.cookies = known["state-officer"].client.cookies
    asking = Organisation.objects.exclude(asked_to_open_at=None).order_by("-asked_to_open_at")
    return reverse("accounts:entrust", args=[asking[0].pk])


def _card(client: Client, known: dict[str, Person]) -> str:
    """What a card may do, once its code was typed."""
    _typed_card(client, known)
    return reverse("card:choose")


def _page_of_a_card(client: Client, known: dict[str, Person]) -> str:
    """What the word of a card opens."""
    _typed_card(client, known)
    client.post(reverse("card:open"), {"word": WORD})
    return reverse("card:page")


def _typed_card(client: Client, known: dict[str, Person]) -> None:
    by = actor_for(known["caseworker"].somebody.user)
    held = open_person(by=by, given=Given(known_as="Essai"))
    _, code = issue_card(by=by, person=held, word=WORD)
    client.post(reverse("card:front"), {"code": code})


def _link_of_a_partner(client: Client, known: dict[str, Person]) -> str:
    return reverse("signal:write", args=[link_of_partner(known["coordinator"].somebody.user)])


def _signal_from_an_account(client: Client, known: dict[str, Person]) -> str:
    """Once a commune was chosen where a team may come."""
    client.cookies = known["partner-adviser"].client.cookies
    commune = may_come(known["coordinator"].somebody.organisation)
    return f"{reverse('outreach:signal_send')}?commune={commune}"


def _asked_between(client: Client, known: dict[str, Person]) -> str:
    """Somebody new each time: what they may ask in a day is counted."""
    described = known["caseworker"].description
    asking = make_person(replace(described, name=f"caseworker-{uuid4().hex}"))
    take_part(asking.somebody.organisation, asking.somebody.user)
    client.cookies = asking.client.cookies
    return reverse("between:ask")


def _question_by_link(client: Client, known: dict[str, Person]) -> str:
    """What a person, or their employer, is asked by a link in the first weeks."""
    who = known["caseworker"].somebody
    made = person_asked_at_work(who, Relation.REFERENT)
    row = Checkpoint.objects.select_related("job").get(pk=made.parameters["checkpoint"])
    code, _ = new_secret()
    open_link(by=actor_for(who.user), checkpoint=row, code=code)
    return reverse("employment_answer:answer", args=[code])


def _referral_by_link(client: Client, known: dict[str, Person]) -> str:
    """What a structure without an account is sent: it answers, and types its code."""
    made = received(known["caseworker"].somebody, Relation.PARTNER)
    code, _ = new_secret()
    today = clock.today()
    ReferralLink.objects.create(
        referral_id=made.parameters["referral"],
        digest=link_digest(code),
        until=today,
        reads_until=today,
    )
    return reverse("referral:front", args=[code])


def _registered(client: Client, visitor: Person, where: str) -> str:
    """Register as a form asks, and open the link of the mail: the page where it ends."""
    _send_right(visitor, where)
    client.get(last_link(leading_to=reverse("accounts:registrations")))
    return reverse("accounts:confirm_registration")


def _send_right(who: Person, where: str) -> None:
    """Send the form of a page as it should be filled."""
    for form in _forms_there(who, where):
        who.client.post(form.action, filled(form))


def _forms_there(who: Person, where: str) -> Iterator[PageForm]:
    page = who.client.get(where).content.decode()
    return (one for one in forms_of(page, where, who) if one.action == where)


STEPS: tuple[Step, ...] = (
    *(_second_step, _proof_by_password, _application, _new_password),
    *(_rights, _invitation, _registration, _refusal, _card, _page_of_a_card),
    *(_link_of_a_partner, _signal_from_an_account, _asked_between),
    *(_question_by_link, _referral_by_link),
)
