# Formula:   hypot(x, y); atan2(y, x)
# Variables: x, y
#
# f1 = hypot(x, y)
# f2 = atan2(y, x)
# df1/dx = x/f1
# df1/dy = y/f1
# df2/dx = -y/(x^2 + y^2)
# df2/dy = x/(x^2 + y^2)
# Kinks:     hypot: at x = 0 && y = 0, hypot'(0, 0) is undefined (NaN)
#            atan2: at y = 0 && x <= 0, atan2 jumps from -pi to pi, atan2(0, 0) = 0,
#                atan2'(0, 0) is undefined (NaN)
#
# Python 3.8 or later. Arguments are floats; a vector is a list of floats, a matrix a list of rows.
#
# Written by symdiff 0.1.0.

import math


def _divide(a, b):
    """The quotient, infinite or NaN where b is zero."""
    if b != 0.0:
        return a / b
    if a == 0.0 or a != a:
        return math.nan
    return math.copysign(math.inf, a) * math.copysign(1.0, b)


def f(x, y):
    """The values of f1, f2."""
    return [math.hypot(x, y), math.atan2(y, x)]


def f_jacobian(x, y):
    """The values and the Jacobian: a row for each of f1, f2, a column for each of x, y."""
    v1 = math.hypot(x, y)
    v2 = _divide(1.0, v1)
    v3 = _divide(1.0, x * x + y * y)
    return [v1, math.atan2(y, x)], [
        [x * v2, y * v2],
        [-(y * v3), x * v3],
    ]
