"""Public pages of the calls, and those of the State services. Paths are French and permanent."""

from django.urls import URLPattern, path

from o2r.calls.forms import PARTS
from o2r.calls.views import managing, public

app_name = "calls"


def changing(
    route: str, view: managing.View, name: str, fixed: dict[str, str] | None = None
) -> list[URLPattern]:
    """A page that changes a draft, and the same one for a published call (``…/publie``).

    ``fixed``: arguments of the view that the address does not hold.
    """
    return [
        path(route, view, fixed, name=name),
        path(f"{route}publie/", managing.of_published(view), fixed, name=f"amend_{name}"),
    ]


urlpatterns = [
    path("appels/", public.public_list, name="public_list"),
    path("appels/amis.json", public.calls_json, name="json"),
    path("appels/echeances.ics", public.deadlines_ics, name="ics"),
    path("appels/actualite.atom", public.calls_atom, name="atom"),
    path("appels/<slug:call>/", public.public_call, name="public_call"),
    path("appels/<slug:call>/echeances.ics", public.call_ics, name="call_ics"),
    path("appels/<slug:call>/communes.csv", public.communes_csv, name="communes_csv"),
    path("espace/appels/", managing.home, name="home"),
    path("espace/appels/nouveau/", managing.create, name="create"),
    path("espace/appels/<slug:call>/", managing.manage, name="manage"),
    path("espace/appels/<slug:call>/publier/", managing.publish, name="publish"),
    path("espace/appels/<slug:call>/avancer/", managing.move, name="move"),
    path("espace/appels/<slug:call>/grille/", managing.start_grid, name="start_grid"),
    *changing("espace/appels/<slug:call>/enveloppes/", managing.envelopes, "envelopes"),
    *changing("espace/appels/<slug:call>/criteres/nouveau/", managing.criterion, "add_criterion"),
    *changing(
        "espace/appels/<slug:call>/criteres/<uuid:criterion>/", managing.criterion, "criterion"
    ),
    *changing(
        "espace/appels/<slug:call>/criteres/<uuid:criterion>/retirer/",
        managing.remove_criterion,
        "remove_criterion",
    ),
    *changing("espace/appels/<slug:call>/pieces/nouvelle/", managing.piece, "add_piece"),
    *changing(
        "espace/appels/<slug:call>/pieces/<uuid:piece>/retirer/",
        managing.remove_piece,
        "remove_piece",
    ),
    *(
        one
        for part in PARTS
        for one in changing(
            f"espace/appels/<slug:call>/{part}/", managing.part, "part", {"part": part}
        )
    ),
]
