# Formula:   if(x < 0 || !(y <= 1), max(x, y), abs(x)/y) + x/x
# Variables: x, y
#
# f = if(x < 0 || !(y <= 1), max(x, y), abs(x)/y) + 1
# df/dx = if(x < 0 || !(y <= 1), if(y < x, 1, if(x < y, 0, 1/2)), sign(x)/y)
# df/dy = if(x < 0 || !(y <= 1), if(x < y, 1, if(y < x, 0, 1/2)), -abs(x)/y^2)
# Assuming:  x != 0 (u^a*u^b = u^(a+b))
# Kinks:     max: at a tie, the arguments that attain it share the derivative equally
#            abs: at x = 0, abs'(0) = 0
#            if: where `x < 0 || !(y <= 1)` changes, the derivative of the branch taken
#
# Python 3.8 or later. Arguments are floats; a vector is a list of floats, a matrix a list of rows.
#
# Written by symdiff 0.1.0.

import math


def _maximum(a, b):
    """The greater of two numbers: NaN if either is, and -0 is below 0."""
    if a < b:
        return b
    if b < a:
        return a
    if a == b:
        return b if math.copysign(1.0, a) < 0.0 else a
    return a + b


def _divide(a, b):
    """The quotient, infinite or NaN where b is zero."""
    if b != 0.0:
        return a / b
    if a == 0.0 or a != a:
        return math.nan
    return math.copysign(math.inf, a) * math.copysign(1.0, b)


def _sign(x):
    """-1, 0 or 1 for a negative, zero or positive x."""
    return 1.0 if 0.0 < x else (-1.0 if x < 0.0 else x)


def f(x, y):
    """The value f."""
    v1 = _maximum(x, y) if x < 0.0 or (not y <= 1.0) else _divide(abs(x), y)
    return 1.0 + v1


def f_gradient(x, y):
    """The value and the gradient in x, y."""
    v1 = x < 0.0 or (not y <= 1.0)
    v2 = _divide(1.0, y)
    v3 = _divide(abs(x), y)
    v4 = x < y
    v5 = y < x
    return 1.0 + (_maximum(x, y) if v1 else v3), [
        (1.0 if v5 else (0.0 if v4 else 0.5)) if v1 else v2 * _sign(x),
        (1.0 if v4 else (0.0 if v5 else 0.5)) if v1 else -(v2 * v3),
    ]
