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
# NumPy 1.20 or later. Arguments are numbers or arrays that broadcast: the axes of a vector or matrix
# come first, then those of the points; so do those of the results.
#
# Written by symdiff 0.1.0.

import numpy as np


def f(σ, lambda_, double, v_x, self_, t1):
    """The value f."""
    σ = np.asarray(σ, dtype=float)
    lambda_ = np.asarray(lambda_, dtype=float)
    double = np.asarray(double, dtype=float)
    v_x = np.asarray(v_x, dtype=float)
    self_ = np.asarray(self_, dtype=float)
    t1 = np.asarray(t1, dtype=float)
    shape = np.broadcast_shapes(σ.shape, lambda_.shape, double.shape, v_x.shape, self_.shape, t1.shape)
    value = np.empty(shape)
    with np.errstate(all="ignore"):
        value[...] = σ * lambda_ + np.exp(double) * v_x - np.power(self_, t1)
    return value[()]


def f_gradient(σ, lambda_, double, v_x, self_, t1):
    """The value and the gradient in σ, lambda, double, _x, self, t1."""
    σ = np.asarray(σ, dtype=float)
    lambda_ = np.asarray(lambda_, dtype=float)
    double = np.asarray(double, dtype=float)
    v_x = np.asarray(v_x, dtype=float)
    self_ = np.asarray(self_, dtype=float)
    t1 = np.asarray(t1, dtype=float)
    shape = np.broadcast_shapes(σ.shape, lambda_.shape, double.shape, v_x.shape, self_.shape, t1.shape)
    value = np.empty(shape)
    gradient = np.empty((6,) + shape)
    with np.errstate(all="ignore"):
        v1 = np.exp(double)
        v2 = v1 * v_x
        v3 = np.power(self_, t1)
        value[...] = σ * lambda_ + v2 - v3
        gradient[0] = lambda_
        gradient[1] = σ
        gradient[2] = v2
        gradient[3] = v1
        gradient[4] = -(t1 * np.power(self_, t1 - 1.0))
        gradient[5] = np.where(np.logical_or(self_ < 0.0, 0.0 < self_), -(v3 * np.log(self_)), 0.0)
    return value[()], gradient
