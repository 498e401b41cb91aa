#!/usr/bin/env python3
"""Writes derivatives.jsonl: reference derivatives of every function of the table.

Run: pip install mpmath==1.4.1, then python3 make_derivatives.py > derivatives.jsonl. With names of functions behind
it only their lines are written.

Each line is one derivative at one point: the name of the row, the arguments (`at`), how often it is differentiated in
each (`orders`), the nearest binary64 number (`value`), and the sum of |x g'/g| over the arguments of the derivative g
(`condition`). The exact functions and the points are those of make_values.py. A derivative is a central difference
with 500 bits, taken twice with different steps; where both do not agree to 80 bits there is a kink or the end of a
domain, and the point is left out.
"""
import json
import math
import sys

from make_values import FUNCTIONS, ORDERS, mp, mpf, points, rounded

# Points of each function, and the greatest order in one argument and in two.
MOST_POINTS = 14
# These take a second for each.
SLOW = ("bessely", "besseli", "besselk", "ellip")
MOST_SLOW = 4
DEEPEST = 5
DEEPEST_OF_TWO = 2

# The greatest order of functions of whole orders: their derivatives are those of higher orders.
LAST_ORDER = {"polygamma": 1000, "sincn": 100, "erfcxn": 20, "besselj": 100, "bessely": 100, "besseli": 100, "besselk": 100, "ellipkn": 20, "ellipen": 20}


def exists(name, at, orders):
    """Whether there is such a derivative."""
    if name in LAST_ORDER and at[0] + sum(orders) > LAST_ORDER[name]:
        return False
    # The terms of the mixed one, of size 1/(a b), cancel where both are small, and nothing is left in the end.
    if name == "beta" and orders == (1, 1) and max(at) < 0.4:
        return False
    # For x < 0 only odd whole n have a root.
    return not (name == "root" and at[0] < 0 and orders[1] > 0)


def binomial_difference(function, at, orders, step):
    """The mixed central difference, each step being a part of the argument."""
    terms = [(mpf(1), list(at))]
    divisor = mpf(1)
    for place, order in enumerate(orders):
        length = abs(at[place]) * step if at[place] else step
        divisor *= length ** order
        moved = []
        for factor, point in terms:
            for k in range(order + 1):
                other = list(point)
                other[place] += (mpf(order) / 2 - k) * length
                moved.append((factor * (-1) ** k * math.comb(order, k), other))
        terms = moved
    return sum(factor * function(*point) for factor, point in terms) / divisor


def derivative(function, at, orders):
    """The exact derivative to 80 bits, or None."""
    mp.prec = 500
    try:
        coarse, fine = [binomial_difference(function, at, orders, mpf(2) ** -s) for s in (50, 53)]
    except (ValueError, ZeroDivisionError, ArithmeticError):
        return None
    if not (mp.isfinite(coarse) and mp.isfinite(fine)) or isinstance(fine, mp.mpc) or isinstance(coarse, mp.mpc):
        return None
    if abs(coarse - fine) > abs(fine) * mpf(2) ** -80:
        return None
    return fine


def wanted_orders(name, count):
    """Orders of differentiation to write."""
    free = [place for place in range(count) if not (name in ORDERS and place == 0)]
    if len(free) == 1:
        place = free[0]
        return [tuple(order if p == place else 0 for p in range(count)) for order in range(1, DEEPEST + 1)]
    found = []
    for first in free:
        one = [0] * count
        one[first] += 1
        found.append(tuple(one))
        for second in free:
            if second >= first and DEEPEST_OF_TWO >= 2:
                two = list(one)
                two[second] += 1
                found.append(tuple(two))
    return found


def main():
    wanted = sys.argv[1:]
    for name, arguments in points().items():
        if (wanted and name not in wanted) or name == "detach":
            continue
        tuples = [at if isinstance(at, tuple) else (at,) for at in arguments]
        fit = [at for at in tuples if all(x == 0 or 1e-30 <= abs(x) <= 1e10 for x in at)]
        # A zero says the most, and only where the function is smooth there.
        most = MOST_SLOW if name.startswith(SLOW) else MOST_POINTS
        stride = max(1, len(fit) // most)
        for at in fit[::stride]:
            exact = [mpf(x) for x in at]
            function = FUNCTIONS[name]
            for orders in wanted_orders(name, len(at)):
                if not exists(name, at, orders):
                    continue
                value = derivative(function, exact, orders)
                if value is None:
                    break
                nearest, _ = rounded(value)
                if not math.isfinite(nearest) or (nearest != 0 and abs(nearest) < 1e-290) or abs(nearest) > 1e290:
                    break
                condition = mpf(0)
                settled = True
                for place, x in enumerate(exact):
                    if name in ORDERS and place == 0 or x == 0 or value == 0:
                        continue
                    higher = tuple(o + (p == place) for p, o in enumerate(orders))
                    slope = derivative(function, exact, higher)
                    settled = settled and slope is not None
                    condition += abs(x * slope / value) if settled else 0
                if not settled:
                    break
                record = {
                    "function": name, "at": [repr(x) for x in at], "orders": list(orders), "value": repr(nearest),
                    "condition": float(mp.nstr(condition, 4)),
                }
                print(json.dumps(record))


main()
