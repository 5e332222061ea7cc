"""Personal names as Norwegian news writes them: genitives, family names, short forms, initials."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass

APOSTROPHES = "'’ʼ´`"

_PARTICLES_WORDS = """
af al ap at av bar ben bin bint binti da dal dalla dar das de degli dei del della den der
des di do dos du e el i ibn ibnu la las le les li lo los mac na of op ou os ten ter til tot
ul van vom von y zu zum zur abu umm
"""
PARTICLES = frozenset(_PARTICLES_WORDS.split())
"""Small words that belong to the family name that follows them (`von der Leyen`, `bin Laden`)."""

_EAST_ASIAN_FAMILY_NAMES_WORDS = """
ahn bae bai baek ban byun cai cao chang chen cheng choe choi chow chu chun chung cui dai
deng ding dong du duan fan fang feng fu gao gong gu guo ha han hao he heo ho hong hou hu
huang hwang jang jeon jeong ji jia jiang jin jo joo jung kang kim ko kong kwon lai lam lau
lee lei leung li liang liao lim lin ling liu long lu luo ma mao meng min moon nam ng ni noh
oh ou pak pan park peng qi qian qiao qin qiu qu rao ren rhee ri ro roh ryu seo shao shen shi
shin sim so sohn song su suh sun tan tang tian tsai tse wang wei wen won wong woo wu xi xia
xiao xie xing xu xue yan yang yao ye yeo yi yim yin yoo yoon you yu yuan yun zeng zhai zhan
zhang zhao zheng zhong zhou zhu zou
"""
EAST_ASIAN_FAMILY_NAMES = frozenset(_EAST_ASIAN_FAMILY_NAMES_WORDS.split())
_VIETNAMESE_FAMILY_NAMES_WORDS = """
nguyen nguyễn tran trần pham phạm phan vu võ vo dang bui ngo
"""
VIETNAMESE_FAMILY_NAMES = frozenset(_VIETNAMESE_FAMILY_NAMES_WORDS.split())

_ENDS_IN_OWN_S = re.compile(
    r"(?:[sšzxç]s|us|aas|ens|[kp]is|lis|ris|tis|nis|[^aeiou][ltdkc]os|mas|[^aeiou]nes)$"
)
_MARKED_GENITIVE = re.compile(rf"(?:[{APOSTROPHES}][sS]?|[-:]s)$")
_GENITIVE_ENDING = re.compile(rf"(?:[{APOSTROPHES}]s?|s)(?!\w)")
_INITIAL = re.compile(r"[^\W\d_]\.?(?:-?[^\W\d_]\.)*")


@dataclass(frozen=True, slots=True)
class NameParts:
    """A personal name taken apart; `order` is `western`, `family_first` or `single`."""

    given: tuple[str, ...]
    family: str
    order: str


def fold_name(name: str) -> str:
    """Return the name without case, accents and apostrophes, hyphens as blanks: for comparing only.

    >>> fold_name("Saad al-Hadithi"), fold_name("Błaszczak")
    ('saad al hadithi', 'blaszczak')
    """
    text = name.casefold().replace("ł", "l").replace("đ", "d").replace("ı", "i")
    text = unicodedata.normalize("NFKD", text.replace("-", " ").replace("–", " "))
    kept = (c for c in text if not unicodedata.combining(c) and c not in APOSTROPHES and c != ".")
    return " ".join("".join(kept).split())


def strip_genitive(
    name: str, known: Collection[str] = (), keeps_s: Collection[str] = (), *, sure: bool = False
) -> str:
    """Return the name without a genitive ending: `Natos`, `Hans'`, `FN’s` to `Nato`, `Hans`, `FN`.

    Args:
        name: The name as written, one word or several; the ending is that of the last word.
        known: Names that are known to exist as they stand (the same document's other forms).
            If they hold the name without its -s, that decides; if they hold it with it, that does.
        keeps_s: Last words that end in their own -s (`Jens`, `Paris`).
        sure: True where grammar says that this is a genitive, so that doubtful endings are cut.

    Returns:
        The base form; the name itself where its -s is its own.

    Example:
        >>> strip_genitive("Jens Stoltenbergs"), strip_genitive("Jens", keeps_s={"Jens"})
        ('Jens Stoltenberg', 'Jens')
        >>> strip_genitive("Jim Mattis"), strip_genitive("Jim Mattis'")
        ('Jim Mattis', 'Jim Mattis')
    """
    marked = _MARKED_GENITIVE.search(name)
    if marked is not None and marked.start() > 1:
        return name[: marked.start()]
    if not name.endswith("s") or len(name) < 3 or name[:-1] in known:
        return name[:-1] if name[:-1] in known else name
    last = name.rpartition(" ")[2]
    if last[:-1].isupper() and len(last) > 2 and last not in keeps_s:
        return name[:-1]
    own = name in known or last in keeps_s or len(last) < 4 or last.endswith("ss")
    return name if own or (not sure and _ENDS_IN_OWN_S.search(last)) else name[:-1]


def name_parts(name: str) -> NameParts:
    """Return given and family name, by the order that the name's own shape tells.

    >>> name_parts("Ursula von der Leyen")
    NameParts(given=('Ursula',), family='von der Leyen', order='western')
    >>> name_parts("Kim Jong-un").family, name_parts("Saad al-Hadithi").family
    ('Kim', 'al-Hadithi')
    """
    words = name.split()
    if len(words) < 2:
        return NameParts((), name, "single")
    if is_family_first(words):
        return NameParts(tuple(words[1:]), words[0], "family_first")
    start = len(words) - 1
    if words[start].rstrip(".").lower() in {"jr", "sr", "ii", "iii"} and start > 1:
        start -= 1
    while start > 1 and words[start - 1].lower() in PARTICLES and words[start - 1].islower():
        start -= 1
    return NameParts(tuple(words[:start]), " ".join(words[start:]), "western")


def family_name(name: str) -> str:
    """Return the family name: `Stoltenberg`, `al-Hadithi`, `Kim` (of Kim Jong-un), `Nguyen`.

    A name of one word is its own family name; an Icelandic patronymic stands for one.
    """
    return name_parts(name).family


def is_family_first(words: list[str]) -> bool:
    """Return whether the words are a Korean, Chinese or Vietnamese name with the family name first.

    >>> is_family_first(["Xi", "Jinping"]), is_family_first(["Kim", "Philby"])
    (True, False)
    """
    first = words[0].casefold()
    if first in VIETNAMESE_FAMILY_NAMES:
        return len(words) >= 3
    if first not in EAST_ASIAN_FAMILY_NAMES or len(words) not in (2, 3):
        return False
    if len(words) == 3:
        return all(_SYLLABLE.fullmatch(word.casefold()) for word in words[1:])
    head, hyphen, tail = words[1].partition("-")
    if hyphen:
        return len(head) <= 6 and 0 < len(tail) <= 6
    return _is_pinyin(words[1].casefold())


_PINYIN_SYLLABLE = (
    r"(?:[bpmfdtnlgkhjqxrzcsyw]|zh|ch|sh)?"
    r"(?:iang|iong|uang|ang|eng|ing|ong|iao|ian|uai|uan|ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ua|uo|ui|ue"
    r"|er|a|o|e|i|u)"
)
_SYLLABLE = re.compile(r"[^aeiouy\W]{0,2}[aeiouy]{1,3}[nmglkbprth]{0,2}")
_PINYIN = re.compile(f"{_PINYIN_SYLLABLE}(?:{_PINYIN_SYLLABLE})?")


def _is_pinyin(word: str) -> bool:
    return len(word) <= 12 and _PINYIN.fullmatch(word) is not None


def is_initial(word: str) -> bool:
    """Return whether the word is initials: `W.`, `J.D.`, `J.-P.`.

    >>> is_initial("J.D."), is_initial("Jo")
    (True, False)
    """
    return len(word) <= 8 and "." in word and _INITIAL.fullmatch(word) is not None


def occurrences(name: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield where a name stands in a text as a word of its own, with its genitive ending.

    >>> list(occurrences("Lie", "Lie og Lies bror, men ikke Liegård, og Per-Lie heller ikke"))
    [(0, 3), (7, 11)]
    """
    start = text.find(name)
    while start >= 0:
        end = start + len(name)
        ending = _GENITIVE_ENDING.match(text, end)
        end = ending.end() if ending is not None else end
        before, after = text[start - 1 : start], text[end : end + 1]
        if not (before.isalnum() or before in ("-", "_") or after.isalnum()):
            yield start, end
        start = text.find(name, start + 1)


def same_person(short: str, full: str) -> bool:
    """Return whether `short` can stand for `full` in one and the same text.

    It can if its words stand in `full` in that order, an initial for a word that begins so, and it
    holds more than small words: a family name, a given name, both without the middle names.

    >>> same_person("al-Hadithi", "Saad al-Hadithi"), same_person("Hadithi", "Saad al-Hadithi")
    (True, True)
    >>> same_person("Jonas Støre", "Jonas Gahr Støre"), same_person("Jens", "Camilla Stoltenberg")
    (True, False)
    """
    wanted, having = fold_name(short).split(), fold_name(full).split()
    if not wanted or all(word in PARTICLES for word in wanted) or len(wanted) > len(having):
        return False
    if len(wanted) > 1 and not _fits(wanted[0], having[0]) and wanted != having[-len(wanted) :]:
        return wanted == having[1 : 1 + len(wanted)]
    position = 0
    for word in wanted:
        while position < len(having) and not _fits(word, having[position]):
            position += 1
        if position == len(having):
            return False
        position += 1
    return True


def _fits(word: str, other: str) -> bool:
    return word == other or (len(word) == 1 and other.startswith(word))


def short_form_rank(short: str, full: str) -> int:
    """Return how good a short form is: 3 family name, 2 several parts, 1 given name, 0 none.

    Decides between two people that a short form fits: `Stoltenberg` is Jens Stoltenberg before
    Stoltenberg Hansen.

    >>> short_form_rank("Solberg", "Erna Solberg"), short_form_rank("Erna", "Erna Solberg")
    (3, 1)
    """
    if not same_person(short, full):
        return 0
    folded, family = fold_name(short), fold_name(family_name(full))
    bare = " ".join(word for word in family.split() if word not in PARTICLES)
    if folded in (family, bare) or folded == fold_name(full):
        return 3
    if len(folded.split()) > 1 or folded == fold_name(full).split()[-1]:
        return 2
    return 1


def initials(name: str) -> str:
    """Return the first letters of the name's words without small ones: `JGS` for Jonas Gahr Støre.

    >>> initials("Ursula von der Leyen")
    'UL'
    """
    words = [word for word in fold_name(name).split() if word not in PARTICLES]
    return "".join(word[0] for word in words).upper()
