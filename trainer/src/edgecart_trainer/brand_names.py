"""Invents brand names: the data knows makers by a number only.

Each name is put together from two meaningless syllable groups, so that it is unlikely to be anyone's trademark. The
same set of makers always gets the same names.
"""

from collections.abc import Iterable

HOUSE_BRAND = "Orchard Lane"
# Maker 2 is what the data writes where there is no maker: fruit, vegetables and meat sold without a brand.
NO_MAKER = 2

_FIRST = (
    "Arv Bel Bram Cald Corv Dren Elv Farr Fenn Gorr Harl Ilv Jorr Kest Lorr Merr Nev Orv Pell Quen Ruv Sorr Tarv Ulv "
    "Vann Wend Yarr Zell"
).split()
_SECOND = (
    "acombe adine agate amere andale astead avick ebrook eford elow enholt erby eshaw etholm ibeck imont inger iscoe "
    "istow oldby onleigh orwick"
).split()
# Shares no divisor with the number of names, so that stepping by it meets each name once and mixes the beginnings.
_STEP = 131


def brand_names(makers: Iterable[int]) -> dict[int, str]:
    """A name for each maker's number, all different; makers without a brand are not in the answer."""
    numbers = sorted(set(makers) - {NO_MAKER})
    names = [first + second for first in _FIRST for second in _SECOND]
    if len(numbers) > len(names):
        raise ValueError(f"{len(numbers)} makers but only {len(names)} brand names; add beginnings to brand_names.py")
    return {number: names[(place * _STEP) % len(names)] for place, number in enumerate(numbers)}
