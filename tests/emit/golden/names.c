/*
 * Formula:   σ*lambda + exp(double)*_x - self^t1
 * Variables: σ, lambda, double, _x, self, t1
 *
 * f = lambda*σ + _x*exp(double) - self^t1
 * df/dσ = lambda
 * df/dlambda = σ
 * df/ddouble = _x*exp(double)
 * df/d_x = exp(double)
 * df/dself = -t1*self^(t1 - 1)
 * df/dt1 = if(self < 0 || self > 0, -self^t1*ln(self), 0)
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
double f(double sigma, double lambda, double double_, double v_x, double self, double t1)
{
    return sigma * lambda + exp(double_) * v_x - pow(self, t1);
}

/* The value and the gradient in σ, lambda, double, _x, self, t1. */
double f_gradient(
    double sigma,
    double lambda,
    double double_,
    double v_x,
    double self,
    double t1,
    double gradient[6])
{
    const double v1 = exp(double_);
    const double v2 = v1 * v_x;
    const double v3 = pow(self, t1);
    gradient[0] = lambda;
    gradient[1] = sigma;
    gradient[2] = v2;
    gradient[3] = v1;
    gradient[4] = -(t1 * pow(self, t1 - 1.0));
    gradient[5] = self < 0.0 || 0.0 < self ? -(v3 * log(self)) : 0.0;
    return sigma * lambda + v2 - v3;
}
