# Formula:   (x + sigma(y)) / (sigma(x) + (x+y)^2)
# Variables: x, y
#
# f = (x + sigma(y))/t1
# df/dx = 1/t1 - f*(2*(x + y) + sigma(x)*sigma(-x))/t1
# df/dy = sigma(y)*sigma(-y)/t1 - 2*f*(x + y)/t1
# where t1 = sigma(x) + (x + y)^2
#
# NumPy 1.20 or later. Arguments are numbers or arrays that broadcast: the axes of a vector or matrix
# come first, then those of the points; so do those of the results.
#
# Written by symdiff 0.1.0.

import numpy as np


def _sigma(x):
    """The logistic function 1/(1 + e^(-x))."""
    v1 = np.exp(-np.abs(x))
    v2 = 1.0 / (1.0 + v1)
    return np.where(x < 0.0, v1 * v2, v2)


def f(x, y):
    """The value f."""
    x = np.asarray(x, dtype=float)
    y = np.asarray(y, dtype=float)
    shape = np.broadcast_shapes(x.shape, y.shape)
    value = np.empty(shape)
    with np.errstate(all="ignore"):
        v1 = x + y
        value[...] = (x + _sigma(y)) / (_sigma(x) + v1 * v1)
    return value[()]


def f_gradient(x, y):
    """The value and the gradient in x, y."""
    x = np.asarray(x, dtype=float)
    y = np.asarray(y, dtype=float)
    shape = np.broadcast_shapes(x.shape, y.shape)
    value = np.empty(shape)
    gradient = np.empty((2,) + shape)
    with np.errstate(all="ignore"):
        v1 = _sigma(y)
        v2 = _sigma(x)
        v3 = x + y
        v4 = v2 + v3 * v3
        v5 = 1.0 / v4
        v6 = (x + v1) / v4
        v7 = v3 * 2.0
        v8 = v5 * v6
        v9 = v8 * (v7 + v2 * _sigma(-x))
        value[...] = v6
        gradient[0] = v5 - v9
        gradient[1] = v1 * (v5 * _sigma(-y)) - v7 * v8
    return value[()], gradient
