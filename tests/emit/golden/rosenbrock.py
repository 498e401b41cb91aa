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
# Python 3.8 or later. Arguments are floats; a vector is a list of floats, a matrix a list of rows.
#
# Written by symdiff 0.1.0.


def f(x, y):
    """The value f."""
    v1 = 1.0 - x
    v2 = y - x * x
    return v1 * v1 + 100.0 * (v2 * v2)


def f_gradient(x, y):
    """The value and the gradient in x, y."""
    v1 = 1.0 - x
    v2 = y - x * x
    return v1 * v1 + 100.0 * (v2 * v2), [-(v1 * 2.0 + v2 * (x * 400.0)), v2 * 200.0]


def f_hessian(x, y):
    """The Hessian in x, y."""
    v1 = -(x * 400.0)
    return [
        [2.0 + (x * x * 1200.0 - y * 400.0), v1],
        [v1, 200.0],
    ]
