#!/usr/bin/env python3
"""Prints the rational approximations of src/functions/portable/ (needs mpmath).

Each is the quotient of two polynomials that agrees with the function at the Chebyshev points of an interval, which
is close to the best possible; the printed error is the largest relative one on a grid of 400 points.
"""

from mpmath import mp, mpc, mpf

mp.dps = 60


def rational(function, low, high, above, below):
    """Coefficients, lowest power first, of numerator and denominator (whose first is 1)."""
    count = above + below + 1
    points = [
        (low + high) / 2 + (high - low) / 2 * mp.cos((2 * k + 1) * mp.pi / (2 * count)) for k in range(count)
    ]
    values = [function(x) for x in points]
    matrix = mp.matrix(count, count)
    right = mp.matrix(count, 1)
    for row, (x, value) in enumerate(zip(points, values)):
        for power in range(above + 1):
            matrix[row, power] = x**power
        for power in range(1, below + 1):
            matrix[row, above + power] = -value * x**power
        right[row] = value
    solution = mp.lu_solve(matrix, right)
    return list(solution[: above + 1]), [mpf(1)] + list(solution[above + 1 :])


def value(coefficients, x):
    return sum(c * x**power for power, c in enumerate(coefficients))


def show(name, function, low, high, above, below):
    low, high = mpf(low), mpf(high)
    numerator, denominator = rational(function, low, high, above, below)
    numerator = [mpf(float(c)) for c in numerator]
    denominator = [mpf(float(c)) for c in denominator]
    worst = 0
    for k in range(1, 400):
        x = low + (high - low) * k / 400
        exact = function(x)
        worst = max(worst, abs(value(numerator, x) / value(denominator, x) / exact - 1))
    print(f"/// {name}: relative error {mp.nstr(worst, 2)}")
    for part in (numerator, denominator):
        print("&[" + ", ".join(repr(float(c)) for c in part) + "],")


ROOT = mp.findroot(mp.digamma, 1.4616)

show("erf(x)/x in x^2, |x| < 1", lambda t: mp.erf(mp.sqrt(t)) / mp.sqrt(t), "1e-40", 1, 5, 5)
show("exp(x^2) erfc(x) in x, 1/2 <= x < 4", lambda x: mp.exp(x * x) * mp.erfc(x), "0.5", 4, 8, 9)
show(
    "x exp(x^2) erfc(x) in 1/x^2, 4 <= x",
    lambda t: mp.exp(1 / t) * mp.erfc(1 / mp.sqrt(t)) / mp.sqrt(t),
    "1e-4",
    "0.0625",
    5,
    5,
)
show("(gamma(1+z) - 1)/(z (z-1)) in z", lambda z: (mp.gamma(1 + z) - 1) / (z * (z - 1)), 0, 1, 7, 7)
show("lgamma(1+z)/(z (z-1)) in z", lambda z: mp.loggamma(1 + z) / (z * (z - 1)), 0, 1, 6, 7)
show("digamma(1+z)/(z - z0) in z", lambda z: mp.digamma(1 + z) / (z - (ROOT - 1)), 0, 1, 6, 7)
high = float(ROOT - 1)
print("z0 =", repr(high), "+", repr(float(ROOT - 1 - high)))


def erfcinv(x):
    """By Newton's method for the logarithms."""
    if x > 1:
        return -erfcinv(2 - x)
    y = mp.sqrt(-mp.log(x)) if x < 0.3 else (1 - x) * mp.sqrt(mp.pi) / 2
    for _ in range(80):
        own = mp.erfc(y)
        change = (mp.log(own) - mp.log(x)) * own * mp.exp(y * y) * mp.sqrt(mp.pi) / 2
        y += change
        if abs(change) < abs(y) * mpf(10) ** -50:
            break
    return y


def tail(start):
    return lambda z: erfcinv(mp.exp(-((start + z) ** 2)))


show("erfinv(x)/x in x^2, |x| <= 1/2", lambda t: mp.erfinv(mp.sqrt(t)) / mp.sqrt(t), "1e-30", "0.25", 6, 6)
for start, end, below in (("0.8125", 2, 8), (2, 5, 8), (5, 12, 7), (12, 28, 7)):
    start = mpf(start)
    show(f"erfcinv(exp(-t^2)) in t - {start}, up to {end}", tail(start), 0, end - start, 8, below)


def stirling(t):
    x = 1 / mp.sqrt(t)
    return x * (mp.loggamma(x) - (x - mpf(1) / 2) * mp.log(x) + x - mp.log(2 * mp.pi) / 2)


