"""What people answer to: « Momo » is Mohamed, « Fatou » Fatoumata, « Sacha » Oleksandr.

Most diminutives follow a rule, whatever the tradition: the beginning (« Alex », « Zabi »), with a
vowel added (« Nico », « Ibou »), the end (« Kader », « Nando »), a syllable said twice (« Gégé »,
« Youyou »), the initials (« JB »). The table holds the others, from general knowledge.
"""

from collections.abc import Sequence

from o2r.people.likeness.sounds import Word, sound

# Before the colon, names: those between two bars are one name in several tongues. After it, what
# stands for any of them. All by their sound, so that spellings are alike.
_IRREGULAR = """
mohamed mohammad muhammad mahamadou mamadou mehmet : momo moh med mo mouh memo
mohamed mohammad muhammad | ahmad : hamoudi hamada
mamadou mahamadou : mams madou doudou
abdoulaye abdallah abdullah | abderrahmane abdelrahman | abdelkader : abdou abdo aboud
abdoulaye abdallah abdullah : ablaye laye apo
abdelkader : kada kadour
abderrahmane abdelrahman : dahmane
souleymane suleyman slimane : solo jules
ousmane osman othman : ousou oss
fatoumata fatima fatma : fatou fanta fata fati fatim tima fatouma fato
aissatou aicha : aissa ache aichou
khadija hadidja kadiatou hatice : khadi dija kadi didja hato
aminata amina : ami mina amy mimi
mariam maryam mariama myriam : mama mimi mari meri
mustapha mustafa : mouss musti moss safi
youssef yusuf youssouf yousef : youyou youss joe souf
ibrahim ibrahima brahim : ibou ibra ibo iba bouba
boubacar aboubacar abubakar : bouba abou bacar
noureddine nordine : nono nour dino
ramatoulaye : rama
babacar : baba mbacke
daouda david :
hussein houcine huseyin : huso housni
oleksandr aleksandr alexandr alexandre alexander : sacha sasha choura alex olek sandro
oleksandra alexandra : sacha sasha sandra alex
volodymyr vladimir : vova volodia vlad
dmytro dmitri : dima mitia
mykhailo mikhail michel : micha misha
mykola nikolai nicolas : kolia nico
yevhen evgueni ievgen eugene : jenia zhenia genia
tetiana tatiana : tania tanya
anastasiia : nastia
natalia nathalie : natacha nata nath
kateryna ekaterina katerina catherine : katia katya cathy kathy cat
mariia maria marie : macha masha mia
olha olga : olia
olena elena helene : lena
yuliia ioulia julie :
ivan jean : vania
andrii andrei andre :
serhii sergei serge : serioja
oleksii alexei alexis : liocha aliocha alex
daria : dacha
viktoriia : vika
yelyzaveta elizabeth elisabeth : liza lisa babeth betty
jose joseph : ze zeca pepe jo jojo zef
joao juan : joca juca
francisco francois : chico kiko paco
antonio antoine anthony : to toni tony
joaquim : quim
manuel : manu nelo
luis louis : lulu
fernando : nando
domingos dominique : mingo dom doume
emmanuel : manu
christophe : tof chris
elodie : lolo
guillaume : guigui will
jerome : jeje
jonathan : jo
michael mickael : mike mika
robert : bob bebert
philippe filipe : phil pip
jennifer : jenny jen
bernard : nanard
"""


def is_diminutive(one: Word, other: Word) -> bool:
    """Whether one of two words can stand for the other. Symmetric; false on equal ones."""
    if one.text == other.text:
        return False
    if len(one.sound) < len(other.sound):
        return _follows_a_rule(one, other) or _in_table(one.sound, other.sound)
    return _follows_a_rule(other, one) or _in_table(one.sound, other.sound)


def is_initials(short: str, words: Sequence[Word]) -> bool:
    """« jb » for « jean baptiste »."""
    return len(words) > 1 and short == "".join(word.text[0] for word in words)


def stands_for(word: Word) -> frozenset[str]:
    """Sounds of the names for which a word may stand, by the table alone."""
    return _NAMES.get(word.sound, _NONE)


def _follows_a_rule(short: Word, long: Word) -> bool:
    brief, full = short.sound, long.sound
    if len(short.text) < 3 or not 2 <= len(brief) < len(full):
        return False
    if full.startswith(brief) or (len(short.text) >= 4 and long.text.endswith(short.text)):
        return True
    stem = brief.rstrip("aiu")
    if len(stem) >= 3 and len(brief) == len(stem) + 1 and full.startswith(stem):
        return True
    half = short.text[: len(short.text) // 2]
    return len(half) >= 2 and short.text == half * 2 and half in long.text


_NONE: frozenset[str] = frozenset()


def _read() -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    """For each sound of a diminutive, the sounds of the names for which it stands; for each sound
    of a name, its sounds in other tongues."""
    stands: dict[str, set[str]] = {}
    same: dict[str, set[str]] = {}
    for line in filter(None, _IRREGULAR.splitlines()):
        names, shorts = line.split(":")
        groups = [frozenset(map(sound, group.split())) for group in names.split("|")]
        for group in groups:
            for name in group:
                same.setdefault(name, set()).update(group)
        for short in shorts.split():
            stands.setdefault(sound(short), set()).update(*groups)
    frozen = [{key: frozenset(found) for key, found in one.items()} for one in (stands, same)]
    return frozen[0], frozen[1]


_NAMES, _SAME = _read()


def _in_table(one: str, other: str) -> bool:
    return (
        other in _SAME.get(one, _NONE)
        or other in _NAMES.get(one, _NONE)
        or one in _NAMES.get(other, _NONE)
    )
