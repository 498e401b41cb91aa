/*
 * Formula:   if(x < 0 || !(y <= 1), max(x, y), abs(x)/y) + x/x
 * Variables: x, y
 *
 * f = if(x < 0 || !(y <= 1), max(x, y), abs(x)/y) + 1
 * df/dx = if(x < 0 || !(y <= 1), if(y < x, 1, if(x < y, 0, 1/2)), sign(x)/y)
 * df/dy = if(x < 0 || !(y <= 1), if(x < y, 1, if(y < x, 0, 1/2)), -abs(x)/y^2)
 * Assuming:  x != 0 (u^a*u^b = u^(a+b))
 * Kinks:     max: at a tie, the arguments that attain it share the derivative equally
 *            abs: at x = 0, abs'(0) = 0
 *            if: where `x < 0 || !(y <= 1)` changes, the derivative of the branch taken
 *
 * C99; link with -lm. Compile without -ffast-math and with -std=c99 or -ffp-contract=off:
 * infinities, NaN and each rounding are meant. Matrices are stored row by row. An array that is
 * filled must not overlap one that is read.
 *
 * Written by symdiff 0.1.0.
 */

#include <math.h>

#if defined(__clang__) || !defined(__GNUC__)
#pragma STDC FP_CONTRACT OFF
#endif

/* The greater of two numbers: NaN if either is, and -0 is below 0. */
static double f_maximum(double a, double b)
{
    if (a < b) {
        return b;
    }
    if (b < a) {
        return a;
    }
    return a == b ? (signbit(a) ? b : a) : a + b;
}

/* -1, 0 or 1 for a negative, zero or positive x. */
static double f_sign(double x)
{
    return 0.0 < x ? 1.0 : (x < 0.0 ? -1.0 : x);
}

/* The value f. */
double f(double x, double y)
{
    return 1.0 + (x < 0.0 || !(y <= 1.0) ? f_maximum(x, y) : fabs(x) / y);
}

/* The value and the gradient in x, y. */
double f_gradient(double x, double y, double gradient[2])
{
    const int v1 = x < 0.0 || !(y <= 1.0);
    const double v2 = 1.0 / y;
    const double v3 = fabs(x) / y;
    const int v4 = x < y;
    const int v5 = y < x;
    gradient[0] = v1 ? (v5 ? 1.0 : (v4 ? 0.0 : 0.5)) : v2 * f_sign(x);
    gradient[1] = v1 ? (v4 ? 1.0 : (v5 ? 0.0 : 0.5)) : -(v2 * v3);
    return 1.0 + (v1 ? f_maximum(x, y) : v3);
}
