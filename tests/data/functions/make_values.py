#!/usr/bin/env python3
"""Writes values.jsonl: reference values of every function of the table.

Run: pip install mpmath==1.4.1, then python3 make_values.py > values.jsonl. With names of functions behind it
only their lines are written.

Each line is one point: the name of the row, the arguments (`at`, decimal texts that name binary64
numbers exactly), the nearest binary64 number to the exact value (`value`), how far the exact value
lies above it in units in the last place of `value` (`rest`), and how many such units a kernel may
miss the exact value by (`ulp`). The limits are the errors measured at thousands of points (see
docs/function-kernels.md), rounded up. A value is evaluated at growing precision until two agree to
110 bits, so no cancellation or huge argument spoils it.
"""
import json
import math
import random
import struct
import sys

from mpmath import mp, mpf

random.seed(20240607)

# Largest measured error in units in the last place, rounded up. All others are correctly rounded
# to the accuracy of the measurement.
LIMITS = {
    "asec": 1.0, "acsc": 0.97, "sech": 1.46, "csch": 1.39, "coth": 1.3, "asech": 1.0, "acsch": 0.97,
    "acoth": 0.95, "sigma": 1.89, "softplus": 1.25, "gamma": 0.81, "lgamma": 0.53,
    "trigamma": 1.11, "hypot": 0.95, "root": 0.99, "exp10": 1.0, "bessely1": 0.7, "erfcinv": 0.65, "norminv": 1.1, "erfinv": 0.85,
}
ROUNDED = 0.51

# The same in units times the condition, the sum of |x f'/f| over the arguments, where it is above 1: definitions
# and recipes round what they hand on.
CONDITIONED = {
    "silu": 2.0, "gelu": 2.0, "gelutanh": 2.0, "log": 1.5, "mish": 2.0, "softsign": 1.0, "elu": 1.0, "leakyrelu": 1.1,
    "log1mexp": 1.1, "logsumexp": 1.0, "softmax": 2.0, "xlogy": 1.0, "xlog1py": 1.0, "entropy": 1.1,
    "normpdf": 1.5, "normcdf": 0.9, "sincn": 2.0, "erfcxn": 2.5, "lambertw": 1.6, "lambertwm1": 2.0, "factorial": 1.0, "tanpi": 2.0,
    "besselj": 2.0, "bessely": 2.0, "besseli": 2.0, "besselk": 2.0,
    "ellipk": 2.0, "ellipe": 2.0, "ellipkn": 2.0, "ellipen": 2.0, "beta": 2.5, "lbeta": 2.0, "binomial": 3.5, "digammadelta": 2.0, "trigammadelta": 2.5,
    "expint": 2.0, "expint1": 2.0, "sinint": 2.2, "cosint": 3.5,
}


def limit(name, at, value):
    """How many units in the last place a kernel may be off at a point."""
    # Next to a zero in binary64 the error is about 1e-30 times the size of the terms that cancel.
    if abs(value) < 1e-12 and name == "digamma":
        return 27.0 if at[0] < 0 else 2.6
    if abs(value) < 1e-12 and name == "lgamma" and at[0] < 0:
        return 52.0
    if abs(value) < 1e-9 and name == "polygamma" and at[1] < 0:
        return 5.8
    if name in CONDITIONED:
        return max(ROUNDED, round(CONDITIONED[name] * max(1.0, condition(name, at)), 3))
    return LIMITS.get(name, ROUNDED)


def condition(name, at):
    """The sum of |x f'/f| over the arguments that may vary."""
    mp.prec = 200
    at = [mpf(x) for x in at]
    value = FUNCTIONS[name](*at)
    total = mpf(0)
    for place, x in enumerate(at):
        if x == 0 or value == 0 or (name in ORDERS and place == 0):
            continue
        step = abs(x) * mpf(2) ** -60
        moved = [FUNCTIONS[name](*at[:place], x + s * step, *at[place + 1:]) for s in (1, -1)]
        total += abs(x * (moved[0] - moved[1]) / (2 * step) / value)
    return float(total)


