//! Codes of what can go wrong where formulas are built in a program, or functions are made of functions.

use super::Example::Words;

super::table! {
    TWO_GRAPHS = "two-graphs": Error, Request;
    "Expressions of two graphs were combined";
    "An expression belongs to the graph that its variables were made in. Make all variables of a formula in one \
     `Graph`; its clones are the same graph.";
    Words("`Graph::new().variable(\"x\") + Graph::new().variable(\"y\")`") => Words("`graph.variable(\"x\") + graph.variable(\"y\")`");

    NOT_A_NUMBER = "not-a-number": Error, Number;
    "A number of a formula must be finite";
    "Infinities and NaN are no numbers of a formula. Where one is meant as a bound, choose a large number.";
    Words("`x + f64::NAN`") => Words("`x + 0.5`");

    UNKNOWN_BUILT_FUNCTION = "no-such-function": Error, Name;
    "The table has no function of this name with so many arguments";
    "`Expr::call` looks a function up by its name. The functions of `symdiff::math` need no name.";
    Words("`x.call(\"sinn\", &[])`") => Words("`x.call(\"sin\", &[])`");

    NO_RESULTS = "no-results": Error, Request;
    "A function needs at least one result";
    "`Function::of_results` takes the results in order; a `Request` names at least one quantity.";
    Words("`Function::of_results::<Expr>([])`") => Words("`Function::of_results([x])`");

    NO_TEXT = "no-text": Error, Request;
    "This function has no form in the language";
    "A text is only given out if it is read back as the same function, within the limits that the function was read with. \
     The function can be compiled and printed all the same.";
    Words("`to_text` of a derivative that is longer than `Limits::input`") => Words("`to_text` with the usual limits");
}
