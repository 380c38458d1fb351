"""Pages of the committee room, of the results and of the letters. Paths are French."""

from django.urls import path

from o2r.calls.selection.views import (
    deciding,
    exporting,
    letters,
    minutes,
    public,
    results,
    rooms,
    scenarios,
)

app_name = "selection"
_ROOM = "espace/comite/<slug:call>"
urlpatterns = [
    path(f"{_ROOM}/", rooms.room, name="room"),
    path(f"{_ROOM}/classement.<str:kind>", exporting.ranking, name="ranking_table"),
    path(f"{_ROOM}/decisions.<str:kind>", exporting.decisions, name="decisions_table"),
    path(
        f"{_ROOM}/scenarios/<uuid:scenario>/scenario.<str:kind>",
        exporting.scenario,
        name="scenario_table",
    ),
    path(f"{_ROOM}/carte.json", rooms.map_units, name="map_units"),
    path(f"{_ROOM}/comparer/", rooms.compare, name="compare"),
    path(f"{_ROOM}/scenarios/nouveau/", scenarios.new, name="new_scenario"),
    path(f"{_ROOM}/scenarios/<uuid:scenario>/", rooms.scenario, name="scenario"),
    path(f"{_ROOM}/scenarios/<uuid:scenario>/choisir/", rooms.choose, name="choose"),
    path(f"{_ROOM}/scenarios/<uuid:scenario>/nommer/", scenarios.rename, name="rename"),
    path(f"{_ROOM}/scenarios/<uuid:scenario>/supprimer/", scenarios.delete, name="delete_scenario"),
    path(f"{_ROOM}/decisions/", deciding.decisions, name="decisions"),
    path(f"{_ROOM}/decisions/confirmer/", deciding.confirm, name="confirm"),
    path(f"{_ROOM}/decisions/<uuid:application>/", deciding.decision, name="decision"),
    path(f"{_ROOM}/decisions/<uuid:application>/remplacer/", deciding.replace, name="replace"),
    path(
        f"{_ROOM}/decisions/<uuid:application>/convention/", deciding.convention, name="convention"
    ),
    path(f"{_ROOM}/proces-verbal/", minutes.versions, name="minutes"),
    path(f"{_ROOM}/proces-verbal/<uuid:minutes>/", minutes.shown, name="minutes_version"),
    path(f"{_ROOM}/proces-verbal/<uuid:minutes>/pv.docx", minutes.docx, name="minutes_docx"),
    path(f"{_ROOM}/proces-verbal/<uuid:minutes>/pv.pdf", minutes.pdf, name="minutes_pdf"),
    path(f"{_ROOM}/courriers/", letters.letters, name="letters"),
    path(f"{_ROOM}/courriers/tous.zip", letters.archive, name="letters_zip"),
    path(f"{_ROOM}/courriers/<uuid:letter>/", letters.letter, name="letter"),
    path(f"{_ROOM}/courriers/<uuid:letter>/courrier.docx", letters.docx, name="letter_docx"),
    path(f"{_ROOM}/courriers/<uuid:letter>/courrier.pdf", letters.pdf, name="letter_pdf"),
    path(f"{_ROOM}/courriers/<uuid:letter>/envoyer/", letters.send, name="send_letter"),
    path(f"{_ROOM}/publication/", results.publication, name="publication"),
    path(f"{_ROOM}/publication/annuler/", results.cancel, name="cancel_publication"),
    path("espace/resultats/", results.mine, name="my_letters"),
    path("espace/resultats/<uuid:letter>/", results.my_letter, name="my_letter"),
    path("espace/resultats/<uuid:letter>/courrier.docx", results.my_docx, name="my_letter_docx"),
    path("espace/resultats/<uuid:letter>/courrier.pdf", results.my_pdf, name="my_letter_pdf"),
    path("appels/<slug:call>/resultats/", public.results, name="results"),
]