# Their first argument is a whole number.
ORDERS = ("polygamma", "sincn", "erfcxn", "besselj", "bessely", "besseli", "besselk", "ellipkn", "ellipen")


def odd_root(x, n):
    if x < 0:
        return -mp.exp(mp.log(-x) / n)
    return mp.exp(mp.log(x) / n)


FUNCTIONS = {
    "sin": mp.sin, "cos": mp.cos, "tan": mp.tan, "sec": mp.sec, "csc": mp.csc, "cot": mp.cot,
    "asin": mp.asin, "acos": mp.acos, "atan": mp.atan, "asec": lambda x: mp.acos(1 / x),
    "acsc": lambda x: mp.asin(1 / x), "acot": lambda x: mp.atan(1 / x), "atan2": mp.atan2,
    "sinh": mp.sinh, "cosh": mp.cosh, "tanh": mp.tanh, "sech": mp.sech, "csch": mp.csch,
    "coth": mp.coth, "asinh": mp.asinh, "acosh": mp.acosh, "atanh": mp.atanh,
    "asech": lambda x: mp.acosh(1 / x), "acsch": lambda x: mp.asinh(1 / x),
    "acoth": lambda x: mp.atanh(1 / x), "exp": mp.exp, "expm1": mp.expm1,
    "exp2": lambda x: mpf(2) ** x, "ln": mp.log, "log1p": mp.log1p,
    "log2": lambda x: mp.log(x) / mp.ln2, "log10": lambda x: mp.log(x) / mp.ln10,
    "^": lambda x, y: x ** y, "sqrt": mp.sqrt, "cbrt": lambda x: odd_root(x, 3), "root": odd_root,
    "hypot": mp.hypot, "sigma": lambda x: 1 / (1 + mp.exp(-x)),
    "softplus": lambda x: mp.log1p(mp.exp(x)), "erf": mp.erf, "erfc": mp.erfc, "gamma": mp.gamma,
    "lgamma": lambda x: mp.log(abs(mp.gamma(x))) if x < 1000 else mp.loggamma(x),
    "digamma": lambda x: mp.psi(0, x), "trigamma": lambda x: mp.psi(1, x),
    "polygamma": lambda n, x: mp.psi(int(n), x), "abs": abs, "sign": mp.sign, "floor": mp.floor,
    "ceil": mp.ceil, "step": lambda x: mpf(x >= 0), "relu": lambda x: max(x, mpf(0)),
    "max": max, "min": min, "log": lambda b, x: mp.log(x) / mp.log(b), "pow": lambda x, y: x ** y, "exp10": lambda x: mpf(10) ** x, "sinc": lambda x: mp.sin(x) / x if x else mpf(1),
    "sincn": lambda n, x: sincn(int(n), x), "round": lambda x: mp.sign(x) * mp.floor(abs(x) + 0.5),
    "trunc": lambda x: mp.sign(x) * mp.floor(abs(x)), "frac": lambda x: x - mp.floor(x),
    "mod": lambda x, y: x - y * mp.floor(x / y), "clamp": lambda x, low, high: min(max(x, low), high),
    "detach": lambda x: x, "silu": lambda x: x / (1 + mp.exp(-x)), "gelu": lambda x: x * mp.ncdf(x),
    "gelutanh": lambda x: x / (1 + mp.exp(-2 * mp.sqrt(2 / mp.pi) * (x + mpf(44715) / 1000000 * x ** 3))),
    "mish": lambda x: x * mp.tanh(mp.log1p(mp.exp(x))), "softsign": lambda x: x / (1 + abs(x)),
    "elu": lambda x, a=1: x if x > 0 else a * mp.expm1(x),
    "leakyrelu": lambda x, a=None: x if x > 0 else (x / 100 if a is None else a * x),
    "logit": lambda x: mp.log(x / (1 - x)), "log1mexp": lambda x: mp.log1p(-mp.exp(x)) if x < -1 else mp.log(-mp.expm1(x)),
    "logsumexp": lambda *x: max(x) + mp.log1p(sum(mp.exp(y - max(x)) for y in sorted(x)[:-1])),
    "softmax": lambda *x: 1 / sum(mp.exp(y - x[0]) for y in x),
    "xlogy": lambda x, y: x * mp.log(y) if x else mpf(0),
    "xlog1py": lambda x, y: x * mp.log1p(y) if x else mpf(0), "entropy": lambda x: -x * mp.log(x) if x else mpf(0),
    "erfcx": lambda x: mp.exp(x * x) * mp.erfc(x) if x < 1e4 else erfcxn(0, x), "erfcxn": lambda n, x: erfcxn(int(n), x),
    "erfinv": lambda x: erfinv(x), "erfcinv": lambda x: erfcinv(x),
    "norminv": lambda x: -mp.sqrt(2) * erfcinv(2 * x), "lambertw": lambda x: mp.re(mp.lambertw(x)),
    "lambertwm1": lambda x: mp.re(mp.lambertw(x, -1)), "factorial": lambda x: mp.gamma(x + 1),
    "sinpi": mp.sinpi, "cospi": mp.cospi, "tanpi": lambda x: mp.sinpi(x) / mp.cospi(x),
    "besselj": lambda n, x: mp.besselj(int(n), x), "bessely": lambda n, x: mp.bessely(int(n), x),
    "bessely0": lambda x: mp.bessely(0, x), "bessely1": lambda x: mp.bessely(1, x),
    "besseli": lambda n, x: mp.besseli(int(n), x),
    "besselk": lambda n, x: mp.besselk(int(n), x), "besselj0": lambda x: mp.besselj(0, x),
    "besselj1": lambda x: mp.besselj(1, x), "besseli0": lambda x: mp.besseli(0, x),
    "besseli1": lambda x: mp.besseli(1, x), "besselk0": lambda x: mp.besselk(0, x),
    "besselk1": lambda x: mp.besselk(1, x), "normpdf": mp.npdf, "normcdf": lambda x: mp.erfc(-x / mp.sqrt(2)) / 2,
    "beta": lambda a, b: mp.exp(lbeta(a, b)), "lbeta": lambda a, b: lbeta(a, b),
    "binomial": lambda n, k: mp.exp(mp.loggamma(n + 2) - mp.loggamma(k + 1) - mp.loggamma(n - k + 1)) / (n + 1),
    "digammadelta": lambda x, h: mp.psi(0, x + h) - mp.psi(0, x),
    "trigammadelta": lambda x, h: mp.psi(1, x + h) - mp.psi(1, x),
    "ellipk": lambda m: mp.ellipk(m), "ellipe": lambda m: mp.ellipe(m),
    "ellipkn": lambda n, m: elliptic(int(n), m, 1), "ellipen": lambda n, m: elliptic(int(n), m, -1),
    "expint": mp.ei, "expint1": lambda x: mp.re(mp.e1(x)), "sinint": mp.si, "cosint": lambda x: mp.re(mp.ci(x)),
}


