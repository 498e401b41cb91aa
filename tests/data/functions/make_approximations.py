#!/usr/bin/env python3
"""Prints the rational approximations of src/functions/portable/special.rs (needs mpmath).

Each is the quotient of two polynomials that agrees with the function at the Chebyshev points of an interval, which
is close to the best possible; the printed error is the largest relative one on a grid of 400 points.
"""

from mpmath import mp, mpf

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
