# Formula:   (1 - x)^2 + 100*(y - x^2)^2
# Variables: x, y
#
# f = (1 - x)^2 + 100*(y - x^2)^2
# df/dx = -2*(1 - x) - 400*x*(y - x^2)
# df/dy = 200*(y - x^2)
# d2f/dxdx = 1200*x^2 - 400*y + 2
# d2f/dxdy = -400*x
# d2f/dydx = -400*x
# d2f/dydy = 200
#
# NumPy 1.20 or later. Arguments are numbers or arrays that broadcast: the axes of a vector or matrix
# come first, then those of the points; so do those of the results.
#
# Written by symdiff 0.1.0.

import numpy as np


def f(x, y):
    """The value f."""
    x = np.asarray(x, dtype=float)
    y = np.asarray(y, dtype=float)
    shape = np.broadcast_shapes(x.shape, y.shape)
    value = np.empty(shape)
    with np.errstate(all="ignore"):
        v1 = 1.0 - x
        v2 = y - x * x
        value[...] = v1 * v1 + 100.0 * (v2 * v2)
    return value[()]


def f_gradient(x, y):
    """The value and the gradient in x, y."""
    x = np.asarray(x, dtype=float)
    y = np.asarray(y, dtype=float)
    shape = np.broadcast_shapes(x.shape, y.shape)
    value = np.empty(shape)
    gradient = np.empty((2,) + shape)
    with np.errstate(all="ignore"):
        v1 = 1.0 - x
        v2 = y - x * x
        value[...] = v1 * v1 + 100.0 * (v2 * v2)
        gradient[0] = -(v1 * 2.0 + v2 * (x * 400.0))
        gradient[1] = v2 * 200.0
    return value[()], gradient


def f_hessian(x, y):
    """The Hessian in x, y."""
    x = np.asarray(x, dtype=float)
    y = np.asarray(y, dtype=float)
    shape = np.broadcast_shapes(x.shape, y.shape)
    hessian = np.empty((2, 2) + shape)
    with np.errstate(all="ignore"):
        v1 = -(x * 400.0)
        hessian[0, 0] = 2.0 + (x * x * 1200.0 - y * 400.0)
        hessian[0, 1] = v1
        hessian[1, 0] = v1
        hessian[1, 1] = 200.0
    return hessian
