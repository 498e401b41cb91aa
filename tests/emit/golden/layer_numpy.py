# Formula:   A: matrix(2, 3); x: vector(3); sum(sigma(A*x))
# Variables: A (matrix of 2 x 3), x (vector of 3)
#
# f = sum(sigma(A*x))
# df/dA = t1*x'
# df/dx = A'*t1
# where t1 = sigma(A*x) .* sigma(-A*x)
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


def f(A, x):
    """The value f."""
    A = np.asarray(A, dtype=float)
    x = np.asarray(x, dtype=float)
    shape = np.broadcast_shapes(A.shape[2:], x.shape[1:])
    value = np.empty(shape)
    with np.errstate(all="ignore"):
        v1 = _sigma(A[0, 2] * x[2] + (A[0, 0] * x[0] + A[0, 1] * x[1]))
        v2 = _sigma(x[0] * A[1, 0] + (A[1, 1] * x[1] + A[1, 2] * x[2]))
        value[...] = v1 + v2
    return value[()]


def f_gradient(A, x):
    """The value and the gradient in A, x."""
    A = np.asarray(A, dtype=float)
    x = np.asarray(x, dtype=float)
    shape = np.broadcast_shapes(A.shape[2:], x.shape[1:])
    value = np.empty(shape)
    gradient = np.empty((9,) + shape)
    with np.errstate(all="ignore"):
        v1 = A[0, 2] * x[2] + (A[0, 0] * x[0] + A[0, 1] * x[1])
        v2 = x[0] * A[1, 0] + (A[1, 1] * x[1] + A[1, 2] * x[2])
        v3 = _sigma(v1)
        v4 = _sigma(v2)
        v5 = v3 * _sigma(-v1)
        v6 = v4 * _sigma(-v2)
        value[...] = v3 + v4
        gradient[0] = x[0] * v5
        gradient[1] = x[1] * v5
        gradient[2] = x[2] * v5
        gradient[3] = x[0] * v6
        gradient[4] = x[1] * v6
        gradient[5] = x[2] * v6
        gradient[6] = A[0, 0] * v5 + A[1, 0] * v6
        gradient[7] = A[0, 1] * v5 + A[1, 1] * v6
        gradient[8] = A[0, 2] * v5 + A[1, 2] * v6
    return value[()], gradient
