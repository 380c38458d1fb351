"""A secret in every text field of every form that the pages show: new screens are covered too."""

from dataclasses import replace

from o2r.proofs.canary_run import Run
from o2r.proofs.filling import filled, is_picky
from o2r.proofs.matrix import Matrix, classified
from o2r.proofs.page_forms import WALKERS, Field, PageForm, discovered

APART = ("/projets/", "/aide/", "/espace/instance/")
"""What visitors write has flows of its own, which know its only reader; what an instance says of
itself is made to be shown on every page."""
FREE = frozenset({"text", "textarea", "search"})


def every_form(run: Run) -> None:
    """Each form found, once per run, sent by the first person who may."""
    if run.turn > 1:
        return
    routes, _ = classified()
    known = [run.person(name) for name in WALKERS]
    people = [replace(person, client=browser) for person, browser in known]
    forms = discovered(routes, people, Matrix(routes, people))
    for form in forms:
        if form.method == "post" and not form.route.startswith(APART):
            _send(run, form)
    run.work()


def _send(run: Run, form: PageForm) -> None:
    run.keep_fresh()
    texts = {one.name: _secret(run, one) for one in form.typed if _takes_a_secret(one)}
    if texts:
        answer = form.person.client.post(form.action, {**filled(form), **texts})
        run.expect(answer.status_code < 500, f"{form.route}: {answer.status_code}")


def _takes_a_secret(field: Field) -> bool:
    return field.kind == "email" or (field.kind in FREE and not is_picky(field))


def _secret(run: Run, field: Field) -> str:
    if field.kind == "email":
        return f"{run.new('form-address')}@mesure.example"
    return run.new("form-text")