show("x times the rest of Stirling's formula in 1/x^2, x >= 2", stirling, "1e-8", "0.25", 6, 6)


def around(name, function, low, high, origin, above, below):
    low, high, origin = mpf(low), mpf(high), mpf(origin)
    show(name, lambda u: function(origin + u), low - origin, high - origin, above, below)


def e1(t):
    return mp.e1(1 / t) * mp.exp(1 / t) / t


def ei(t):
    return mp.ei(1 / t) * mp.exp(-1 / t) / t


def auxiliary(t):
    """g(x) - i f(x), where t = 1/x^2 (NIST DLMF 6.7.13 and 6.7.14)."""
    x = mpc(0, 1 / mp.sqrt(t))
    return mp.e1(x) * mp.exp(x)


def f(t):
    return -auxiliary(t).imag / mp.sqrt(t)


def g(t):
    return auxiliary(t).real / t


ONE = mpf(1)
FIRST, SECOND = mp.findroot(mp.ci, 0.6165), mp.findroot(mp.ci, 3.384)
for zero in (FIRST, SECOND):
    print("zero of Ci", repr(float(zero)), "+", repr(float(zero - mpf(float(zero)))))
show("(E1(x) + ln(x) + g)/x in x, 0 < x < 1", lambda x: (mp.e1(x) + mp.log(x) + mp.euler) / x, "1e-30", 1, 5, 5)
around("x e^x E1(x) in x - 3/4, 1/2 <= x < 1", lambda x: x * mp.exp(x) * mp.e1(x), "0.5", 1, "0.75", 7, 6)
show("x e^x E1(x) in 1/x, 1 <= x < 4", e1, "0.25", 1, 8, 8)
show("x e^x E1(x) in 1/x, 4 <= x", e1, "1e-3", "0.25", 9, 9)
show("(Ei(x) - ln(x) - g)/x in x, 0 < x < 2", lambda x: (mp.ei(x) - mp.log(x) - mp.euler) / x, "1e-30", 2, 6, 5)
around("x e^-x Ei(x) in x - 2, 2 <= x < 6", lambda x: mp.ei(x) * mp.exp(-x) * x, 2, 6, 2, 9, 8)
show("x e^-x Ei(x) in 1/x, 6 <= x < 12", ei, ONE / 12, ONE / 6, 8, 8)
around("x e^-x Ei(x) in 1/x - 1/24, 12 <= x < 24", ei, ONE / 24, ONE / 12, ONE / 24, 8, 8)
around("x e^-x Ei(x) in 1/x - 1/60, 24 <= x < 60", ei, ONE / 60, ONE / 24, ONE / 60, 7, 7)
show("x e^-x Ei(x) in 1/x, 60 <= x", ei, "1e-3", ONE / 60, 5, 5)
show("Si(x)/x in x^2, |x| < 2", lambda t: mp.si(mp.sqrt(t)) / mp.sqrt(t), "1e-30", 4, 4, 4)
around("Si(x) in x - 3, 2 <= x < 4", mp.si, 2, 4, 3, 7, 6)
show(
    "(Ci(x) - ln(x) - g)/x^2 in x^2, 0 < x < 1/2",
    lambda t: (mp.ci(mp.sqrt(t)) - mp.log(t) / 2 - mp.euler) / t,
    "1e-12",
    "0.25",
    3,
    2,
)
around("Ci(x)/(x - z) in x - 3/4, 1/2 <= x < 1", lambda x: mp.ci(x) / (x - FIRST), "0.5", 1, "0.75", 7, 6)
around("Ci(x)/(x - z) in x - 3/2, 1 <= x < 2", lambda x: mp.ci(x) / (x - FIRST), 1, 2, "1.5", 7, 7)
around("Ci(x)/(x - z) in x - 2, 2 <= x < 4", lambda x: mp.ci(x) / (x - SECOND), 2, 4, 2, 8, 7)
show("x f(x) in 1/x^2, 4 <= x < 8", f, ONE / 64, ONE / 16, 7, 7)
show("x f(x) in 1/x^2, 8 <= x", f, "1e-6", ONE / 64, 9, 9)
show("x^2 g(x) in 1/x^2, 4 <= x < 8", g, ONE / 64, ONE / 16, 7, 7)
show("x^2 g(x) in 1/x^2, 8 <= x", g, "1e-6", ONE / 64, 9, 9)
