# Formula:  r = hypot(x, y); phi = atan2(y, x)
# Variables: y, x
#
# phi = atan2(y, x)
# dphi/dy = x/(x^2 + y^2)
# dphi/dx = -y/(x^2 + y^2)
# Kinks:    atan2: at y = 0 && x <= 0, atan2 jumps from -pi to pi, atan2(0, 0) = 0, atan2'(0,
#               0) is undefined (NaN)
#
# NumPy 1.20 or later. Arguments are numbers or arrays that broadcast: the axes of a vector or matrix
# come first, then those of the points; so do those of the results.
#
# Written by symdiff 0.1.0.

import numpy as np


def phi(y, x):
    """The value phi."""
    y = np.asarray(y, dtype=float)
    x = np.asarray(x, dtype=float)
    shape = np.broadcast_shapes(y.shape, x.shape)
    value = np.empty(shape)
    with np.errstate(all="ignore"):
        value[...] = np.arctan2(y, x)
    return value[()]


def phi_jacobian(y, x):
    """The value and the Jacobian: a row for each of phi, a column for each of y, x."""
    y = np.asarray(y, dtype=float)
    x = np.asarray(x, dtype=float)
    shape = np.broadcast_shapes(y.shape, x.shape)
    value = np.empty(shape)
    jacobian = np.empty((2,) + shape)
    with np.errstate(all="ignore"):
        v1 = 1.0 / (x * x + y * y)
        value[...] = np.arctan2(y, x)
        jacobian[0] = x * v1
        jacobian[1] = -(y * v1)
    return value[()], jacobian
