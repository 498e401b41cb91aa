//! Codes of directions, cotangents, points of expansion and implicit functions.

use super::Example::{Command, Line};

super::table! {
    INVALID_RANGE = "invalid-range": Error, Request;
    "A box of inputs cannot be read, or does not fit the formula";
    "A box is a list of `name in [low, high]` with commas between. Every variable needs a range, and an entry such as \
     `x[2]` may have one of its own. The ends are finite numbers, the lower one first.";
    Command("symdiff compile -e 'x*y' --box 'x in 0..1'") => Command("symdiff compile -e 'x*y' --box 'x in [0, 1], y in [0, 1]'");

    INVALID_ASSIGNMENT = "invalid-assignment": Error, Request;
    "A list of values cannot be read";
    "Directions, cotangents and points are lists of `name=formula` with commas between. A vector is written `v=[1, 2]`, \
     a matrix `A=[1, 2; 3, 4]`.";
    Command("symdiff compile -e 'x*y' --of jvp --along '1, 2'") => Command("symdiff compile -e 'x*y' --of jvp --along 'x=1, y=2'");

    UNKNOWN_DIRECTION = "unknown-direction": Error, Variable;
    "A direction names no variable of the formula";
    "A direction says how the variables of the formula change. One that is not named does not change.";
    Command("symdiff compile -e 'x*y' --of jvp --along 'z=1'") => Command("symdiff compile -e 'x*y' --of jvp --along 'y=1'");

    UNKNOWN_COTANGENT = "unknown-cotangent": Error, Variable;
    "A cotangent names no result of the formula";
    "Cotangents weigh the results by their names: those of definitions, else `f`, or `f1`, `f2` and so on.";
    Command("symdiff compile -e 'x; x^2' --of vjp --cotangent 'x=1'") => Command("symdiff compile -e 'x; x^2' --of vjp --cotangent 'f1=1'");

    WRONG_FORMULA_SHAPE = "wrong-formula-shape": Error, Shape;
    "A formula given for a name has the wrong shape";
    "A direction has the shape of its variable, a cotangent that of its result. A vector is written `[1, 2]`, a matrix \
     row by row `[1, 2; 3, 4]`.";
    Command("symdiff compile -e 'x: vector(2); sum(x)' --of jvp --along x=1") => Command("symdiff compile -e 'x: vector(2); sum(x)' --of jvp --along 'x=[1,0]'");

    UNUSED_DIRECTION = "unused-direction": Error, Request;
    "A direction, cotangent or point is given and nothing needs it";
    "A direction is for `jvp` and `hvp`, a cotangent for `vjp`, a point of expansion for `taylor`.";
    Command("symdiff compile -e 'x^2' --along x=1") => Command("symdiff compile -e 'x^2' --of jvp --along x=1");

    INVALID_ORDER = "invalid-order": Error, Request;
    "The degree of a Taylor polynomial is no whole number, or too large";
    "The degree stands behind the colon, as in `taylor:5`, and is 10,000 at most.";
    Line(r#"{"expr": "sin(x)", "of": ["taylor:-1"], "about": {"x": 0}}"#)
        => Line(r#"{"expr": "sin(x)", "of": ["taylor:5"], "about": {"x": 0}}"#);

    MISSING_POINT = "missing-point": Error, Request;
    "A Taylor polynomial needs the point that it is about";
    "The point gives a formula for each variable that the polynomial is in. Other variables stay in its coefficients.";
    Command("symdiff compile -e 'sin(x)' --of taylor:5") => Command("symdiff compile -e 'sin(x)' --of taylor:5 --about x=0");

    MOVING_POINT = "moving-point": Error, Request;
    "The point of a Taylor polynomial depends on its variables";
    "The polynomial is in the distances from the point, which stays where it is. Give numbers, or names of its own.";
    Command("symdiff compile -e 'sin(x)' --of taylor:5 --about 'x=2*x'") => Command("symdiff compile -e 'sin(x)' --of taylor:5 --about 'x=2*a'");

    TOO_MANY_TERMS = "too-many-terms": Error, Limit;
    "A Taylor polynomial has too many terms";
    "A polynomial of degree n in k variables has as many terms as there are ways to choose k out of n + k. Too \
     many are refused before they are begun.";
    Command("symdiff compile -e 'exp(a + b + c + d)' --of taylor:100 --about 'a=0, b=0, c=0, d=0'") => Command("symdiff compile -e 'exp(a + b + c + d)' --of taylor:2 --about 'a=0, b=0, c=0, d=0'");

    KINK_AT_POINT = "kink-at-point": Error, Derivative;
    "The point of a Taylor polynomial is at a kink";
    "A function that bends or jumps at the point has no polynomial there, and each side has one of its own.";
    Command("symdiff compile -e 'abs(x)' --of taylor:3 --about x=0") => Command("symdiff compile -e 'abs(x)' --of taylor:3 --about x=1");

    NOT_ANALYTIC = "not-analytic": Error, Derivative;
    "The function has no power series at the point";
    "It is infinite or undefined there, or the point is the end of its domain. A denominator may be 0 at the point where \
     the numerator makes up for it, as in `sin(x)/x`.";
    Command("symdiff compile -e '1/x' --of taylor:3 --about x=0") => Command("symdiff compile -e '1/x' --of taylor:3 --about x=1");

    UNDECIDED_AT_POINT = "undecided-at-point": Error, Derivative;
    "It cannot be told what the function does at the point";
    "Whether a denominator is 0 there, or which side of a choice is taken, hangs on a number that is too near to 0 or on a \
     variable. An exact point helps.";
    Command("symdiff compile -e 'if(x < a, x, x^2)' --of taylor:3 --about x=0") => Command("symdiff compile -e 'if(x < 1, x, x^2)' --of taylor:3 --about x=0");

    NOT_IMPLICIT = "not-implicit": Error, Variable;
    "The equation determines no such variable";
    "The result is an equation `a == b`, or an expression that is 0, and the variable named behind `implicit:` occurs in it.";
    Command("symdiff compile -e 'x^2 + y^2 - 25' --of implicit:z") => Command("symdiff compile -e 'x^2 + y^2 - 25' --of implicit:y");

    IMPLICIT_IN_ITSELF = "implicit-in-itself": Error, Variable;
    "A variable is differentiated in itself";
    "Behind `implicit:y:` stand the variables that y depends on.";
    Command("symdiff compile -e 'x^2 + y^2 - 25' --of implicit:y:y") => Command("symdiff compile -e 'x^2 + y^2 - 25' --of implicit:y:x,x");
}
