# Formula:   σ*lambda + exp(double)*_x - self^t1
# Variables: σ, lambda, double, _x, self, t1
#
# f = lambda*σ + _x*exp(double) - self^t1
# df/dσ = lambda
# df/dlambda = σ
# df/ddouble = _x*exp(double)
# df/d_x = exp(double)
# df/dself = -t1*self^(t1 - 1)
# df/dt1 = if(self < 0 || self > 0, -self^t1*ln(self), 0)
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


def _power(x, y):
    """x^y as C99 has it: infinite where it overflows, NaN where it is not real."""
    odd = math.isfinite(y) and y % 2.0 == 1.0
    try:
        return math.pow(x, y)
    except OverflowError:
        return -math.inf if x < 0.0 and odd else math.inf
    except ValueError:
        if x != 0.0:
            return math.nan
        return math.copysign(math.inf, x) if odd else math.inf


def _ln(x):
    """The natural logarithm: minus infinity at 0, NaN below."""
    if x > 0.0:
        return math.log(x)
    return -math.inf if x == 0.0 else math.nan


def f(σ, lambda_, double, v_x, self_, t1):
    """The value f."""
    return σ * lambda_ + _exp(double) * v_x - _power(self_, t1)


def f_gradient(σ, lambda_, double, v_x, self_, t1):
    """The value and the gradient in σ, lambda, double, _x, self, t1."""
    v1 = _exp(double)
    v2 = v1 * v_x
    v3 = _power(self_, t1)
    return σ * lambda_ + v2 - v3, [
        lambda_,
        σ,
        v2,
        v1,
        -(t1 * _power(self_, t1 - 1.0)),
        -(v3 * _ln(self_)) if self_ < 0.0 or 0.0 < self_ else 0.0,
    ]
