//! Codes of directions, cotangents, points of expansion and implicit functions.

use super::Example::Command;

super::table! {
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
    Command("symdiff compile -e 'sin(x)' --of taylor:-1 --about x=0") => Command("symdiff compile -e 'sin(x)' --of taylor:5 --about x=0");
}
