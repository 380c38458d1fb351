"""Teams of the organisation one acts for."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from o2r.accounts import services
from o2r.accounts.door import door, open_one
from o2r.accounts.enums import MembershipRole
from o2r.accounts.forms import TeamForm, TeamMembersForm
from o2r.accounts.models import Membership, Team
from o2r.accounts.policy import may_try
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.views.rows import done, permitted, posted


@door("team", "list", POST="create")
@require_http_methods(["GET", "POST"])
def teams(request: SignedInRequest) -> HttpResponse:
    """All the teams, and the form of a new one."""
    form = TeamForm(posted(request))
    if form.is_valid() and done(
        request,
        lambda: services.create_team(by=request.actor, name=form.cleaned_data["name"]),
        "L’équipe est créée. Choisissez ses membres.",
        form,
    ):
        return redirect("accounts:teams")
    rows = permitted(request, Team.objects.prefetch_related("memberships").order_by("name", "pk"))
    context = {
        "rows": [(row.obj, len(row.obj.memberships.all())) for row in rows],
        "form": form,
        "can_create": bool(may_try(request.actor, "create", "team", request.proof)),
    }
    return render(request, "accounts/teams.html", context)


@door("team", "read", POST="update")
@require_http_methods(["GET", "POST"])
def team(request: SignedInRequest, team: UUID) -> HttpResponse:
    """One team: its name and its members. The button of the form says which of the two changes."""
    found = open_one(request, Team.objects.all(), pk=team).obj
    colleagues = Membership.objects.current().filter(organisation=found.organisation_id)
    colleagues = colleagues.exclude(role=MembershipRole.CANDIDATE).select_related("user")
    people = [row.obj for row in permitted(request, colleagues)]
    chosen = [str(pk) for pk in found.memberships.order_by("pk").values_list("pk", flat=True)]
    data = posted(request)
    naming = data is not None and "name" in data
    name_form = TeamForm(data if naming else None, initial={"name": found.name})
    members_form = TeamMembersForm(
        None if naming else data, initial={"members": chosen}, people=people
    )
    if name_form.is_valid() and done(
        request,
        lambda: services.rename_team(
            by=request.actor, team=found, name=name_form.cleaned_data["name"]
        ),
        "L’équipe porte son nouveau nom.",
        name_form,
    ):
        return redirect("accounts:team", team=found.pk)
    if members_form.is_valid() and done(
        request,
        lambda: services.choose_members(
            by=request.actor,
            team=found,
            members=[UUID(pk) for pk in members_form.cleaned_data["members"]],
        ),
        "Les membres de l’équipe sont enregistrés.",
        members_form,
    ):
        return redirect("accounts:team", team=found.pk)
    # A name that was refused is shown in its field, never in the title.
    found.refresh_from_db(fields=["name"])
    context = {
        "team": found,
        "members": [one for one in people if str(one.pk) in chosen],
        "settled": request.actor.settled,
        "name_form": name_form,
        "members_form": members_form,
        "can_change": bool(may_try(request.actor, "update", "team", request.proof)),
    }
    return render(request, "accounts/team.html", context)


@door("team", "delete")
@require_http_methods(["GET", "POST"])
def delete_team(request: SignedInRequest, team: UUID) -> HttpResponse:
    """Delete a team, after a confirmation."""
    found = open_one(request, Team.objects.all(), pk=team).obj
    if request.method == "POST":
        done(
            request,
            lambda: services.delete_team(by=request.actor, team=found),
            f"L’équipe « {found.name} » est supprimée. Ses membres restent dans l’organisation.",
        )
        return redirect("accounts:teams")
    return render(request, "accounts/delete_team.html", {"team": found})
