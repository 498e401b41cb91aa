# Formula:   A: matrix(2, 3); x: vector(3); sum(sigma(A*x))
# Variables: A (matrix of 2 x 3), x (vector of 3)
#
# f = sum(sigma(A*x))
# df/dA = t1*x'
# df/dx = A'*t1
# where t1 = sigma(A*x) .* sigma(-A*x)
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


def f(A, x):
    """The value f."""
    v1 = _sigma(A[0][2] * x[2] + (A[0][0] * x[0] + A[0][1] * x[1]))
    v2 = _sigma(x[0] * A[1][0] + (A[1][1] * x[1] + A[1][2] * x[2]))
    return v1 + v2


def f_gradient(A, x):
    """The value and the gradient in A, x."""
    v1 = A[0][2] * x[2] + (A[0][0] * x[0] + A[0][1] * x[1])
    v2 = x[0] * A[1][0] + (A[1][1] * x[1] + A[1][2] * x[2])
    v3 = _sigma(v1)
    v4 = _sigma(v2)
    v5 = v3 * _sigma(-v1)
    v6 = v4 * _sigma(-v2)
    return v3 + v4, [
        x[0] * v5,
        x[1] * v5,
        x[2] * v5,
        x[0] * v6,
        x[1] * v6,
        x[2] * v6,
        A[0][0] * v5 + A[1][0] * v6,
        A[0][1] * v5 + A[1][1] * v6,
        A[0][2] * v5 + A[1][2] * v6,
    ]