def elliptic(n, m, kind):
    """The integral of sin(t)^(2n) (1 - m sin(t)^2)^(-n - kind/2) from 0 to pi/2."""
    half = mpf(1) / 2
    return mp.hyp2f1(n + kind * half, n + half, n + 1, m) * mp.pi / 2 * mp.rf(half, n) / mp.factorial(n)


def lbeta(a, b):
    """Its terms cancel by as many bits as the arguments have."""
    with mp.workprec(mp.prec + 100 + 2 * max(0, mp.mag(a), mp.mag(b))):
        return mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b)


def erfcinv(x):
    """By Newton's method for the logarithms."""
    if x > 1:
        return -erfcinv(2 - x)
    y = mp.sqrt(-mp.log(x)) if x < 0.3 else (1 - x) * mp.sqrt(mp.pi) / 2
    for _ in range(100):
        own = mp.erfc(y)
        change = (mp.log(own) - mp.log(x)) * own * mp.exp(y * y) * mp.sqrt(mp.pi) / 2
        y += change
        if abs(change) <= abs(y) * mpf(2) ** (8 - mp.prec):
            return y
    raise ArithmeticError(f"erfcinv({x})")


def erfinv(x):
    """By Newton's method."""
    y = mp.mpf(mp.erfinv(x)) if abs(x) < 0.9 else mp.sign(x) * erfcinv(1 - abs(x))
    return y - (mp.erf(y) - x) * mp.sqrt(mp.pi) / 2 * mp.exp(y * y)


