/*
 * Formula:   (1 - x)^2 + 100*(y - x^2)^2
 * Variables: x, y
 *
 * f = (1 - x)^2 + 100*(y - x^2)^2
 * df/dx = -2*(1 - x) - 400*x*(y - x^2)
 * df/dy = 200*(y - x^2)
 * d2f/dxdx = 1200*x^2 - 400*y + 2
 * d2f/dxdy = -400*x
 * d2f/dydx = -400*x
 * d2f/dydy = 200
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

/* The value f. */
double f(double x, double y)
{
    const double v1 = 1.0 - x;
    const double v2 = y - x * x;
    return v1 * v1 + 100.0 * (v2 * v2);
}

/* The value and the gradient in x, y. */
double f_gradient(double x, double y, double gradient[2])
{
    const double v1 = 1.0 - x;
    const double v2 = y - x * x;
    gradient[0] = -(v1 * 2.0 + v2 * (x * 400.0));
    gradient[1] = v2 * 200.0;
    return v1 * v1 + 100.0 * (v2 * v2);
}

/* The Hessian in x, y. */
void f_hessian(double x, double y, double hessian[4])
{
    const double v1 = -(x * 400.0);
    hessian[0] = 2.0 + (x * x * 1200.0 - y * 400.0);
    hessian[1] = v1;
    hessian[2] = v1;
    hessian[3] = 200.0;
}
