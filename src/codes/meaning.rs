//! Codes of texts that can be read and mean nothing: names, arguments, conditions, shapes.

use super::Example::{Command, Formula};

super::table! {
    UNKNOWN_FUNCTION = "unknown-function": Error, Name;
    "There is no function of this name";
    "What is called is neither in the table of functions nor defined above. A name before `(` is always a call; a \
     product is written with `*`.";
    Formula("sinn(x) + 1") => Formula("sin(x) + 1");

    NOT_A_FUNCTION = "not-a-function": Error, Name;
    "A value is called like a function";
    "A name before `(` is a call, and this name stands for a number. If a product is meant, write its `*`.";
    Formula("a = x + 1; a(x - 1)") => Formula("a = x + 1; a*(x - 1)");

    FUNCTION_AS_VALUE = "function-as-value": Error, Name;
    "A function stands without its arguments";
    "A function of yours has a value only with its arguments in brackets behind it.";
    Formula("f(t) = t^2; f + 1") => Formula("f(t) = t^2; f(x) + 1");

    RECURSIVE_FUNCTION = "recursive-function": Error, Name;
    "A function calls itself";
    "A function stands for the formula on its right, and a formula is finite. So it uses only what is defined above it.";
    Formula("f(n) = n*f(n - 1); f(x)") => Formula("f(n) = gamma(n + 1); f(x)");

    USED_BEFORE_DEFINITION = "used-before-definition": Error, Name;
    "A name is used above its definition";
    "Statements are read from top to bottom, and a name means what it was defined or declared as above. Otherwise it \
     would be a variable in one line and something else in the next.";
    Formula("y = s^2; s = x + 1; y") => Formula("s = x + 1; y = s^2; y");

    DEFINITION_CYCLE = "definition-cycle": Error, Name;
    "Definitions go round in a circle";
    "Each of these names is defined by way of the others, so none of them has a value. Equations are not solved.";
    Formula("a = b + 1; b = 2*a; a*x") => Formula("a = b + 1; a*x");

    DEFINED_BY_ITSELF = "defined-by-itself": Error, Name;
    "A name stands in its own definition";
    "A definition gives a name to an expression; it does not change a value step by step. A line that begins with an \
     operator continues the line above it, so end that one with `;` if it should not.";
    Formula("s = s + x; s^2") => Formula("s = t + x; s^2");

    DEFINED_TWICE = "defined-twice": Error, Name;
    "A name is defined twice";
    "A name means one thing in the whole input.";
    Formula("s = x; s = y; s") => Formula("s = x; t = y; s + t");

    DECLARED_TWICE = "declared-twice": Error, Name;
    "A variable is declared twice, or declared and defined";
    "A declaration says that a name is a variable and of which shape. It has one shape, and a variable has no definition.";
    Formula("x: vector(3); x: vector(4); x'*x") => Formula("x: vector(3); y: vector(4); x'*x + y'*y");

    FUNCTION_NAME_TAKEN = "function-name-taken": Error, Name;
    "A built-in function has this name";
    "The functions of the language keep their meaning; choose another name for yours.";
    Formula("sin(x) = x; sin(y)") => Formula("line(x) = x; line(y)");

    PARAMETER_TWICE = "parameter-twice": Error, Name;
    "Two parameters have the same name";
    "Each parameter of a function stands for one argument.";
    Formula("f(t, t) = t^2; f(x, y)") => Formula("f(s, t) = s*t; f(x, y)");

    NO_RESULT = "no-result": Error, Name;
    "There is nothing to differentiate";
    "A result is an expression in a statement of its own; where there is none, the last definition is the result, of a \
     value or of a function. An input of declarations alone has neither.";
    Formula("x: vector(3)") => Formula("x: vector(3); x'*x");

    SHADOWED_CONSTANT = "shadowed-constant": Note, Name;
    "A constant is hidden by a name of yours";
    "`e` and `pi` are constants unless you define or declare them; then they mean what you say. A declaration, \
     `e: scalar`, is no mistake and gets no note.";
    Formula("e = x + 1; e^2") => Formula("error = x + 1; error^2");

    UNUSED_DEFINITION = "unused-definition": Note, Name;
    "A definition is used nowhere";
    "No result needs this name. Perhaps a name is misspelled, or a result is missing: results are expressions in a \
     statement of their own.";
    Formula("s = sigma(x); t = x^2; t + 1") => Formula("t = x^2; t + 1");

    NAME_LIKE_CALL = "name-like-call": Note, Name;
    "A variable is named like a call without brackets";
    "`ln2` is one word, and so the name of a variable. For a call write the brackets: `ln(2)`. To say that a variable \
     is meant, declare it: `ln2: scalar`.";
    Formula("ln2*x") => Formula("ln(2)*x");

    FUNCTION_NAME_AS_VARIABLE = "function-name-as-variable": Note, Name;
    "A variable has the name of a function";
    "A function is a function only where it is called, with brackets. Without them its name is that of a variable. To \
     say that a variable is meant, declare it: `exp: scalar`.";
    Formula("exp + x") => Formula("exp(x)");

    BASE_FIRST = "base-first": Note, Name;
    "The base of a logarithm is the first argument";
    "`log(b, x)` is the logarithm of x to the base b, as the order of the words says.";
    Formula("log(x, 2)") => Formula("log(2, x)");

    WRONG_ARITY = "wrong-arity": Error, Arity;
    "A call has too few or too many arguments";
    "The message lists the ways in which the function can be called.";
    Formula("sin(x, y)") => Formula("sin(x*y)");

    CONDITION_AS_VALUE = "condition-as-value": Error, Type;
    "A condition stands where a number is expected";
    "A comparison is true or false and has no derivative. It chooses between two values inside of \
     `if(condition, value, otherwise)`.";
    Formula("x*(x > 0)") => Formula("if(x > 0, x, 0)");

    VALUE_AS_CONDITION = "value-as-condition": Error, Type;
    "A number stands where a condition is expected";
    "A number is neither true nor false: compare it with another.";
    Formula("if(x, 1, 0)") => Formula("if(x > 0, 1, 0)");

    SHAPE_MISMATCH = "shape-mismatch": Error, Shape;
    "Two values have different shapes";
    "Sums, products entry by entry, and functions of several arguments need values of one shape, or scalars, which go \
     with every shape. A vector is a column: its transpose `x'` is a row, and another shape.";
    Formula("x: vector(2); y: vector(3); sum(x + y)") => Formula("x: vector(3); y: vector(3); sum(x + y)");

    INNER_DIMENSIONS = "inner-dimensions": Error, Shape;
    "The factors of a matrix product do not fit";
    "In `A*B` the columns of A are as many as the rows of B. A vector is a column, so the product of two of them is \
     `x'*y` or `dot(x, y)`, and the product entry by entry is `x .* y`.";
    Formula("A: matrix(2, 3); x: vector(2); sum(A*x)") => Formula("A: matrix(2, 3); x: vector(2); sum(A'*x)");

    DIVISOR_NOT_SCALAR = "divisor-not-scalar": Error, Shape;
    "The divisor is a vector or a matrix";
    "Everything can be divided by a scalar, nothing by a vector or a matrix.";
    Formula("x: vector(3); 1/x") => Formula("x: vector(3); 1/(x'*x)");

    SCALAR_EXPECTED = "scalar-expected": Error, Shape;
    "A scalar is expected";
    "Powers, comparisons and the parameters of your own functions are of scalars. `x .* x` squares the entries of a \
     vector, `x'*x` is the sum of the squares.";
    Formula("x: vector(3); sum(x^2)") => Formula("x: vector(3); sum(x .* x)");

    FORMULA_TOO_LARGE = "formula-too-large": Error, Limit;
    "The formula grows too large";
    "The graph of an input is bounded, and so is what vectors and matrices are taken apart into when they are computed.";
    Command("symdiff diff sin(x)+cos(x)*exp(x)+x^9 x --max-nodes 8") => Command("symdiff diff sin(x)+1 x --max-nodes 8");

    TOO_MANY_VARIABLES = "too-many-variables": Error, Limit;
    "A formula has too many variables";
    "Each variable has a derivative of its own. Many of them are better declared as one vector.";
    Command("symdiff diff x*y*z x --max-variables 2") => Command("symdiff diff 'v: vector(3); x*sum(v)' x --max-variables 2");

    TOO_MANY_RESULTS = "too-many-results": Error, Limit;
    "An input has too many results";
    "Each result is a formula of its own, with derivatives of its own. Many of them are better written as one vector.";
    Command("symdiff diff x;x;x x --max-results 2") => Command("symdiff diff x;x x --max-results 2");

    TOO_MANY_ENTRIES = "too-many-entries": Error, Limit;
    "A vector or matrix has too many entries";
    "A variable has at most as many entries as a graph may have nodes.";
    Formula("x: vector(4000000000); x'*x") => Formula("x: vector(4000); x'*x");

    INDEX_OUT_OF_RANGE = "index-out-of-range": Error, Shape;
    "There is no entry with this index";
    "The entries of a declared vector or matrix are counted from 1. On a name that is not declared an index is part of \
     the name, from 0 on: `w[0]` and `w[1]` are two variables.";
    Formula("x: vector(3); x[0] + x[1]") => Formula("x: vector(3); x[1] + x[2]");

    NO_ENTRIES = "no-entries": Error, Shape;
    "A number has no entries";
    "An index behind a name that is defined as a number, or declared as a scalar, means nothing.";
    Formula("s = x + 1; s[1]") => Formula("s: vector(2); s[1]");

    WRONG_INDICES = "wrong-indices": Error, Shape;
    "A vector has one index, a matrix two";
    "`x[i]` is an entry of a vector, `A[i, j]` that of a matrix in row i and column j.";
    Formula("A: matrix(2, 2); A[1]") => Formula("A: matrix(2, 2); A[1, 1]");

    UNKNOWN_SIZE = "unknown-size": Error, Shape;
    "A vector or matrix gets no size";
    "`vector(c)` and `matrix(c)` repeat a number as often as what they are added to, multiplied with or compared with \
     needs, and `eye()` likewise. Where nothing says how often, the size is written: `ones(3)`, `eye(n)`.";
    Formula("sum(vector(1))") => Formula("sum(ones(3))");

    SQUARE_EXPECTED = "square-expected": Error, Shape;
    "A square matrix is needed";
    "Only a matrix with as many rows as columns has a determinant, an inverse and a trace.";
    Formula("A: matrix(2, 3); det(A)") => Formula("A: matrix(2, 3); det(A*A')");

    INVALID_AXIS = "invalid-axis": Error, Shape;
    "There is no such axis";
    "Axes are counted from 1: of a matrix 1 runs down the rows and 2 along the columns. Several stand in square brackets.";
    Formula("A: matrix(2, 3); sum(sum(A, axis=3))") => Formula("A: matrix(2, 3); sum(sum(A, axis=2))");

    INVALID_WINDOW = "invalid-window": Error, Shape;
    "Windows do not fit";
    "The windows of a convolution or of pooling have a size and a stride from 1 on, and lie inside of what they go over and \
     the padding around it.";
    Formula("x: vector(3); w: vector(4); sum(conv(x, w))") => Formula("x: vector(3); w: vector(4); sum(conv(x, w, padding=1))");

    UNEVEN_ROWS = "uneven-rows": Error, Shape;
    "The rows of a matrix have different numbers of entries";
    "In `[a, b; c, d]` entries of a row stand between `,` and rows between `;`. Each row is filled from end to end.";
    Formula("sum([1, x; x])") => Formula("sum([1, x; x, 1])");

    UNKNOWN_ARGUMENT = "unknown-argument": Error, Name;
    "A function has no argument of this name";
    "Only some functions have arguments with names, such as `axis` in `sum(A, axis=1)`. A comparison is written `==`, and \
     a definition is a statement of its own.";
    Formula("max(x = 1, 0)") => Formula("x = 1; max(x + y, 0)");

    WHOLE_NUMBER_EXPECTED = "whole-number-expected": Error, Type;
    "A whole number is expected that is known when the formula is read";
    "Indices, the ends of a range and the order of a derivative say which formula is meant, so they can't depend on \
     variables. They are digits, or names that are defined as whole numbers.";
    Formula("sum(i in 1..n, x^i)") => Formula("n = 3; sum(i in 1..n, x^i)");

    RANGE_TOO_LONG = "range-too-long": Error, Limit;
    "The sums and products over ranges have too many terms";
    "The body of a sum over a range is written out for each number of the range. A limit \
     bounds how often that happens in one input.";
    Formula("sum(i in 1..10^9, x^i)") => Formula("sum(i in 1..100, x^i)");

    FILTER_NOT_KNOWN = "filter-not-known": Error, Type;
    "Which numbers of a range are taken depends on a variable";
    "The condition behind `if` in a range chooses terms when the formula is read. A choice that depends on variables \
     stands in the body.";
    Formula("sum(i in 1..3 if x > i, x^i)") => Formula("sum(i in 1..3, if(x > i, x^i, 0))");

    EMPTY_RANGE = "empty-range": Error, Name;
    "The range is empty";
    "A sum over no numbers is 0 and a product 1, but there is no greatest or least of them.";
    Formula("max(i in 3..1, i*x)") => Formula("max(i in 1..3, i*x)");

    NO_FOLD = "no-fold": Error, Name;
    "This function can't be taken over a range";
    "`sum` and `prod` can, and functions of any number of arguments such as `max`.";
    Formula("sin(i in 1..3, i*x)") => Formula("sum(i in 1..3, sin(i*x))");

    DERIVATIVE_OF_LETTER = "derivative-of-letter": Error, Type;
    "What is differentiated depends on the letter of an index";
    "In `tensor(i: ...)` and `sum(i: ...)` a letter stands for all indices at once. A derivative is taken of a whole value, \
     and then has entries of its own.";
    Formula("x: vector(3); sum(i: D(x[i]^2, x))") => Formula("x: vector(3); sum(i: grad(sum(x.^2), x)[i])");

    SEMICOLON_IN_CALL = "semicolon-in-call": Error, Arity;
    "The arguments of a call stand between commas";
    "Between brackets a `;` separates the pairs of `piecewise` and nothing else.";
    Formula("if(x > 0; 1; 2)") => Formula("if(x > 0, 1, 2)");

    PIECEWISE_PAIRS = "piecewise-pairs": Error, Arity;
    "`piecewise` takes pairs of value and condition, and a last value";
    "The first condition that is met decides; where none is, the last value holds.";
    Formula("piecewise(x, x > 0; y, y > 0)") => Formula("piecewise(x, x > 0; 0)");

    PRIME_OF_SEVERAL = "prime-of-several": Error, Arity;
    "`'` is the derivative of a function of one variable";
    "For a function of several variables `D` says in which one: `D(f(x, y), x)`.";
    Formula("f(x, y) = x*y^2; f'(x, y)") => Formula("f(x, y) = x*y^2; D(f(x, y), y)");

    NO_VARIABLES = "no-variables": Error, Variable;
    "There is no variable to differentiate in";
    "`grad(u)` is in all variables of u. A constant has none; name the variable: `grad(u, x)`.";
    Formula("grad(2) + x") => Formula("grad(2*x)");

    JOINED_NAMES = "joined-names": Note, Name;
    "A variable has the name of two others written together";
    "`xy` is always one name. For the product of x and y write `x*y`. A declaration, such as `xy: scalar`, says that \
     the name is meant.";
    Formula("x + y + xy") => Formula("x + y + x*y");
}