def erfcxn(n, x):
    """e^(x^2) times the n-fold integral of erfc (NIST DLMF 12.7.7)."""
    with mp.workprec(2 * mp.prec + 100):
        if x > 0:
            return mp.hyperu(mpf(n + 1) / 2, 0.5, x * x) / (2 ** n * mp.sqrt(mp.pi))
        last, value = 2 / mp.sqrt(mp.pi), mp.exp(x * x) * mp.erfc(x)
        for k in range(1, n + 1):
            last, value = value, (last - 2 * x * value) / (2 * k)
        return value


def sincn(n, x):
    """j_n(x)/x^n by its power series, which loses some 2 |x| bits."""
    with mp.workprec(mp.prec + int(3 * abs(x)) + 20):
        return mp.hyp0f1(n + mpf(3) / 2, -x * x / 4) / mp.fac2(2 * n + 1)


def neighbours(x, steps=(1, 7, 1000)):
    """x and some binary64 numbers next to it on both sides."""
    bits = struct.unpack("<q", struct.pack("<d", x))[0]
    around = [struct.unpack("<d", struct.pack("<q", bits + s * k))[0] for k in steps for s in (1, -1)]
    return [x] + around


def zeros(function, intervals):
    """The binary64 numbers nearest to the zeros in intervals."""
    mp.prec = 200
    return [float(mp.findroot(function, i, solver="bisect", tol=1e-40, verify=False)) for i in intervals]


def mirrored(points):
    return points + [-x for x in points]


def uniform(low, high, count):
    return [random.uniform(low, high) for _ in range(count)]


def spread(low, high, count):
    """Evenly in the logarithm."""
    return [math.exp(random.uniform(math.log(low), math.log(high))) for _ in range(count)]


TINY = [5e-324, 1e-310, 2.2250738585072014e-308, 1e-200, 1e-30, 1e-17, 1e-9, 1e-5]
NEAR_ONE = [1 + 2.0 ** -52, 1 + 2.0 ** -40, 1 + 2.0 ** -27, 1 + 1e-5, 1.01, 1.5]
BELOW_ONE = [1 - 2.0 ** -53, 1 - 2.0 ** -40, 1 - 2.0 ** -27, 1 - 1e-5, 0.99]
HUGE = [1e10, 1e22, 1e100, 1e160, 1.7e308]


def angles():
    multiples = [k * math.pi / 2 for k in (1, 2, 3, 4, 7, 100, 10 ** 6)]
    # The last two are the binary64 numbers closest to a multiple of pi/2.
    hard = HUGE + [6381956970095103 * 2.0 ** 797, 5.319372648326541e255]
    return mirrored(TINY) + multiples + hard + uniform(-10, 10, 12) + uniform(-1e6, 1e6, 4)


def exponents(limit):
    return mirrored(TINY) + uniform(-1, 1, 8) + uniform(-20, 20, 8) + uniform(-limit, limit, 10)


