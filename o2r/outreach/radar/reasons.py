"""Why a place is proposed, or left out: French sentences without their full stop. Pure."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, time, timedelta

from o2r.core.calendar_words import WEEKDAYS, day_and_month, hour_in_words
from o2r.outreach.radar.chances import Chance
from o2r.outreach.radar.debt import coverage_debt
from o2r.outreach.radar.facts import Band, PlaceFacts, RoundWanted
from o2r.outreach.radar.hours import bands_on

NB = "\u00a0"
_WEEK = timedelta(days=7)


def why_proposed(
    place: PlaceFacts, wanted: RoundWanted, chance: Chance, today: date
) -> tuple[str, ...]:
    """Promises, visits, the next occasion when it is far, hours, people seen."""
    return (
        *_promises(place, wanted, today),
        *_signals(place),
        visited(place, today),
        *_next_occasion(place, wanted, chance, today),
        *_hours(place, wanted),
        *_seen(place, today),
    )


def why_closed(place: PlaceFacts, wanted: RoundWanted, *, is_open: bool) -> str:
    """Why no visit is possible during the round. ``is_open``: it is open, but for too short."""
    day = wanted.window.day
    if place.closed_until is not None and day <= place.closed_until and not is_open:
        return f"fermé jusqu’au {_long_day(place.closed_until)} inclus"
    bands = bands_on(place, day)
    if is_open:
        return f"trop peu de temps pour une visite{_open(bands)}"
    return f"fermé à cette heure{_open(bands)}" if bands else "fermé ce jour-là"


def after_promise(promised: time) -> str:
    """The team comes after the hour it was expected."""
    return f"arrivée après l’heure promise{NB}: {hour_in_words(promised)}"


def why_shut(place: PlaceFacts, wanted: RoundWanted) -> str:
    """The team comes once the place is closed, or about to."""
    return f"arrivée trop tard pour une visite{_open(bands_on(place, wanted.window.day))}"


def why_cut(closes: time) -> str:
    """Why a visit is shorter than usual."""
    return f"visite écourtée{NB}: fermeture à {hour_in_words(closes)}"


def _open(bands: list[Band]) -> str:
    return f"{NB}: ouvert {_bands_in_words(bands)} ce jour-là" if bands else ""


def why_alone(place: PlaceFacts, wanted: RoundWanted) -> str:
    """Why a team that is too small does not go there."""
    needed, people = place.people_needed, wanted.window.people
    at = "à deux seulement" if needed == 2 else f"à {needed}{NB}au moins"
    here = "une seule personne est prévue" if people == 1 else f"{people}{NB}personnes sont prévues"
    return f"{at}{NB}: {here}"


ANOTHER_ROUND = "une autre tournée y va déjà ce jour-là"
TOO_FAR = "trop loin pour la durée de la tournée"
TOO_LATE = "retour après la fin de la tournée"


def why_no_room(place: PlaceFacts, wanted: RoundWanted, today: date, *, is_full: bool) -> str:
    """Why a place that could be visited is not: the number of stops, or the time."""
    if is_full and wanted.stops == 1:
        return f"l’étape demandée passe avant{NB}: {visited(place, today)}"
    if is_full:
        stops = f"les {wanted.stops}{NB}étapes demandées"
        return f"{stops} passent avant{NB}: {visited(place, today)}"
    return f"plus le temps après les autres{NB}: {visited(place, today)}"


def visited(place: PlaceFacts, today: date) -> str:
    """« pas vu depuis 23 jours, rythme voulu : 7 », « vu hier, rythme voulu : 14 »."""
    debt = coverage_debt(place.last_visit, place.rhythm, today, known_since=place.known_since)
    wished = f"rythme voulu{NB}: {place.rhythm}{NB}jour{'s' if place.rhythm > 1 else ''}"
    if debt.days is None:
        if place.known_since is None or place.known_since >= today:
            return f"jamais visité, {wished}"
        return f"jamais visité, connu depuis {_days((today - place.known_since).days)}, {wished}"
    if debt.days == 0:
        return f"vu aujourd’hui, {wished}"
    if debt.days == 1:
        return f"vu hier, {wished}"
    return f"{'pas vu depuis' if debt.is_due else 'vu il y a'} {_days(debt.days)}, {wished}"


def _promises(place: PlaceFacts, wanted: RoundWanted, today: date) -> Iterator[str]:
    """Each promise that waits, or is due within a week of the round."""
    counted = Counter((one.due, one.hour or time.max) for one in place.promises)
    for (due, hour), count in sorted(counted.items()):
        if due > wanted.window.day + _WEEK:
            continue
        if due < today:
            waits = "attend" if count == 1 else "attendent"
            yield f"{_promised(count)} {waits} ici depuis {_days((today - due).days)}"
            continue
        is_due = "est due" if count == 1 else "sont dues"
        at = "" if hour == time.max else f" à {hour_in_words(hour)}"
        yield f"{_promised(count)} {is_due} ici {_day_from(today, due)}{at}"


def _signals(place: PlaceFacts) -> Iterator[str]:
    if place.signals == 1:
        yield "un signalement attend ici"
    elif place.signals:
        yield f"{place.signals}{NB}signalements attendent ici"


def _promised(count: int) -> str:
    return "une promesse" if count == 1 else f"{count}{NB}promesses"


def _next_occasion(
    place: PlaceFacts, wanted: RoundWanted, chance: Chance, today: date
) -> Iterator[str]:
    if not chance.is_known:
        yield f"pas d’autre occasion avant {_days((chance.day - wanted.window.day).days)}"
    elif (chance.day - wanted.window.day).days >= _WEEK.days:
        yield f"prochaine occasion{NB}: {_day_from(today, chance.day)}"


def _hours(place: PlaceFacts, wanted: RoundWanted) -> Iterator[str]:
    if not place.bands:
        yield "horaires non renseignés"
    elif bands := bands_on(place, wanted.window.day):
        yield f"ouvert {_bands_in_words(bands)}"
    else:
        yield "ouvert depuis la veille"


def _seen(place: PlaceFacts, today: date) -> Iterator[str]:
    """The last visit that was noted."""
    past = [one for one in place.sightings if one.day <= today]
    if not past:
        return
    last = max(past, key=lambda one: (one.day, one.hour or time.min))
    when = _day_back(today, last.day)
    if last.count == 0:
        yield f"personne vu {when}"
    elif last.count == 1:
        yield f"1{NB}personne vue {when}"
    else:
        yield f"{last.count}{NB}personnes vues {when}"


def _bands_in_words(bands: list[Band]) -> str:
    """« de 9 h à 12 h et de 14 h à 18 h », « toute la journée »."""
    if any(band.start == band.end for band in bands):
        return "toute la journée"
    said = [f"de {hour_in_words(band.start)} à {hour_in_words(band.end)}" for band in bands]
    return " et ".join([", ".join(said[:-1]), said[-1]] if len(said) > 1 else said)


def _days(count: int) -> str:
    return f"{count}{NB}jour{'s' if count > 1 else ''}"


def _long_day(day: date) -> str:
    """« samedi 4 janvier »: the week and the month that are meant leave no doubt on the year."""
    return f"{WEEKDAYS[day.weekday()]} {day_and_month(day)}"


def _day_from(today: date, day: date) -> str:
    """« aujourd’hui », « demain », « jeudi », « jeudi 12 mars »."""
    days = (day - today).days
    if days in (0, 1):
        return ("aujourd’hui", "demain")[days]
    return WEEKDAYS[day.weekday()] if 1 < days < 7 else _long_day(day)


def _day_back(today: date, day: date) -> str:
    """« aujourd’hui », « hier », « jeudi dernier », « le 12 mars »."""
    days = (today - day).days
    if days in (0, 1):
        return ("aujourd’hui", "hier")[days]
    return f"{WEEKDAYS[day.weekday()]} dernier" if days < 7 else f"le {day_and_month(day)}"
