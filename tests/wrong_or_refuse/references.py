"""Writes the numbers of the files *.case: `python3 references.py`, with mpmath.

Between the name of a quantity and `=>` stands how its number is found: a closed form derived by hand, or D, a
derivative by high-precision differences of the function itself, in Python over the exact binary64 values of the point.
Everything is computed with 60 digits, again with 90, and both must round to the same binary64 number.
"""

import pathlib
import re
import sys

import mpmath
from mpmath import mp, mpf, inf, nan, matrix, pi, exp, log, sin, cos, tan, sqrt, atan, sinh, cosh, tanh, gamma, erf, erfc
from mpmath import asin, acos, asinh, acosh, atanh, psi, log1p, expm1, besselj, bessely, besseli, besselk, lambertw

S = lambda x: 1 / (1 + exp(-x))
N = lambda x: exp(-x * x / 2) / sqrt(2 * pi)
Q = lambda text: mpf(text.split("/")[0]) / mpf(text.split("/")[1]) if "/" in text else mpf(text)


def D(function, *at, by=None):
    """The derivative of a function: `by` counts how often in each argument."""
    if len(at) == 1 and not isinstance(by, tuple):
        return mpmath.diff(function, at[0], 1 if by is None else by)
    return mpmath.diff(function, at, by)


def value(text):
    text = text.strip()
    if not text.startswith("["):
        return mpf(float(text))
    rows = [[mpf(float(entry)) for entry in row.split(",")] for row in text[1:-1].split(";")]
    return matrix(rows) if len(rows) > 1 else matrix(rows[0])


def pieces(text):
    """Cuts at commas outside of brackets."""
    return [piece for piece in re.split(r",(?![^\[]*\])", text) if piece.strip()]


def flat(found):
    if isinstance(found, matrix):
        return [found[i, j] for i in range(found.rows) for j in range(found.cols)]
    if isinstance(found, (list, tuple)):
        return [number for entry in found for number in flat(entry)]
    return [found]


def nearest(number):
    number = mpmath.re(number) if abs(mpmath.im(number)) < mpf(10) ** -40 else nan
    number = mpf(number)
    if mpmath.isnan(number):
        return "NaN"
    # Below the normal range the last place is fixed.
    if number != 0 and abs(number) < mpf(2) ** -1022:
        units = int(mpmath.nint(number * mpf(2) ** 1074))
        return repr(units * 5e-324)
    return repr(float(number))


def evaluate(text, names, digits):
    mp.dps = digits
    scope = dict(globals())
    scope.update({name: value(number) for name, number in names})
    list = [nearest(number) for number in flat(eval(text, scope))]
    return list[0] if len(list) == 1 and not text.startswith("[") else "[" + ", ".join(list) + "]"


KEYS = {"f", "vars", "wrt", "about", "along", "refused", "ledger", "kink", "note", "prints"}


def rewrite(path):
    names, lines = [], []
    for place, line in enumerate(path.read_text().splitlines()):
        word, _, rest = line.partition(" ")
        rest = rest.strip()
        if word == "at":
            names = [tuple(part.strip() for part in piece.split("=")) for piece in pieces(rest)]
        elif line and word[0] not in "=!#" and word not in KEYS and not rest.startswith("refused "):
            how = rest.rsplit("=>", 1)[0].strip()
            try:
                number, again = (evaluate(how, names, digits) for digits in (60, 90))
            except Exception as error:
                sys.exit(f"{path}:{place + 1}: {how}: {error}")
            if number != again:
                sys.exit(f"{path}:{place + 1}: {number} with 60 digits, {again} with 90")
            line = f"{word:9} {how} => {number}"
        lines.append(line)
    path.write_text("\n".join(lines) + "\n")


for path in sorted(pathlib.Path(__file__).parent.glob("*.case")):
    rewrite(path)