POSITIVE = TINY + BELOW_ONE + NEAR_ONE + HUGE + uniform(0, 10, 10) + spread(1e-300, 1e300, 8)
REAL = mirrored(TINY) + mirrored(HUGE) + uniform(-2, 2, 8) + uniform(-30, 30, 8)
UNIT = mirrored(TINY + BELOW_ONE) + uniform(-1, 1, 14)
OUTSIDE = mirrored(NEAR_ONE + HUGE) + mirrored(uniform(1, 10, 10))
NEAR_POLES = [-m + s * 2.0 ** -k for m in (1, 2, 5) for s in (1, -1) for k in (4, 20, 40)]
FAR_POLES = [-20.5, -99.75, -150.25]
GAPS = [(mpf(-k - 1) + mpf(2) ** -12, mpf(-k) - mpf(2) ** -12) for k in range(5)]
PAIRS = list(zip(uniform(-10, 10, 20), uniform(-10, 10, 20))) + list(
    zip(mirrored(spread(1e-280, 1e280, 10)), spread(1e-280, 1e280, 20))
)


def points():
    """Arguments by function."""
    table = {}
    for name in ("sin", "cos", "tan", "sec", "csc", "cot"):
        table[name] = angles()
    for name in ("asin", "acos"):
        table[name] = UNIT + [1.0, -1.0]
    table["atanh"] = UNIT
    for name in ("atan", "asinh", "acot", "acsch"):
        table[name] = REAL
    for name in ("asec", "acsc"):
        table[name] = OUTSIDE + [1.0, -1.0]
    table["acoth"] = OUTSIDE
    table["acosh"] = NEAR_ONE + HUGE + uniform(1, 10, 14) + spread(10, 1e300, 14)
    table["asech"] = TINY + BELOW_ONE + uniform(0, 1, 20) + [1 - x for x in spread(1e-15, 1, 8)]
    for name in ("sinh", "cosh", "tanh", "sech", "csch", "coth"):
        table[name] = exponents(745)
    table["exp"] = exponents(709) + [-740.0, -745.0]
    table["expm1"] = exponents(709)
    table["exp2"] = exponents(1023) + [-1074.0, -1060.5, 1023.0, 3.0]
    table["sigma"] = exponents(700) + [-740.0, -745.0, -800.0, 36.5, 800.0]
    table["softplus"] = exponents(700) + [-40.0, -740.0, 40.0, 800.0]
    for name in ("ln", "log2", "log10"):
        table[name] = POSITIVE + [8.0, 1000.0, 1e22]
    table["log1p"] = mirrored(TINY) + [-x for x in BELOW_ONE] + HUGE + uniform(-0.9, 3, 14)
    table["sqrt"] = POSITIVE
    table["cbrt"] = mirrored(TINY + HUGE) + [27.0, -0.125] + uniform(-10, 10, 14)
    table["erf"] = mirrored(TINY) + uniform(-6, 6, 20) + uniform(-0.5, 0.5, 6)
    table["erfc"] = mirrored(TINY) + uniform(-6, 6, 14) + uniform(6, 27, 10) + [26.6, 27.2]
    table["gamma"] = (
        mirrored(TINY[2:]) + NEAR_POLES + [171.5, 171.6, 171.62, -170.5, -178.3, -184.5] + uniform(0, 20, 8)
        + uniform(-10, 0, 8) + uniform(20, 171, 4)
    )
    log_of_gamma = FUNCTIONS["lgamma"]
    log_zeros = zeros(log_of_gamma, [(-2.6, -2.3), (-2.9, -2.6), (-3.3, -3.05), (-4.2, -4.02), (-9.001, -9.0000001)])
    table["lgamma"] = (
        mirrored(TINY) + NEAR_POLES + NEAR_ONE + BELOW_ONE + neighbours(2.0) + FAR_POLES + HUGE[:4]
        + uniform(-10, 10, 8) + [y for z in log_zeros for y in neighbours(z)]
    )
    psi_zeros = zeros(FUNCTIONS["digamma"], [(1.4, 1.5)] + GAPS)
    table["digamma"] = (
        mirrored(TINY[2:]) + NEAR_POLES + FAR_POLES + HUGE[:4] + uniform(-10, 10, 10)
        + [y for z in psi_zeros for y in neighbours(z)]
    )
    table["trigamma"] = [1e-150, 1e-30, -1e-30, 1e-5, 1e100] + NEAR_POLES + FAR_POLES + uniform(-10, 10, 14)
    table["polygamma"] = (
        [(float(n), x) for n in range(11) for x in uniform(-6, 0, 1) + uniform(0, 5, 1) + uniform(5, 50, 1)]
        + [(float(n), x) for n in (2, 3, 9) for x in (1e-20, -1e-20, -3 + 2.0 ** -30, 1e12, -150.25)]
        + [(n, y) for n in (2.0, 4.0) for z in zeros(lambda x: mp.psi(int(n), x), GAPS[:2]) for y in neighbours(z)]
        + [(100.0, 1e4), (170.0, 33.3), (400.0, 84.2)]
    )
    table["atan2"] = PAIRS
    table["hypot"] = PAIRS + [(3.0, 4.0), (1e300, 1e300), (5e-324, 5e-324), (1e-310, 3e-310)]
    table["^"] = (
        list(zip(uniform(0, 10, 20), uniform(-10, 10, 20))) + [(1 + 2.0 ** -40, 5e14), (-3.0, 7.0), (-2.5, -4.0)]
        + [(x, random.uniform(-700, 700) / math.log(x)) for x in spread(1e-300, 1e300, 15)]
    )
    table["root"] = (
        [(x, float(n)) for x in spread(1e-300, 1e300, 6) for n in (2, 3, 5, 10)]
        + [(-x, float(n)) for x in spread(1e-300, 1e300, 4) for n in (3, 5, -7)]
        + [(243.0, 5.0), (-32.0, 5.0), (1024.0, 10.0), (2.0, 0.5), (7.0, -2.5)]
    )
    exact = mirrored([0.25, 1.0, 1.5, 2.0, 1e15 + 0.5, 1e300, 5e-324]) + uniform(-10, 10, 10)
    for name in ("abs", "sign", "floor", "ceil", "step", "relu"):
        table[name] = exact
    for name in ("max", "min"):
        table[name] = [(a, b, 1.0) for a, b in zip(exact, reversed(exact))]
    table["^"] += [(10.0, -323.0), (10.0, -310.5), (3.0, -670.3), (0.5, 1060.3), (1.1, -7500.0), (7.3, -372.1), (1e-160, 2.0)]
    table["pow"] = table["^"]
    table["log"] = list(zip(uniform(0, 5, 12) + spread(1e-9, 1e9, 14), spread(1e-30, 1e30, 26)))
    table["exp10"] = exponents(307) + [-323.0, -310.5, 308.0, 3.0]
    table["sinc"] = angles()
    table["sincn"] = [
        (float(n), s * x)
        for n in (0, 1, 2, 3, 4, 5, 20, 100)
        for s, x in zip(uniform(-1, 1, 6), [1e-20, 0.01, 1.0, 7.0, 30.0, 150.0])
    ]
    for name in ("round", "trunc", "detach", "softsign"):
        table[name] = exact + [0.49999999999999994, -2.5, 4503599627370497.5]
    table["frac"] = exact + [-1e-20, 2.5]
    table["mod"] = [(x, y) for x in (-7.5, -1e-20, 0.3, 5.25, 1e20) for y in (-3.0, 0.1, 0.7, 2.0, 1e300)]
    table["clamp"] = [(x, -1.5, 1.5) for x in exact]
    for name in ("silu", "gelu", "gelutanh", "mish", "elu", "leakyrelu"):
        table[name] = exponents(30)
    for name in ("elu", "leakyrelu"):
        table[name] += [(x, y) for x, y in zip(uniform(-20, 5, 20), uniform(-3, 3, 20))]
    table["logit"] = TINY + BELOW_ONE + uniform(0, 1, 14) + [0.5 + x for x in mirrored([1e-15, 1e-9, 1e-3])]
    table["log1mexp"] = [-x for x in TINY] + uniform(-1, 0, 12) + uniform(-40, 0, 6) + [-300.0, -740.0]
    table["logsumexp"] = (
        list(zip(uniform(-5, 5, 10), uniform(-5, 5, 10))) + [(1000.0, 1001.0), (-1000.0, -1000.0), (0.0, -40.0)]
        + list(zip(uniform(-50, 5, 14), uniform(-5, 50, 14), uniform(-5, 5, 14)))
    )
    table["softmax"] = table["logsumexp"]
    table["xlogy"] = list(zip(uniform(-5, 5, 20), spread(1e-20, 1e20, 20))) + [(0.0, 0.0), (0.0, 3.0), (2.0, 1.0), (-1e300, 1.5)]
    table["xlog1py"] = list(zip(uniform(-5, 5, 20), uniform(-1, 3, 20))) + [(0.0, -1.0), (0.0, 3.0), (2.0, 1e-20), (-1e300, 1.5)]
    table["entropy"] = TINY + BELOW_ONE + uniform(0, 3, 12) + [0.0, 1e200]
    for name in ("normpdf", "normcdf"):
        table[name] = mirrored(TINY) + uniform(-8, 8, 10) + uniform(-37, -8, 6)
    table["erfcx"] = mirrored(TINY) + uniform(-26, 0, 12) + uniform(0, 10, 12) + spread(10, 1e100, 6)
    table["erfcxn"] = [
        (float(n), x) for n in (0, 1, 2, 3, 5, 10, 20)
        for x in [-20.0, 0.0, 1e3] + uniform(-3, 0, 1) + uniform(0, 1, 2) + uniform(1, 10, 2)
    ]
    table["erfinv"] = UNIT
    table["erfcinv"] = TINY + BELOW_ONE + NEAR_ONE + uniform(0, 2, 10) + spread(1e-300, 1, 12)
    table["norminv"] = TINY + BELOW_ONE + uniform(0, 1, 10) + spread(1e-300, 1, 12)
    near_end = [-math.exp(-1) + x for x in spread(1e-14, 0.3, 12)]
    table["lambertw"] = mirrored(TINY) + near_end + uniform(-0.36, 3, 10) + HUGE + spread(1, 1e300, 6)
    table["lambertwm1"] = near_end + [-x for x in TINY] + uniform(-0.36, 0, 10) + [-x for x in spread(1e-300, 0.3, 8)]
    table["factorial"] = TINY + uniform(-0.9, 20, 14) + [0.0, 5.0, 170.0, -1.5, -2.5]
    for name in ("sinpi", "cospi", "tanpi"):
        table[name] = mirrored(TINY) + uniform(-3, 3, 14) + spread(1, 1e12, 6)
    sizes = [1e-20, 1e-3] + uniform(0, 5, 12) + uniform(5, 100, 12)
    for name in ("besselj", "bessely", "besseli", "besselk"):
        signs = (1, 1, 1) if name in ("besselk", "bessely") else (1, -1, 1)
        table[name] = [
            (n, s * x)
            for n in (-3.0, -1.0, 0.0, 1.0, 2.0, 3.0, 5.0, 20.0, 98.0)
            for s, x in zip(signs, uniform(0, 2, 1) + uniform(2, 20, 1) + uniform(20, 130, 1))
        ]
        for n in "01":
            table[name + n] = sizes + ([] if name in ("besselk", "bessely") else [-x for x in sizes])
    table["beta"] = (
        list(zip(uniform(0, 2, 10), uniform(0, 2, 10))) + list(zip(uniform(0, 3, 10), uniform(0, 30, 10)))
        + list(zip(uniform(2, 60, 10), uniform(2, 60, 10))) + list(zip(spread(1e-9, 1e3, 12), spread(1e-9, 1e9, 12)))
        + [(1e-300, 3.0), (1e-300, 1e-290), (1.0, 1.0), (2.0, 2.0), (0.5, 1e300), (1.0, 1e-3)]
    )
    table["lbeta"] = table["beta"] + [(1e5, 1e5), (3.0, 1e290), (1e20, 1e10), (1 + 1e-9, 1.0), (2.0, 0.5)]
    table["binomial"] = (
        [(float(n), float(k)) for n, k in ((0, 0), (1, 1), (5, 2), (10, 5), (30, 15), (40, 19), (52, 5), (100, 50), (1020, 510))]
        + [(n, n * share) for n, share in zip(uniform(0, 40, 20), uniform(0, 1, 20))]
        + [(2.5, -0.5), (-0.5, -0.25), (3.0, 3.75), (1e6, 2.5), (1e9, 0.25), (0.5, 1e-12)]
    )
    table["digammadelta"] = (
        list(zip(spread(1e-6, 1e6, 16), spread(1e-20, 1e9, 16))) + list(zip(uniform(0, 20, 10), uniform(0, 20, 10)))
        + [(x, -x * share) for x, share in zip(uniform(0, 60, 10), uniform(0, 1, 10))] + [(1e10, 1.0 - 1e10), (7.0, -1e-18)]
    )
    table["trigammadelta"] = table["digammadelta"]
    roots = [float(mp.findroot(mp.ei, 0.37)), float(mp.findroot(mp.ci, 0.62)), float(mp.findroot(mp.ci, 3.38))]
    table["expint"] = mirrored(TINY) + neighbours(roots[0]) + uniform(-30, 60, 24) + uniform(0, 7, 8) + uniform(0, 715, 8) + [-700.0, -740.0]
    table["expint1"] = TINY + uniform(0, 5, 14) + uniform(0, 100, 8) + [1.0, 4.0, 700.0, 740.0]
    table["sinint"] = mirrored(TINY) + uniform(-10, 10, 16) + uniform(-100, 100, 8) + HUGE[:3]
    table["cosint"] = TINY + neighbours(roots[1]) + neighbours(roots[2]) + uniform(0, 10, 16) + uniform(0, 100, 8) + HUGE[:3]
    complements = [1 - x for x in spread(1e-15, 1, 8)]
    table["ellipk"] = [0.0] + mirrored(TINY) + uniform(0, 1, 10) + complements + [-x for x in spread(1e-3, 1e20, 10)]
    table["ellipe"] = table["ellipk"]
    table["ellipkn"] = [
        (float(n), m) for n in (0, 1, 2, 3, 5, 8, 20)
        for m in [0.0, 1e-9] + uniform(0, 1, 2) + uniform(-2, 0, 1) + complements[:1] + [-x for x in spread(2, 1e6, 1)]
    ]
    table["ellipen"] = table["ellipkn"]
    return table


