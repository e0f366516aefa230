"""From what was typed or heard to words: lower case, contractions written out, each word knowing where it stood.

Samples and sentences go through the same reading, so that "I'm a four" and "im a four" are one to all that follows.
Nothing here knows an interaction model.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

_WORD = re.compile(
    r"\{[^}]*\}"  # a slot in a sample
    r"|\d{4}-\d{2}-\d{2}|\d{1,2}:\d{2}|\d+(?:st|nd|rd|th|k)\b|\d+(?:\.\d+)?"
    r"|(?<=\d)\s?/\s?(?=\d)"
    r"|[ap]\.\s?m\b\.?"
    r"|[^\W\d_]+(?:'[^\W\d_]+)*",
    re.IGNORECASE,
)

# How people write what they say; left side as typed (any apostrophe), right side as understood.
_SPELLED_OUT = {
    "i'm": "i am", "im": "i am", "i've": "i have", "ive": "i have", "i'll": "i will", "i'd": "i would",
    "you're": "you are", "you've": "you have", "we're": "we are", "they're": "they are", "theyre": "they are",
    "they've": "they have", "it's": "it is", "that's": "that is", "thats": "that is", "what's": "what is",
    "whats": "what is", "where's": "where is", "how's": "how is", "hows": "how is", "who's": "who is",
    "there's": "there is", "here's": "here is", "let's": "let us", "lets": "let us", "she's": "she is",
    "he's": "he is", "when's": "when is", "why's": "why is", "what're": "what are", "how're": "how are",
    "can't": "can not", "cant": "can not", "cannot": "can not", "won't": "will not", "wont": "will not",
    "don't": "do not", "dont": "do not", "doesn't": "does not", "doesnt": "does not", "didn't": "did not",
    "didnt": "did not", "isn't": "is not", "isnt": "is not", "aren't": "are not", "arent": "are not",
    "wasn't": "was not", "wasnt": "was not", "weren't": "were not", "haven't": "have not", "havent": "have not",
    "hasn't": "has not", "hasnt": "has not", "hadn't": "had not", "shouldn't": "should not", "shouldnt": "should not",
    "couldn't": "could not", "couldnt": "could not", "wouldn't": "would not", "wouldnt": "would not",
    "gonna": "going to", "gotta": "got to", "wanna": "want to", "gimme": "give me", "lemme": "let me",
    "dunno": "do not know", "kinda": "kind of", "sorta": "sort of", "cuz": "because", "cause": "because",
    "'cause": "because", "should've": "should have", "could've": "could have", "would've": "would have",
    "o'clock": "o'clock", "oclock": "o'clock", "y'all": "you all", "ok": "okay", "yep": "yes", "yup": "yes",
    "hrs": "hours", "hr": "hour", "mins": "minutes", "min": "minute", "tonite": "tonight", "u": "you", "ur": "your",
    "thru": "through", "where'd": "where did", "how'd": "how did", "why'd": "why did", "what'd": "what did",
    "it'd": "it would", "that'd": "that would", "they'd": "they would", "we'd": "we would", "you'd": "you would",
    "it'll": "it will", "that'll": "that will", "they'll": "they will", "we'll": "we will", "you'll": "you will",
    "an": "a", "we've": "we have", "til": "until", "till": "until", "em": "them",
}  # fmt: skip
_OUT_OF = ("out", "of")  # "7/10" is said "seven out of ten"


@dataclass(frozen=True, slots=True)
class Word:
    """One word as understood, and where it stands in the sentence as given (`start` to before `end`)."""

    text: str
    start: int
    end: int


def read(sentence: str) -> tuple[Word, ...]:
    """Split a sentence into words; punctuation is dropped, ``{slot}`` in a sample stays as it is."""
    plain = _plain(sentence)
    found = ((match, plain[slice(*match.span())]) for match in _WORD.finditer(plain))
    return tuple(Word(word, *match.span()) for match, written in found for word in _understood(written))


def texts(sentence: str) -> tuple[str, ...]:
    """The words of a sentence without their places."""
    return tuple(word for written in _WORD.findall(_plain(sentence)) for word in _understood(written))


def _plain(sentence: str) -> str:
    return sentence.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")


@cache
def _understood(written: str) -> tuple[str, ...]:
    if written.startswith("{"):
        return (written.replace(" ", ""),)
    lowered = written.lower()
    if lowered.strip() == "/":
        return _OUT_OF
    if "." in lowered and lowered[0] in "ap":
        return (lowered[0] + "m",)
    return tuple(_SPELLED_OUT.get(lowered, lowered.removesuffix("'s")).split())


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Words that carry grammar rather than matter: they neither make a sentence fit a skill nor make it foreign to it.
FUNCTION_WORDS = _set(
    """a about absolutely actually after again ago ah all almost already also am an and any anyway are around as at
    away back be because been before being bit both but by can case come could day days did do does doing done
    down each either else enough er even ever every everything few first for from fully get gets getting give go
    going gone good got guess had has have having he hello her here hey hi him his honestly hope hours how however
    i if in instead into is it its just keep kind know last later least let like literally little long lot lots
    make makes many may maybe me mean might mine moment more morning most much must my myself need needs never new
    next nice no none not nothing now of off oh okay on once one only or other our out over own past perhaps
    please pretty probably quite rather real really right said same say see she should since so some something
    soon sorry sort still stuff such super sure take taking tell than thank thanks that the their them then there
    these they thing things think this those though time to today tomorrow tonight too totally truly try trying um
    uh under until up us very wait want was way we week well were what whatever when where whether which while who
    why will with without wonder wondering would yeah yes yesterday yet you your"""
)

# What people say while they think; it never carries the meaning.
HESITATIONS = _set(
    """um uh uhm umm er erm hmm hm mm ah aah aw eh huh oh oof ow ouch ugh whew phew wow gosh gee geez jeez damn dang
    darn man dude yo well like please hey hi hello honestly basically alright okay so though tho"""
)

# What people wrap around an answer: "I'd say maybe about a four today".
AROUND_AN_ANSWER = HESITATIONS | _set(
    """a an the i it is was am are would say about around maybe probably perhaps guess think just of roughly more or
    so be only my they feel feels at to on going let us see yeah yes okay definitely actually sure some that this
    suppose reckon figure must might could have been"""
)

# What takes back something just said: "monday no sorry tuesday".
CORRECTIONS = _set("no sorry wait actually mean meant rather correction make oops scratch hang nope not")

# What joins values of one kind: "quads and hamstrings".
JOINING = _set("and or plus also my the some both a bit of")

# What a number may count, so that it is no mark on a scale by itself.
MEASURES = _set(
    """second seconds minute minutes hour hours day days week weeks month months year years mile miles kilometer
    kilometers kilometre kilometres meter meters metre metres k km kilo kilos kilogram kilograms pound pounds lb
    lbs rep reps set sets time times step steps lap laps degree degrees percent dollar dollars"""
)

# Words one may leave out of a set phrase, or put into it, without changing what it names.
FILLERS = _set(
    """a an the my some of really very so just quite kind sort bit little pretty totally absolutely actually super
    like is are am was were be feels feel feeling been being has have had all rather even still this that there
    gone went got gets getting"""
)

_ENDINGS = (
    ("iness", "y"),
    ("ness", ""),
    ("ies", "y"),
    ("sses", "ss"),
    ("ing", ""),
    ("ed", ""),
    ("es", ""),
    ("s", ""),
    ("e", ""),
)
_SHORTEST_STEM = 3


@cache
def stem(word: str) -> str:
    """A word without its English ending, the same for "squats", "squatted" and "squatting"."""
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM and not word.startswith("{"):
            return _single(word.removesuffix(ending) + instead)
    return word


def _single(word: str) -> str:
    doubled = len(word) > _SHORTEST_STEM and word[-1] == word[-2] and word[-1] not in "aeiouls"
    return word[:-1] if doubled else word
