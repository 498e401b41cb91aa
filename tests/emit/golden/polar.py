# Formula:  r = hypot(x, y); phi = atan2(y, x)
# Variables: y, x
#
# phi = atan2(y, x)
# dphi/dy = x/(x^2 + y^2)
# dphi/dx = -y/(x^2 + y^2)
# Kinks:    atan2: at y = 0 && x <= 0, atan2 jumps from -pi to pi, atan2(0, 0) = 0, atan2'(0,
#               0) is undefined (NaN)
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


def phi(y, x):
    """The value phi."""
    return math.atan2(y, x)


def phi_jacobian(y, x):
    """The value and the Jacobian: a row for each of phi, a column for each of y, x."""
    v1 = _divide(1.0, x * x + y * y)
    return math.atan2(y, x), [x * v1, -(y * v1)]
