# Formula:   erf(x)*lgamma(x) + x^(1/3)
# Variables: x
#
# f = erf(x)*lgamma(x) + x^(1/3)
# df/dx = 1/(3*x^(2/3)) + erf(x)*digamma(x) + 2*lgamma(x)*exp(-x^2)/sqrt(pi)
#
# Python 3.8 or later. Arguments are floats; a vector is a list of floats, a matrix a list of rows.
#
# Written by symdiff 0.1.0.

import math


def _round_down(a):
    """The greatest integer not above a, as a float."""
    return float(math.floor(a)) if math.isfinite(a) and a != 0.0 else a


def _divide(a, b):
    """The quotient, infinite or NaN where b is zero."""
    if b != 0.0:
        return a / b
    if a == 0.0 or a != a:
        return math.nan
    return math.copysign(math.inf, a) * math.copysign(1.0, b)


def _ln(x):
    """The natural logarithm: minus infinity at 0, NaN below."""
    if x > 0.0:
        return math.log(x)
    return -math.inf if x == 0.0 else math.nan


def _sin(x):
    """The sine, NaN at the infinities."""
    return math.sin(x) if math.isfinite(x) else math.nan


def _lgamma(x):
    """The logarithm of the absolute value of the gamma function."""
    v1 = abs(x)
    v2 = v1 - _round_down(v1)
    v3 = 1.0 - v2
    v4 = x < -0.5
    v5 = v1 if v4 else x
    v6 = 1.0 + v5
    v7 = v5 < 0.0
    v8 = v5 < 1.0
    v9 = (v5 + 2.0 if v7 else v6) if v8 else v5
    v10 = v9 - _round_down(v9)
    v11 = v10 * (v10 * 0.0002863302305915675 + 0.01335232028577317)
    v12 = v10 * (v10 * (v11 + 0.15704300250969247) + 0.7325115068578646)
    v13 = v10 * (v10 * (v12 + 1.573396949493047) + 1.5596717057522156)
    v14 = v10 * (v10 * 6.197815272364046e-5 + 0.005110524940277966)
    v15 = v10 * (v10 * (v14 + 0.09380064459488484) + 0.6662951719597183)
    v16 = v10 * (v10 * (v15 + 2.2347587149262016) + 3.7851551293303727)
    v17 = _divide(v13 + 0.5772156649015329, 1.0 + v10 * (v16 + 3.1269474895188387))
    v18 = v17 * (v10 * (v10 - 1.0))
    v19 = (1.0 if v9 < 2.0 else v9 - 1.0) * (1.0 if v9 < 3.0 else v9 - 2.0)
    v20 = v19 * (1.0 if v9 < 4.0 else v9 - 3.0) * (1.0 if v9 < 5.0 else v9 - 4.0)
    v21 = v20 * (1.0 if v9 < 6.0 else v9 - 5.0) * (1.0 if v9 < 7.0 else v9 - 6.0)
    v22 = v21 * (1.0 if v9 < 8.0 else v9 - 7.0) * (1.0 if v9 < 9.0 else v9 - 8.0)
    v23 = v22 * (1.0 if v9 < 10.0 else v9 - 9.0) * (1.0 if v9 < 11.0 else v9 - 10.0)
    v24 = abs((v5 * v6 if v7 else v5) if v8 else 1.0)
    v25 = _ln(v24 if v8 else v23)
    v26 = _divide(1.0, v5)
    v27 = v26 * v26
    v28 = v27 * (v27 * 0.00641025641025641 - 0.0019175269175269176)
    v29 = v27 * (v28 + 0.0008417508417508417) - 0.0005952380952380953
    v30 = v27 * (v27 * v29 + 0.0007936507936507937) - 0.002777777777777778
    v31 = v26 * (v27 * v30 + 0.08333333333333333) + 0.4189385332046727
    v32 = (_ln(v5) - 1.0) * (v5 - 0.5) + v31
    v33 = v5 < 12.0
    v34 = v1 * _sin((v3 if v3 < v2 else v2) * 3.141592653589793)
    v35 = _divide(v24 * 3.141592653589793, v23 * v34) if v33 else _divide(3.141592653589793, v34)
    v36 = math.inf if v2 == 0.0 else _ln(v35) - (v18 if v33 else v32)
    return (math.inf if x < -1.7976931348623157e308 else v36) if v4 else (v18 + (-v25 if v8 else v25) if v33 else v32)


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


