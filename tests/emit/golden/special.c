/*
 * Formula:   erf(x)*lgamma(x) + x^(1/3)
 * Variables: x
 *
 * f = erf(x)*lgamma(x) + x^(1/3)
 * df/dx = 1/(3*x^(2/3)) + erf(x)*digamma(x) + 2*lgamma(x)*exp(-x^2)/sqrt(pi)
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

/* The logarithmic derivative of the gamma function. */
static double f_digamma(double x)
{
    const double v1 = fabs(x);
    const double v2 = v1 - floor(v1);
    const double v3 = 1.0 - v2;
    const int v4 = x < -0.5;
    const double v5 = v4 ? 1.0 - x : x;
    const double v6 = 1.0 + v5;
    const int v7 = v5 < 0.0;
    const int v8 = v5 < 1.0;
    const double v9 = v8 ? (v7 ? v5 + 2.0 : v6) : v5;
    const double v10 = v9 - floor(v9);
    const double v11 = v10 * (v10 * 1.7898801794407944e-5 + 0.001522014780947835);
    const double v12 = v10 * (v10 * (v11 + 0.03289286530666115) + 0.2827909775851093);
    const double v13 = v10 * (v10 * (v12 + 1.1098885191520405) + 1.96521071930205);
    const double v14 = v10 * (v10 * 2.9593505781253758e-6 + 0.00038082202743287797);
    const double v15 = v10 * (v10 * (v14 + 0.011177447048773713) + 0.12818724505968795);
    const double v16 = v10 * (v10 * (v15 + 0.6895598627289087) + 1.8274096260124488);
    const double v17 = (v13 + 1.2503801375034054) / (1.0 + v10 * (v16 + 2.2552374236640156));
    const double v18 = (v10 - 0.46163214496836236 - -1.5522348162858677e-17) * v17;
    const double v19 = (v9 < 2.0 ? 0.0 : 1.0 / (v9 - 1.0)) + (v9 < 3.0 ? 0.0 : 1.0 / (v9 - 2.0));
    const double v20 = v19 + (v9 < 4.0 ? 0.0 : 1.0 / (v9 - 3.0)) + (v9 < 5.0 ? 0.0 : 1.0 / (v9 - 4.0));
    const double v21 = v20 + (v9 < 6.0 ? 0.0 : 1.0 / (v9 - 5.0)) + (v9 < 7.0 ? 0.0 : 1.0 / (v9 - 6.0));
    const double v22 = v21 + (v9 < 8.0 ? 0.0 : 1.0 / (v9 - 7.0)) + (v9 < 9.0 ? 0.0 : 1.0 / (v9 - 8.0));
    const double v23 = v18 + v22;
    const double v24 = 1.0 / v5;
    const double v25 = v8 ? v23 - (v7 ? v24 + 1.0 / v6 : v24) : v23;
    const double v26 = v24 * v24;
    const double v27 = v26 * (v26 * 0.08333333333333333 - 0.021092796092796094) + 0.007575757575757576;
    const double v28 = v26 * (v26 * v27 - 0.004166666666666667) + 0.003968253968253968;
    const double v29 = 0.08333333333333333 + v26 * (v26 * v28 - 0.008333333333333333);
    const double v30 = v5 < 10.0 ? v25 : log(v5) - (v26 * v29 + 0.5 * v24);
    const double v31 = 3.141592653589793 / tan((v3 < v2 ? v3 : v2) * 3.141592653589793);
    const double v32 = v4 ? (v2 == 0.0 ? NAN : v30 + (0.5 < v2 ? -v31 : v31)) : v30;
    return x == 0.0 ? NAN : v32;
}

/* The value f. */
double f(double x)
{
    return erf(x) * lgamma(x) + pow(x, 0.3333333333333333);
}

/* The derivative df/dx. */
double f_partial_x(double x)
{
    const double v1 = 1.1283791670955126 * (lgamma(x) * exp(-(x * x)));
    return 0.3333333333333333 * pow(x, -0.6666666666666666) + (erf(x) * f_digamma(x) + v1);
}
