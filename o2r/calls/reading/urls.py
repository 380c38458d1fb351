"""Pages of the examination (State service, consortia) and of the readings. Paths are French."""

from django.urls import path

from o2r.calls.reading.views import (
    admitting,
    correcting,
    examining,
    exporting,
    naming,
    reviewing,
)

app_name = "reading"
urlpatterns = [
    path("instruction/", examining.home, name="home"),
    path("instruction/corrections/", correcting.corrections, name="corrections"),
    path("instruction/corrections/<uuid:correction>/", correcting.correction, name="correction"),
    path(
        "instruction/corrections/<uuid:correction>/piece/",
        correcting.correction_file,
        name="correction_file",
    ),
    path("instruction/lecteurs/<uuid:reader>/", naming.reader, name="reader"),
    path("instruction/lecteurs/<uuid:reader>/fin/", naming.end_reader, name="end_reader"),
    path("instruction/avis/<uuid:opinion>/", examining.opinion_file, name="opinion_file"),
    path(
        "instruction/avis/<uuid:opinion>/corriger/",
        examining.opinion_correction,
        name="correct_opinion",
    ),
    path(
        "instruction/dossiers/<uuid:application>/recevabilite/",
        admitting.admissibility,
        name="admissibility",
    ),
    path(
        "instruction/dossiers/<uuid:application>/irrecevabilite.docx",
        admitting.refusal_docx,
        name="refusal_docx",
    ),
    path(
        "instruction/dossiers/<uuid:application>/irrecevabilite.pdf",
        admitting.refusal_pdf,
        name="refusal_pdf",
    ),
    path("instruction/dossiers/<uuid:application>/lectures/", naming.reviews, name="reviews"),
    path(
        "instruction/dossiers/<uuid:application>/pieces/<uuid:piece>/",
        naming.piece,
        name="application_piece",
    ),
    path("instruction/<slug:call>/", examining.table, name="examination"),
    path("instruction/<slug:call>/ouvrir/", examining.start, name="start"),
    path("instruction/<slug:call>/organisation/", examining.plan, name="plan"),
    path("instruction/<slug:call>/lecteurs/", naming.readers, name="readers"),
    path("instruction/<slug:call>/repartition/", naming.assignment, name="assignment"),
    path("instruction/<slug:call>/avis/", examining.opinions, name="opinions"),
    path(
        "instruction/<slug:call>/candidatures.<str:kind>",
        exporting.applications,
        name="applications_table",
    ),
    path("instruction/<slug:call>/budgets.<str:kind>", exporting.budgets, name="budgets_table"),
    path("instruction/<slug:call>/lectures.<str:kind>", naming.export, name="export"),
    path("lectures/", reviewing.mine, name="mine"),
    path("lectures/<slug:call>/liens/", reviewing.interests, name="interests"),
    path("lectures/<uuid:assignment>/", reviewing.review, name="review"),
    path("lectures/<uuid:assignment>/envoyer/", reviewing.send, name="send"),
    path("lectures/<uuid:assignment>/pieces/<uuid:piece>/", reviewing.piece, name="piece"),
]
