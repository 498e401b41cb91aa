# Formula:   (x + sigma(y)) / (sigma(x) + (x+y)^2)
# Variables: x, y
#
# f = (x + sigma(y))/t1
# df/dx = 1/t1 - f*(2*(x + y) + sigma(x)*sigma(-x))/t1
# df/dy = sigma(y)*sigma(-y)/t1 - 2*f*(x + y)/t1
# where t1 = sigma(x) + (x + y)^2
#
# Python 3.8 or later. Arguments are floats; a vector is a list of floats, a matrix a list of rows.
#
# Written by symdiff 0.1.0.

import math


def _exp(x):
    """e^x, infinite where it overflows."""
    try:
        return math.exp(x)
    except OverflowError:
        return math.inf


def _sigma(x):
    """The logistic function 1/(1 + e^(-x))."""
    v1 = _exp(-abs(x))
    v2 = 1.0 / (1.0 + v1)
    return v1 * v2 if x < 0.0 else v2


def _divide(a, b):
    """The quotient, infinite or NaN where b is zero."""
    if b != 0.0:
        return a / b
    if a == 0.0 or a != a:
        return math.nan
    return math.copysign(math.inf, a) * math.copysign(1.0, b)


def f(x, y):
    """The value f."""
    v1 = x + y
    return _divide(x + _sigma(y), _sigma(x) + v1 * v1)


def f_gradient(x, y):
    """The value and the gradient in x, y."""
    v1 = _sigma(y)
    v2 = _sigma(x)
    v3 = x + y
    v4 = v2 + v3 * v3
    v5 = _divide(1.0, v4)
    v6 = _divide(x + v1, v4)
    v7 = v3 * 2.0
    v8 = v5 * v6
    v9 = v8 * (v7 + v2 * _sigma(-x))
    return v6, [v5 - v9, v1 * (v5 * _sigma(-y)) - v7 * v8]
