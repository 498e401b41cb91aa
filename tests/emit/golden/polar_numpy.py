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
# NumPy 1.20 or later. Arguments are numbers or arrays that broadcast: the axes of a vector or matrix
# come first, then those of the points; so do those of the results.
#
# Written by symdiff 0.1.0.

import numpy as np


def f(x, y):
    """The values of f1, f2."""
    x = np.asarray(x, dtype=float)
    y = np.asarray(y, dtype=float)
    shape = np.broadcast_shapes(x.shape, y.shape)
    values = np.empty((2,) + shape)
    with np.errstate(all="ignore"):
        values[0] = np.hypot(x, y)
        values[1] = np.arctan2(y, x)
    return values


def f_jacobian(x, y):
    """The values and the Jacobian: a row for each of f1, f2, a column for each of x, y."""
    x = np.asarray(x, dtype=float)
    y = np.asarray(y, dtype=float)
    shape = np.broadcast_shapes(x.shape, y.shape)
    values = np.empty((2,) + shape)
    jacobian = np.empty((2, 2) + shape)
    with np.errstate(all="ignore"):
        v1 = np.hypot(x, y)
        v2 = 1.0 / v1
        v3 = 1.0 / (x * x + y * y)
        values[0] = v1
        values[1] = np.arctan2(y, x)
        jacobian[0, 0] = x * v2
        jacobian[0, 1] = y * v2
        jacobian[1, 0] = -(y * v3)
        jacobian[1, 1] = x * v3
    return values, jacobian
