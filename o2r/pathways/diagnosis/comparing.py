"""Two points of view side by side, and what moved from a time to the next. Pure.

Nothing is averaged nor summed: a gap between what the person says and what the professional sees
is what there is to talk about.
"""

from o2r.pathways.diagnosis.enums import Degree


def gap(by_person: int, by_professional: int) -> int | None:
    """How many steps heavier the professional sees it; None when one of them says no weight."""
    theirs, ours = Degree(by_person), Degree(by_professional)
    return ours - theirs if theirs.is_weight and ours.is_weight else None


def gap_words(by_person: int, by_professional: int) -> str:
    """The same in words, for both of them to read; empty when neither says anything."""
    theirs, ours = Degree(by_person), Degree(by_professional)
    apart = gap(by_person, by_professional)
    if apart is None:
        return _unsaid(theirs, ours)
    if not apart:
        return "Même avis des deux côtés."
    much = "un peu " if abs(apart) == 1 else "nettement "
    if apart > 0:
        return f"Le professionnel le voit {much}plus lourd que la personne : à en parler."
    return f"La personne le sent {much}plus lourd que le professionnel : à écouter d’abord."


def _unsaid(theirs: Degree, ours: Degree) -> str:
    if theirs is Degree.UNSAID:
        return "La personne ne souhaite pas en parler : c’est sa réponse."
    if theirs is Degree.NOT_EXPLORED and ours.is_weight:
        return "La personne n’a pas encore donné son avis."
    if theirs.is_weight:
        return "Le professionnel n’a pas encore donné son avis."
    return ""


def change_words(before: int, now: int) -> str:
    """What moved since the time before, in words; empty when nothing can be said of it."""
    was, is_ = Degree(before), Degree(now)
    if not (was.is_weight and is_.is_weight):
        return ""
    if was == is_:
        return "comme avant"
    return "plus léger" if is_ < was else "plus lourd"
