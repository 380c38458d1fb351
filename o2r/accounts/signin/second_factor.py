"""Who must have a second factor: asked of the policy, enforced before any page of the space."""

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

from o2r.accounts.enums import MembershipRole
from o2r.accounts.models import Membership, User
from o2r.accounts.signin import traces
from o2r.accounts.signin.factors import has_second_factor

Rule = Callable[[User], bool]
ENROLLED = traces.ENROLLED
# They see neither a person nor the work of others until they submit: offered, not asked.
FREE = (MembershipRole.CANDIDATE,)


def works_with_data(user: User) -> bool:
    """Whether a membership in force shows this person anything but their own files. One query."""
    return Membership.objects.current().filter(user=user).exclude(role__in=FREE).exists()


def second_factor_required(user: User) -> bool:
    """Whether ``user`` must have a second factor, by the rule named in the settings.

    The invented people of a demonstration enter with one button: there is nothing to protect.
    """
    if user.is_example and settings.DEMONSTRATION:
        return False
    rule = cast(Rule, import_string(settings.SECOND_FACTOR_RULE))
    return rule(user)


def must_enrol(request: HttpRequest) -> bool:
    """Whether the person must choose a second factor before anything else.

    Once enrolled the session says so: no query at each page. Removing a factor closes the other
    sessions and clears this one.
    """
    user = cast(User, request.user)
    if request.session.get(ENROLLED):
        return False
    if not second_factor_required(user):
        return False
    if not has_second_factor(user):
        return True
    request.session[ENROLLED] = True
    return False


def forget_enrolment(request: HttpRequest) -> None:
    """Have the next page look again whether a second factor is there."""
    request.session.pop(ENROLLED, None)
