/*
 * Formula:   (x + sigma(y)) / (sigma(x) + (x+y)^2)
 * Variables: x, y
 *
 * f = (x + sigma(y))/t1
 * df/dx = 1/t1 - f*(2*(x + y) + sigma(x)*sigma(-x))/t1
 * df/dy = sigma(y)*sigma(-y)/t1 - 2*f*(x + y)/t1
 * where t1 = sigma(x) + (x + y)^2
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

/* The logistic function 1/(1 + e^(-x)). */
static double f_sigma(double x)
{
    const double v1 = exp(-fabs(x));
    const double v2 = 1.0 / (1.0 + v1);
    return x < 0.0 ? v1 * v2 : v2;
}

/* The value f. */
double f(double x, double y)
{
    const double v1 = x + y;
    return (x + f_sigma(y)) / (f_sigma(x) + v1 * v1);
}

/* The value and the gradient in x, y. */
double f_gradient(double x, double y, double gradient[2])
{
    const double v1 = f_sigma(y);
    const double v2 = f_sigma(x);
    const double v3 = x + y;
    const double v4 = v2 + v3 * v3;
    const double v5 = 1.0 / v4;
    const double v6 = (x + v1) / v4;
    const double v7 = v3 * 2.0;
    const double v8 = v5 * v6;
    const double v9 = v8 * (v7 + v2 * f_sigma(-x));
    gradient[0] = v5 - v9;
    gradient[1] = v1 * (v5 * f_sigma(-y)) - v7 * v8;
    return v6;
}
