/*
 * Formula:   hypot(x, y); atan2(y, x)
 * Variables: x, y
 *
 * f1 = hypot(x, y)
 * f2 = atan2(y, x)
 * df1/dx = x/f1
 * df1/dy = y/f1
 * df2/dx = -y/(x^2 + y^2)
 * df2/dy = x/(x^2 + y^2)
 * Kinks:     hypot: at x = 0 && y = 0, hypot'(0, 0) is undefined (NaN)
 *            atan2: at y = 0 && x <= 0, atan2 jumps from -pi to pi, atan2(0, 0) = 0,
 *                atan2'(0, 0) is undefined (NaN)
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

/* The values of f1, f2. */
void f(double x, double y, double values[2])
{
    values[0] = hypot(x, y);
    values[1] = atan2(y, x);
}

/* The values and the Jacobian: a row for each of f1, f2, a column for each of x, y. */
void f_jacobian(double x, double y, double values[2], double jacobian[4])
{
    const double v1 = hypot(x, y);
    const double v2 = 1.0 / v1;
    const double v3 = 1.0 / (x * x + y * y);
    values[0] = v1;
    values[1] = atan2(y, x);
    jacobian[0] = x * v2;
    jacobian[1] = y * v2;
    jacobian[2] = -(y * v3);
    jacobian[3] = x * v3;
}