def evaluate(name, arguments):
    """The exact value to 110 bits, or None where it is not finite."""
    previous = None
    precision = 160
    while precision <= 9000:
        mp.prec = precision
        value = FUNCTIONS[name](*[mpf(x) for x in arguments])
        if not mp.isfinite(value):
            return None
        if previous is not None and abs(value - previous) <= abs(value) * mpf(2) ** -110:
            if value != 0 or precision > 300:
                return value
        previous = value
        precision *= 2
    raise ArithmeticError(f"{name}{arguments} does not settle")


def rounded(value):
    """The nearest binary64 number and the rest in units in its last place."""
    mp.prec = 400
    if value == 0:
        return 0.0, 0.0
    exponent = max(int(mp.floor(mp.log(abs(value), 2))) - 52, -1074)
    units = value / mpf(2) ** exponent
    whole = mp.nint(units)
    try:
        nearest = math.ldexp(int(whole), exponent)
    except OverflowError:
        return math.copysign(math.inf, value), 0.0
    return nearest, float(units - whole)


def main():
    wanted = sys.argv[1:]
    for name, arguments in points().items():
        if wanted and name not in wanted:
            continue
        for at in arguments:
            at = at if isinstance(at, tuple) else (at,)
            value = evaluate(name, at)
            if value is None:
                continue
            nearest, rest = rounded(value)
            record = {
                "function": name, "at": [repr(x) for x in at], "value": repr(nearest),
                "rest": round(rest, 6), "ulp": limit(name, at, nearest),
            }
            print(json.dumps(record))


if __name__ == "__main__":
    main()
