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
# NumPy 1.20 or later. Arguments are numbers or arrays that broadcast: the axes of a vector or matrix
# come first, then those of the points; so do those of the results.
#
# Written by symdiff 0.1.0.

import numpy as np


def _maximum(a, b):
    """The greater of two numbers: NaN if either is, and -0 is below 0."""
    return np.where(a == b, np.where(np.signbit(a), b, a), np.maximum(a, b))


def _sign(x):
    """-1, 0 or 1 for a negative, zero or positive x."""
    return np.where(0.0 < x, 1.0, np.where(x < 0.0, -1.0, x))


def f(x, y):
    """The value f."""
    x = np.asarray(x, dtype=float)
    y = np.asarray(y, dtype=float)
    shape = np.broadcast_shapes(x.shape, y.shape)
    value = np.empty(shape)
    with np.errstate(all="ignore"):
        v1 = np.where(np.logical_or(x < 0.0, np.logical_not(y <= 1.0)), _maximum(x, y), np.abs(x) / y)
        value[...] = 1.0 + v1
    return value[()]


def f_gradient(x, y):
    """The value and the gradient in x, y."""
    x = np.asarray(x, dtype=float)
    y = np.asarray(y, dtype=float)
    shape = np.broadcast_shapes(x.shape, y.shape)
    value = np.empty(shape)
    gradient = np.empty((2,) + shape)
    with np.errstate(all="ignore"):
        v1 = np.logical_or(x < 0.0, np.logical_not(y <= 1.0))
        v2 = 1.0 / y
        v3 = np.abs(x) / y
        v4 = x < y
        v5 = y < x
        value[...] = 1.0 + np.where(v1, _maximum(x, y), v3)
        gradient[0] = np.where(v1, np.where(v5, 1.0, np.where(v4, np.float64(0.0), 0.5)), v2 * _sign(x))
        gradient[1] = np.where(v1, np.where(v4, 1.0, np.where(v5, np.float64(0.0), 0.5)), -(v2 * v3))
    return value[()], gradient
