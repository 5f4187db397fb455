"""Words as they are compared: without capitals, accents, elision and plural; and how they sound."""

import re
import unicodedata

# With the signs of "C++" and "C#".
WORD = re.compile(r"[a-z0-9+#]+")
# The shortest word that may have a plural.
SHORTEST = 4
INITIALS = re.compile(r"\b(?:[a-z]\.[- ]?){2,}")
# Words that say nothing of the job, in each language.
STOP_WORDS = {
    "en": frozenset(
        {"a", "an", "and", "at", "by", "for", "from", "i", "in", "of", "on", "or", "the", "to", "with", "as"}
        | {"am", "my"}
    ),
    "fr": frozenset(
        {"a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "ou", "par", "pour", "s", "sur"}
        | {"un", "une", "dans", "je", "suis", "chez"}
    ),
}
# What sounds alike is written alike before two words are compared; the order counts.
SOUNDS = (
    *(("ph", "f"), ("sch", "sh"), ("ck", "k"), ("qu", "k"), ("eau", "o"), ("au", "o"), ("th", "t"), ("rh", "r")),
    *(("ch", "sh"), ("c", "k"), ("y", "i"), ("z", "s"), ("j", "g"), ("ei", "i"), ("ie", "i"), ("ea", "e"), ("ai", "e")),
)
REPEATED = re.compile(r"(.)\1+")


def read_plain_letters() -> dict[int, str]:
    """The letters of Latin languages, and what stands for each where accents and ligatures do not count."""
    # Unicode takes none of these apart, so that they are named.
    letters = {"œ": "oe", "æ": "ae", "’": "'", "ß": "ss", "ø": "o"}
    for code in (*range(0xC0, 0x250), *range(0x300, 0x370)):
        apart = unicodedata.normalize("NFD", chr(code))
        letters.setdefault(chr(code), "".join(sign for sign in apart if not unicodedata.combining(sign)))
    return {ord(letter): plain for letter, plain in letters.items()}


PLAIN = read_plain_letters()


def split_words(text: str) -> list[str]:
    """The words of a text, folded; initials with stops are one word ("R.N." is "rn")."""
    folded = text.lower().translate(PLAIN)
    if "." in folded:
        folded = INITIALS.sub(lambda found: re.sub(r"[^a-z]", "", found[0]) + " ", folded)
    return WORD.findall(folded)


def keep_telling(words: list[str], language: str) -> list[str]:
    """The words that say something of the job; all where none does."""
    return [word for word in words if word not in STOP_WORDS[language]] or words


def make_singular(word: str, language: str) -> str:
    """A word without its plural, roughly: the same is done to what is typed and to the titles."""
    return ENDINGS[language](word) if len(word) >= SHORTEST else word


def _english(word: str) -> str:
    if word.endswith("woman"):
        return word[:-5] + "man"
    if word.endswith("men"):
        return word[: -5 if word.endswith("women") else -3] + "man"
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _french(word: str) -> str:
    if word.endswith("aux") and not word.endswith("eaux"):
        return word[:-3] + "al"
    return word[:-1] if word.endswith(("s", "x")) and not word.endswith(("ss", "eux", "oux")) else word


ENDINGS = {"en": _english, "fr": _french}


def spell_by_sound(word: str) -> str:
    """How a word sounds, roughly: what people write by ear comes out alike."""
    for written, heard in SOUNDS:
        word = word.replace(written, heard)
    # An h inside a word is not heard; one at its beginning may be.
    return REPEATED.sub(r"\1", word[:1] + word[1:].replace("h", ""))
