/*
 * Formula:   A: matrix(2, 3); x: vector(3); sum(sigma(A*x))
 * Variables: A (matrix of 2 x 3), x (vector of 3)
 *
 * f = sum(sigma(A*x))
 * df/dA = t1*x'
 * df/dx = A'*t1
 * where t1 = sigma(A*x) .* sigma(-A*x)
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
double f(const double A[6], const double x[3])
{
    return f_sigma(A[2] * x[2] + (A[0] * x[0] + A[1] * x[1])) + f_sigma(x[0] * A[3] + (A[4] * x[1] + A[5] * x[2]));
}

/* The value and the gradient in A, x. */
double f_gradient(const double A[6], const double x[3], double gradient[9])
{
    const double v1 = A[2] * x[2] + (A[0] * x[0] + A[1] * x[1]);
    const double v2 = x[0] * A[3] + (A[4] * x[1] + A[5] * x[2]);
    const double v3 = f_sigma(v1);
    const double v4 = f_sigma(v2);
    const double v5 = v3 * f_sigma(-v1);
    const double v6 = v4 * f_sigma(-v2);
    gradient[0] = x[0] * v5;
    gradient[1] = x[1] * v5;
    gradient[2] = x[2] * v5;
    gradient[3] = x[0] * v6;
    gradient[4] = x[1] * v6;
    gradient[5] = x[2] * v6;
    gradient[6] = A[0] * v5 + A[3] * v6;
    gradient[7] = A[1] * v5 + A[4] * v6;
    gradient[8] = A[2] * v5 + A[5] * v6;
    return v3 + v4;
}