def _tan(x):
    """The tangent, NaN at the infinities."""
    return math.tan(x) if math.isfinite(x) else math.nan


def _digamma(x):
    """The logarithmic derivative of the gamma function."""
    v1 = abs(x)
    v2 = v1 - _round_down(v1)
    v3 = 1.0 - v2
    v4 = x < -0.5
    v5 = 1.0 - x if v4 else x
    v6 = 1.0 + v5
    v7 = v5 < 0.0
    v8 = v5 < 1.0
    v9 = (v5 + 2.0 if v7 else v6) if v8 else v5
    v10 = v9 - _round_down(v9)
    v11 = v10 * (v10 * 1.7898801794407944e-5 + 0.001522014780947835)
    v12 = v10 * (v10 * (v11 + 0.03289286530666115) + 0.2827909775851093)
    v13 = v10 * (v10 * (v12 + 1.1098885191520405) + 1.96521071930205)
    v14 = v10 * (v10 * 2.9593505781253758e-6 + 0.00038082202743287797)
    v15 = v10 * (v10 * (v14 + 0.011177447048773713) + 0.12818724505968795)
    v16 = v10 * (v10 * (v15 + 0.6895598627289087) + 1.8274096260124488)
    v17 = _divide(v13 + 1.2503801375034054, 1.0 + v10 * (v16 + 2.2552374236640156))
    v18 = (v10 - 0.46163214496836236 - -1.5522348162858677e-17) * v17
    v19 = (0.0 if v9 < 2.0 else _divide(1.0, v9 - 1.0)) + (0.0 if v9 < 3.0 else _divide(1.0, v9 - 2.0))
    v20 = v19 + (0.0 if v9 < 4.0 else _divide(1.0, v9 - 3.0)) + (0.0 if v9 < 5.0 else _divide(1.0, v9 - 4.0))
    v21 = v20 + (0.0 if v9 < 6.0 else _divide(1.0, v9 - 5.0)) + (0.0 if v9 < 7.0 else _divide(1.0, v9 - 6.0))
    v22 = v21 + (0.0 if v9 < 8.0 else _divide(1.0, v9 - 7.0)) + (0.0 if v9 < 9.0 else _divide(1.0, v9 - 8.0))
    v23 = v18 + v22
    v24 = _divide(1.0, v5)
    v25 = v23 - (v24 + _divide(1.0, v6) if v7 else v24) if v8 else v23
    v26 = v24 * v24
    v27 = v26 * (v26 * 0.08333333333333333 - 0.021092796092796094) + 0.007575757575757576
    v28 = v26 * (v26 * v27 - 0.004166666666666667) + 0.003968253968253968
    v29 = 0.08333333333333333 + v26 * (v26 * v28 - 0.008333333333333333)
    v30 = v25 if v5 < 10.0 else _ln(v5) - (v26 * v29 + 0.5 * v24)
    v31 = _divide(3.141592653589793, _tan((v3 if v3 < v2 else v2) * 3.141592653589793))
    v32 = math.nan if v2 == 0.0 else v30 + (-v31 if 0.5 < v2 else v31)
    return math.nan if x == 0.0 else (v32 if v4 else v30)


def _exp(x):
    """e^x, infinite where it overflows."""
    try:
        return math.exp(x)
    except OverflowError:
        return math.inf


def f(x):
    """The value f."""
    return math.erf(x) * _lgamma(x) + _power(x, 0.3333333333333333)


def f_partial_x(x):
    """The derivative df/dx."""
    v1 = 1.1283791670955126 * (_lgamma(x) * _exp(-(x * x)))
    return 0.3333333333333333 * _power(x, -0.6666666666666666) + (math.erf(x) * _digamma(x) + v1)
