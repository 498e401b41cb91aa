//! Codes of what is asked of a formula: derivatives, variables, values, files.

use super::Example::{Command, Formula, Line, Words};

super::table! {
    INVALID_VARIABLE_NAME = "invalid-variable-name": Error, Variable;
    "This cannot be the name of a variable";
    "A name is letters, digits and `_`, and does not begin with a digit. An expression is no name.";
    Command("symdiff diff 'x^2' 2x") => Command("symdiff diff 'x^2' x");

    UNLISTED_VARIABLE = "unlisted-variable": Error, Variable;
    "A variable is missing from the list of variables";
    "Where the variables are listed, each one of the formula is among them. The list may hold others too.";
    Line(r#"{"expr": "x*y", "vars": ["x"]}"#) => Line(r#"{"expr": "x*y", "vars": ["x", "y"]}"#);

    VARIABLE_LISTED_TWICE = "variable-listed-twice": Error, Variable;
    "A variable stands twice in the list of variables";
    "The list gives the order of the values, so each name stands in it once.";
    Line(r#"{"expr": "x", "vars": ["x", "x"]}"#) => Line(r#"{"expr": "x", "vars": ["x"]}"#);

    NOT_A_VARIABLE = "not-a-variable": Error, Variable;
    "A definition is no variable to differentiate in";
    "A defined name stands for its expression. To differentiate in it, take its definition away, and it is a variable.";
    Command("symdiff diff 's = x^2; sin(s)' s") => Command("symdiff diff 'sin(s)' s");

    ABSENT_VARIABLE = "absent-variable": Note, Variable;
    "The formula has no such variable";
    "The derivative in a variable that does not occur is 0. Perhaps its name is misspelled.";
    Command("symdiff compile -e 'x1^2' --wrt xl") => Command("symdiff compile -e 'x1^2' --wrt x1");

    NO_DERIVATIVE = "no-derivative": Error, Derivative;
    "A function has no derivative in this argument";
    "`polygamma(n, x)` is defined for whole n alone, and so has no derivative in n. It has one in x.";
    Formula("polygamma(n, 2)") => Formula("polygamma(1, x)");

    DERIVATIVE_TOO_LARGE = "derivative-too-large": Error, Limit;
    "A derivative of high order grows too large";
    "Each order can double a formula, so its size is bounded.";
    Command("symdiff diff 'x^2; sin(exp(x)*tan(x))^x' x x x x --max-derived 100") => Command("symdiff diff 'sin(exp(x)*tan(x))^x' x");

    ORDER_TOO_HIGH = "order-too-high": Error, Limit;
    "The order of a derivative is too high";
    "The order is the number of times that a formula is differentiated.";
    Command("symdiff diff x^9 x x x --max-order 2") => Command("symdiff diff x^9 x x --max-order 2");

    SIMPLIFICATION_STOPPED = "simplification-stopped": Note, Limit;
    "A formula was not simplified to the end";
    "Simplification takes a bounded number of steps. What it reached by then is right, and may be longer than it could be.";
    Command("symdiff diff sin(x)*x+x*sin(x) x --max-steps 3") => Command("symdiff diff sin(x)*x+x*sin(x) x");

    TOO_MANY_DERIVATIVES = "too-many-derivatives": Error, Limit;
    "A Jacobian or Hessian has too many entries";
    "Each entry is a formula of its own, and a Hessian has as many as the square of the number of variables. Too \
     many are refused before they are begun. The sparse forms count only what is not 0.";
    Command("symdiff compile -e 'x: vector(3000); dot(x, x)^2' --of hessian") => Command("symdiff compile -e 'x: vector(3000); dot(x, x)^2' --of gradient");

    SEVERAL_RESULTS = "several-results": Error, Request;
    "A gradient or Hessian is of one result";
    "Several results have a Jacobian, with a row for each of them.";
    Command("symdiff compile -e 'x*y; x + y' --of gradient") => Command("symdiff compile -e 'x*y; x + y' --of jacobian");

    RESULT_NOT_SCALAR = "result-not-scalar": Error, Shape;
    "A gradient or Hessian is of a scalar";
    "A vector or matrix has a Jacobian, with a row for each of its entries. `sum(x)` makes a scalar of it.";
    Command("symdiff compile -e 'x: vector(2); 3*x' --of gradient")
        => Command("symdiff compile -e 'x: vector(2); 3*x' --of jacobian");

    NAMED_DIMENSION = "named-dimension": Error, Shape;
    "A dimension is a name where a number is needed";
    "Closed forms need no numbers for dimensions such as n. What takes vectors and matrices apart into entries does: \
     source code, sparse derivatives, Taylor polynomials, partial derivatives by entries. So does what cuts out a part, \
     puts parts together or moves a window.";
    Formula("x: vector(n); sum(x[2:3])") => Formula("n = 4; x: vector(n); sum(x[2:3])");

    NO_SUCH_VARIABLE = "no-such-variable": Error, Request;
    "A request names a variable that is neither declared nor in the formula";
    "Where variables are declared, a derivative in another name that is close to one of them is a slip. By a declared variable that does not occur it is 0.";
    Line(r#"{"expr": "sum(weights)", "decls": {"weights": "vector 2"}, "wrt": ["weigths"]}"#) => Line(r#"{"expr": "sum(weights)", "decls": {"weights": "vector 2"}, "wrt": ["weights"]}"#);

    UNKNOWN_DIMENSION = "unknown-dimension": Error, Request;
    "There is no dimension of this name";
    "A compiled function has the dimensions that its variables are declared with, as far as they are names.";
    Words("`f.bind(&[(\"k\", 3)])` for `x: vector(n)`") => Words("`f.bind(&[(\"n\", 3)])`");

    UNBOUND_DIMENSION = "unbound-dimension": Error, Request;
    "A dimension has no size yet";
    "A function of vectors and matrices whose dimensions are names is compiled once, and bound to sizes before it is \
     called.";
    Words("calling what was compiled of `x: vector(n); sum(x)`") => Words("calling `f.bind(&[(\"n\", 3)])?`");

    ARRAY_TOO_LARGE = "array-too-large": Error, Limit;
    "A vector, matrix or tensor is too large to be computed";
    "What is computed on the way counts, too. A product with a vector needs no matrix where one is not asked for.";
    Words("`f.bind(&[(\"n\", 100_000)])` for the Jacobian of a vector of n entries") => Words("the same for its `vjp`");

    PARTIAL_NOT_SCALAR = "partial-not-scalar": Error, Shape;
    "A partial derivative is of a scalar in a scalar";
    "For vectors and matrices ask for the gradient or the Jacobian, which have all entries.";
    Command("symdiff diff 'x: vector(2); sum(x)' x") => Command("symdiff compile -e 'x: vector(2); sum(x)' --wrt x");

    WRONG_LENGTH = "wrong-length": Error, Request;
    "A slice has the wrong length";
    "A compiled function takes the entries of all variables, in order, and writes the entries of all results. It says \
     how many by `inputs()` and `outputs()`.";
    Words("`f.call(&[1.0], &mut out)` for two variables") => Words("`f.call(&[1.0, 2.0], &mut out)`");

    MISSING_QUANTITY = "missing-quantity": Error, Request;
    "The function was compiled without this quantity";
    "Compile a derivation of `Request::of([Quantity::Value, Quantity::Gradient])`, or call `Function::compile`.";
    Words("`value_and_gradient` of a function compiled for its value") => Words("a function made by `Function::compile`");

    INVALID_JSON = "invalid-json": Error, Request;
    "The line is not a JSON object";
    "Each line that `symdiff pipe` reads is one JSON object, such as `{\"expr\": \"x^2\", \"at\": [[3]]}`.";
    Line("x^2") => Line(r#"{"expr": "x^2"}"#);

    NOT_UTF8 = "not-utf8": Error, Request;
    "The text is not UTF-8";
    "Formulas and requests are read as UTF-8. The message counts bytes from 0.";
    Words("a file in Latin-1 with a letter such as é") => Words("the same file saved as UTF-8");

    WRONG_FIELD_TYPE = "wrong-field-type": Error, Request;
    "A field of a request has the wrong type";
    "`docs/pipe.md` lists the fields and what each of them holds.";
    Line(r#"{"expr": "x", "vars": "x"}"#) => Line(r#"{"expr": "x", "vars": ["x"]}"#);

    FIELD_TWICE = "field-twice": Error, Request;
    "A field of a request is given twice";
    "Which of the two is meant cannot be told.";
    Line(r#"{"expr": "x", "expr": "y"}"#) => Line(r#"{"expr": "x; y"}"#);

    MISSING_FIELD = "missing-field": Error, Request;
    "The field `expr` is missing";
    "A request has at least a formula.";
    Line(r#"{"at": [[3]]}"#) => Line(r#"{"expr": "x^2", "at": [[3]]}"#);

    UNKNOWN_FIELD = "unknown-field": Note, Request;
    "A field of a request is not known";
    "The field is passed over, and the answer says so in its `notes`.";
    Line(r#"{"expr": "x", "point": [[3]]}"#) => Line(r#"{"expr": "x", "at": [[3]]}"#);

    UNKNOWN_QUANTITY = "unknown-quantity": Error, Request;
    "There is no such quantity";
    "The quantities are `value`, `gradient`, `jacobian`, `hessian`, `sparse_jacobian`, `sparse_hessian`, `jvp`, `vjp`, `hvp`, \
     `partial:x,x,y`, `taylor:5` and `implicit:y`.";
    Line(r#"{"expr": "x", "of": ["slope"]}"#) => Line(r#"{"expr": "x", "of": ["gradient"]}"#);

    UNKNOWN_BACKEND = "unknown-backend": Error, Request;
    "There is no such backend";
    "The backends are `jit` and `interpreter`. Both give the same bits.";
    Line(r#"{"expr": "x", "backend": "gpu"}"#) => Line(r#"{"expr": "x", "backend": "jit"}"#);

    INVALID_VALUE = "invalid-value": Error, Request;
    "The value of a variable cannot be read";
    "A value is written `name=value`, where the value is a number, a constant formula such as `pi/2`, a vector \
     `[1,2]`, or a matrix with `;` between its rows, `[1,2;3,4]`.";
    Command("symdiff eval 'x^2' x=y+1") => Command("symdiff eval 'x^2' x=1/3");

    MISSING_VALUE = "missing-value": Error, Request;
    "A variable has no value";
    "A formula is evaluated where all of its variables have values.";
    Command("symdiff eval 'x*y' x=3") => Command("symdiff eval 'x*y' x=3 y=4");

    VALUE_TWICE = "value-twice": Error, Request;
    "A variable has two values";
    "Which of the two is meant cannot be told.";
    Command("symdiff eval 'x^2' x=3 x=4") => Command("symdiff eval 'x^2' x=3");

    UNUSED_VALUE = "unused-value": Note, Request;
    "A value is given for no variable of the formula";
    "The value is passed over. Perhaps the name is misspelled.";
    Command("symdiff eval 'x^2' x=3 y=4") => Command("symdiff eval 'x^2' x=3");

    WRONG_VALUE_SHAPE = "wrong-value-shape": Error, Request;
    "A value has another shape than its variable";
    "A vector is given as `[1,2]` and a matrix row by row as `[1,2;3,4]`; in JSON a matrix is a list of rows.";
    Command("symdiff eval 'x: vector(2); sum(x)' 'x=[1,2,3]'") => Command("symdiff eval 'x: vector(2); sum(x)' 'x=[1,2]'");

    WRONG_VALUE_COUNT = "wrong-value-count": Error, Request;
    "A point has too few or too many values";
    "A point that is a list has a value for each variable, in order.";
    Line(r#"{"expr": "x*y", "at": [[1]]}"#) => Line(r#"{"expr": "x*y", "at": [[1, 2]]}"#);

    OUTPUT_TOO_LONG = "output-too-long": Error, Limit;
    "The formulas are too long to write out";
    "Without `--expand` shared parts are named and written once. With it they are written wherever they occur, up to \
     the length that `--max-output` says.";
    Command("symdiff compile -e 'exp(sin(x))' --expand --max-output 10") => Command("symdiff compile -e 'exp(sin(x))'");

    UNKNOWN_CODE = "unknown-code": Error, Request;
    "There is no such code";
    "A code stands in the brackets of a message. `symdiff explain` lists all of them.";
    Command("symdiff explain unclosed-braket") => Command("symdiff explain unclosed-bracket");

    UNKNOWN_COMMAND = "unknown-command": Error, Request;
    "There is no such command";
    "`symdiff --help` lists the commands.";
    Command("symdiff man evaluate") => Command("symdiff man eval");

    NO_NATIVE_CODE = "no-native-code": Error, Backend;
    "Native code cannot be made";
    "The build has no native backend, or there is none for this machine. The interpreter gives the same bits.";
    Words("`Backend::Jit` in a build without the feature `jit`") => Words("`Backend::Native`, which takes what there is");

    NO_SOURCE_CODE = "no-source-code": Error, Backend;
    "Source code cannot be written in this language";
    "A function of the formula is neither in the library of the language nor written for it by hand.";
    Words("`Derivation::emit` in a language that lacks one of the functions") => Words("`Language::C`, which has all of them");

    UNREADABLE_FILE = "unreadable-file": Error, File;
    "A file cannot be read";
    "The file is not there, is a folder, or may not be read. A formula on the command line goes behind `-e`.";
    Command("symdiff compile 'x^2'") => Command("symdiff compile -e 'x^2'");

    UNWRITABLE_FILE = "unwritable-file": Error, File;
    "A file cannot be written";
    "The folder is not there or may not be written to, or the name is that of a folder. A file that was there before is \
     left as it was.";
    Command("symdiff compile -e 'x^2' -o no/such/folder/out.txt") => Command("symdiff compile -e 'x^2'");
}
