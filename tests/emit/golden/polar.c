/*
 * Formula:  r = hypot(x, y); phi = atan2(y, x)
 * Variables: y, x
 *
 * phi = atan2(y, x)
 * dphi/dy = x/(x^2 + y^2)
 * dphi/dx = -y/(x^2 + y^2)
 * Kinks:    atan2: at y = 0 && x <= 0, atan2 jumps from -pi to pi, atan2(0, 0) = 0, atan2'(0,
 *               0) is undefined (NaN)
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

/* The value phi. */
double phi(double y, double x)
{
    return atan2(y, x);
}

/* The value and the Jacobian: a row for each of phi, a column for each of y, x. */
double phi_jacobian(double y, double x, double jacobian[2])
{
    const double v1 = 1.0 / (x * x + y * y);
    jacobian[0] = x * v1;
    jacobian[1] = -(y * v1);
    return atan2(y, x);
}
