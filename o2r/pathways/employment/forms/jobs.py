"""What a worker types of a job, and what somebody answers by a link."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from o2r.accounts.models import User
from o2r.core.widgets import DayInput, PlainSelect
from o2r.outreach.forms.signals import CodeField
from o2r.pathways.employment.enums import (
    AdjustmentCode,
    Answer,
    Avoidable,
    BreakBy,
    ContractKind,
    Risk,
    VisitKind,
)
from o2r.pathways.employment.services.asking import Given
from o2r.pathways.employment.services.following import Reached, Visited
from o2r.pathways.employment.services.jobs import LONGEST_LINE, LONGEST_TEXT, Break, JobDetails
from o2r.territory.typography import typographic


def _day(label: str, hint: str = "", *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=typographic(label),
        help_text=typographic(hint),
        required=required,
        widget=DayInput(),
        error_messages={"invalid": typographic("Cette date ne se lit pas. Écrivez : 03/02/2026.")},
    )


def _line(label: str, hint: str = "", *, required: bool = True, **attrs: str) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", "dir": "auto", **attrs})
    return forms.CharField(
        label=typographic(label),
        help_text=typographic(hint),
        required=required,
        max_length=LONGEST_LINE,
        widget=widget,
    )


def _text(label: str, hint: str = "", *, required: bool = False, rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=typographic(label),
        help_text=typographic(hint),
        required=required,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}),
    )


def _choices(words: Iterable[Any]) -> list[tuple[str, str]]:
    return [(one.value, typographic(str(one.label)).capitalize()) for one in words]


def _risk(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=typographic(label),
        required=False,
        choices=[("", "Je ne précise pas"), *_choices(Risk)],
        widget=PlainSelect,
    )


class JobForm(forms.Form):
    """A job that somebody signed."""

    code = CodeField()
    employer = _line("Chez qui ?", "Le nom de l’employeur.")
    siret = _line("SIRET", "Quatorze chiffres, si vous l’avez.", required=False)
    contract = forms.ChoiceField(
        label="Contrat",
        choices=[(one.value, one.label) for one in ContractKind],
        widget=PlainSelect,
    )
    starts_on = _day("Premier jour")
    ends_on = _day("Dernier jour", "Vide pour un CDI.", required=False)
    weekly_hours = forms.DecimalField(
        label="Heures par semaine",
        required=False,
        max_digits=4,
        decimal_places=1,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    adviser = forms.ChoiceField(
        label=typographic("Qui l’employeur peut-il appeler ?"),
        widget=PlainSelect,
        required=False,
        help_text=typographic("Quelqu’un qui suit la personne. Vide : le référent du dossier."),
    )

    def __init__(self, *args: Any, followers: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.followers = {str(one.pk): one for one in followers}
        named = [(key, str(one)) for key, one in self.followers.items()]
        self.fields["adviser"].choices = [("", "Le référent du dossier"), *named]  # type: ignore[attr-defined]

    def clean_siret(self) -> str:
        """Without the spaces that people type."""
        return "".join(str(self.cleaned_data["siret"]).split())

    def details(self) -> JobDetails:
        """Once the form is valid."""
        given = self.cleaned_data
        return JobDetails(
            **given
            | {
                "contract": ContractKind(given["contract"]),
                "adviser": self.followers.get(given["adviser"]),
            }
        )


class AdviserForm(forms.Form):
    """Whom the employer calls."""

    adviser = forms.ChoiceField(
        label=typographic("Qui l’employeur peut-il appeler ?"), widget=PlainSelect
    )

    def __init__(self, *args: Any, followers: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.followers = {str(one.pk): one for one in followers}
        named = [(key, str(one)) for key, one in self.followers.items()]
        self.fields["adviser"].choices = named  # type: ignore[attr-defined]

    def chosen(self) -> User:
        return self.followers[self.cleaned_data["adviser"]]


class ContactForm(forms.Form):
    """Somebody at work, and how the person said yes."""

    name = _line("Qui appeler au travail ?", "Un nom, une fonction.")
    phone = _line("Téléphone", required=False, inputmode="tel")
    mail = _line("Adresse électronique", required=False, inputmode="email")
    agreed_on = _day("La personne a dit oui le")
    agreed_words = _line(
        "Comment l’a-t-elle dit ?", "Avec ses mots : « vous pouvez appeler mon chef, lui seul »."
    )

    def reached(self) -> Reached:
        """Once the form is valid."""
        return Reached(**self.cleaned_data)


class VisitForm(forms.Form):
    """A visit, or a call."""

    code = CodeField()
    on = _day("Quel jour ?")
    kind = forms.ChoiceField(
        label=typographic("Comment ?"), choices=_choices(VisitKind), widget=forms.RadioSelect
    )
    words = _text("Ce qui s’est dit")

    def visited(self) -> Visited:
        """Once the form is valid."""
        given = self.cleaned_data
        return Visited(**given | {"kind": VisitKind(given["kind"])})


class AdjustmentForm(forms.Form):
    """Something to change at work."""

    code = CodeField()
    what = forms.ChoiceField(
        label=typographic("Qu’est-ce qui change ?"),
        choices=_choices(AdjustmentCode),
        widget=forms.RadioSelect,
    )
    words = _text("En quelques mots", rows=3)


class ExtendForm(forms.Form):
    """Until when a contract is prolonged."""

    ends_on = _day("Prolongé jusqu’au")


class BreakForm(forms.Form):
    """How a job ended before its time."""

    on = _day("Quel jour ?")
    by = forms.ChoiceField(
        label=typographic("Qui a mis fin au contrat ?"),
        choices=_choices(BreakBy),
        widget=forms.RadioSelect,
    )
    why = _risk("À cause de quoi, surtout ?")
    avoidable = forms.ChoiceField(
        label=typographic("Aurait-on pu l’éviter ?"),
        choices=_choices(Avoidable),
        widget=forms.RadioSelect,
        help_text=typographic("Pour apprendre, jamais pour reprocher."),
    )
    words = _text("Ce qui s’est passé", "Avec les mots de la personne.")

    def how(self) -> Break:
        """Once the form is valid."""
        given = self.cleaned_data
        return Break(
            on=given["on"],
            by=BreakBy(given["by"]),
            avoidable=Avoidable(given["avoidable"]),
            why=Risk(given["why"]) if given["why"] else None,
            words=given["words"],
        )


class AnswerForm(forms.Form):
    """An answer given aloud, noted by the worker."""

    answer = forms.ChoiceField(label=typographic("Qu’a-t-on répondu ?"), widget=forms.RadioSelect)
    risk = _risk("Si quelque chose gêne, quoi ?")
    words = _text("Ce qui est ajouté", rows=3)

    def __init__(self, *args: Any, answers: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(code, f"{words} – {Answer(code).label}") for code, words in answers]
        self.fields["answer"].choices = named  # type: ignore[attr-defined]

    def given(self) -> Given:
        """Once the form is valid."""
        said = self.cleaned_data
        risk = Risk(said["risk"]) if said["risk"] else None
        return Given(Answer(said["answer"]), risk, said["words"])


class LinkAnswerForm(AnswerForm):
    """An answer by a link: three buttons, and what one wishes to add."""

    risk = _risk("Si quelque chose gêne, c’est quoi ?")
    words = _text("Vous voulez ajouter un mot ?", "Ce n’est pas obligé.", rows=3)
    field_order = ("risk", "words", "answer")

    def __init__(self, *args: Any, answers: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, answers=answers, **kwargs)
        self.fields["answer"].widget = forms.HiddenInput()


class CloseForm(forms.Form):
    """What was done about an alert."""

    done = _text("Qu’est-ce qui a été fait ?", required=True)
