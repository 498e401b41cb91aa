//! Codes of texts that cannot be read: signs, brackets, characters, numbers, statements.

use super::Example::{Command, Formula, Words};

super::table! {
    EMPTY_INPUT = "empty-input": Error, Syntax;
    "There is nothing to read";
    "The input holds no formula: it is empty, or has only blanks, comments and `;`.";
    Formula("# only a comment") => Formula("x^2   # a formula and a comment");

    MISSING_OPERAND = "missing-operand": Error, Syntax;
    "A value is missing beside an operator";
    "An operator stands between two values, a sign before one. Here the input, a bracket or another operator \
     comes where a value should be: a number, a name, or an expression in brackets.";
    Formula("x + * y") => Formula("x + y");

    MISSING_OPERATOR = "missing-operator": Error, Syntax;
    "Two values stand side by side";
    "Between two values there must be an operator. A product is written with `*` and a call with round brackets, so \
     that `x y` can never be taken for either. Only a number stands directly before what it multiplies: `2x`.";
    Formula("x y") => Formula("x*y");

    MISSING_PRODUCT_SIGN = "missing-product-sign": Error, Syntax;
    "A product needs its `*`";
    "Only a number stands directly before what it multiplies: `2x`, `3(x + 1)`, `2 sin(x)`. All other products are \
     written out: `a*x`, `(x + 1)*(x - 1)`. Without the sign `f(x + 1)` could be a product or a call, and `2e3x` is \
     easily misread.";
    Formula("(x + 1)(x - 1)") => Formula("(x + 1)*(x - 1)");

    AMBIGUOUS_PRODUCT = "ambiguous-product": Error, Syntax;
    "A product without its `*` can be read in two ways";
    "Behind a division and in an exponent it is not clear whether a number and the factor beside it belong together: \
     `1/2x` is half of x to some and 1/(2x) to others. Both are easily written so that nobody can be mistaken.";
    Formula("1/2x") => Formula("1/(2*x)");

    AMBIGUOUS_ROOT = "ambiguous-root": Error, Syntax;
    "It is not clear how far a root sign reaches";
    "Without the line above what is under it, `√x^2` could be the root of a square or the square of a root. Brackets \
     say which.";
    Formula("√x^2") => Formula("√(x^2)");

    AMBIGUOUS_POWER = "ambiguous-power": Error, Syntax;
    "A power of a raised exponent can be read in two ways";
    "`x^2^3` is `x^(2^3)`, but in `x²^3` the 2 belongs to the x already. Brackets say what is meant.";
    Formula("x²^3") => Formula("(x^2)^3");

    DIFFERENTIAL_ORDER = "differential-order": Error, Syntax;
    "The orders above and below the line of a derivative differ";
    "The order of `d^2/dx^2(u)` stands above the line and again below it, there divided among the variables.";
    Formula("d^2/dx(x^3)") => Formula("d^2/dx^2(x^3)");

    LONE_PARTIAL = "lone-partial": Error, Syntax;
    "`∂` stands only in derivatives";
    "A partial derivative is written `∂/∂x(u)`, with what is differentiated in brackets behind it, or `D(u, x)`.";
    Formula("∂(x^2)") => Formula("∂/∂x(x^2)");

    MISPLACED_RANGE = "misplaced-range": Error, Syntax;
    "`..` stands only in the range of a sum or product";
    "A range belongs to a name: `sum(i in 1..10, i^2)`. A number has one decimal point.";
    Formula("1..5*x") => Formula("1.5*x");

    UNFINISHED_RANGE = "unfinished-range": Error, Syntax;
    "Something of an indexed sum or product is missing";
    "A sum over a range is written `sum(i in 1..10, i^2)`: a name, its first and its last number, a comma, and what is \
     added up. `if` and a condition may stand behind the range.";
    Formula("sum(i in 10, i*x)") => Formula("sum(i in 1..10, i*x)");

    MISSING_CALL_BRACKETS = "missing-call-brackets": Error, Syntax;
    "The argument of a function needs brackets";
    "A call is written with round brackets: `sin(x)`. Without them nobody can tell whether `sin x^2` is the sine of a \
     square or the square of a sine.";
    Formula("sin x") => Formula("sin(x)");

    POWER_OF_FUNCTION = "power-of-function": Error, Syntax;
    "The power stands behind the call";
    "`sin^2(x)` is written `sin(x)^2`. A power belongs to a value, and a function without its argument is none. The \
     inverse function has a name of its own, such as `asin`.";
    Formula("sin^2(x)") => Formula("sin(x)^2");

    UNCLOSED_BRACKET = "unclosed-bracket": Error, Syntax;
    "A bracket is not closed";
    "The statement ends before a bracket that was opened in it is closed. The message points at both places.";
    Formula("2*(x + 1") => Formula("2*(x + 1)");

    STRAY_BRACKET = "stray-bracket": Error, Syntax;
    "A bracket is closed that was never opened";
    "There is one `)` or `]` too many, or the bracket that belongs to it is missing.";
    Formula("x + 1)*2") => Formula("(x + 1)*2");

    MISMATCHED_BRACKET = "mismatched-bracket": Error, Syntax;
    "A bracket is closed by another sort";
    "`(` is closed by `)`, `[` by `]`, and `|` by `|`. Braces have no meaning in a formula.";
    Formula("2*(x + 1]") => Formula("2*(x + 1)");

    OTHER_BRACKETS = "other-brackets": Error, Syntax;
    "Only round brackets group";
    "Expressions are grouped by `(` and `)`, however deep they nest. `[` and `]` stand behind a name or a value and hold \
     the place of an entry, `x[1]`, or around the entries of a vector or matrix, `[a; b]`. Braces have no meaning.";
    Formula("{x + 1}*2") => Formula("(x + 1)*2");

    NESTED_ROWS = "nested-rows": Error, Syntax;
    "Rows of a matrix stand between `;`";
    "`[a, b; c, d]` is a matrix of two rows, and `[a; b]` a vector. Brackets in brackets are blocks that stand beside each \
     other: `[[1, 2], [3, 4]]` would be one row of four entries, and is a matrix in other languages.";
    Formula("sum([[x, 2], [3, x]])") => Formula("sum([x, 2; 3, x])");

    EMPTY_BRACKETS = "empty-brackets": Error, Syntax;
    "There is nothing between the brackets";
    "Brackets hold an expression.";
    Formula("x + ()") => Formula("x + (y)");

    MISSING_ARGUMENT = "missing-argument": Error, Syntax;
    "An argument is missing beside a `,`";
    "A `,` stands between two arguments, so there is none before the first and none after the last.";
    Formula("max(x, )") => Formula("max(x, 0)");

    COMMA_OUTSIDE_CALL = "comma-outside-call": Error, Syntax;
    "A `,` stands outside of a call";
    "A `,` separates arguments of a call, indices, and entries in square brackets. The decimal point is a `.`, and several \
     results stand on lines of their own or between `;`.";
    Formula("1,5*x") => Formula("1.5*x");

    CHAINED_COMPARISON = "chained-comparison": Error, Syntax;
    "Comparisons cannot be chained";
    "A comparison is a condition and no number, so it cannot be compared again. Two comparisons are joined by `&&`.";
    Formula("if(0 < x < 1, x, 0)") => Formula("if(0 < x && x < 1, x, 0)");

    EQUALITY_COMPARISON = "equality-comparison": Error, Syntax;
    "Equality is written `==`";
    "Two values are compared by `==`. A definition is written with one `=`. For the equation a = b write the difference \
     `a - b`.";
    Formula("if(x === 0, 1, x)") => Formula("if(x == 0, 1, x)");

    INEQUALITY_COMPARISON = "inequality-comparison": Error, Syntax;
    "Inequality is written `!=`";
    "Whether two values differ is asked by `!=`, or `≠`.";
    Formula("if(x <> 0, x, 1)") => Formula("if(x != 0, x, 1)");

    UNKNOWN_COMPARISON = "unknown-comparison": Error, Syntax;
    "The comparison is spelled another way";
    "The comparisons are `<`, `<=`, `>`, `>=`, `==` and `!=`, with the `=` last.";
    Formula("if(x => 0, x, 0)") => Formula("if(x >= 0, x, 0)");

    ASSIGNMENT_OPERATOR = "assignment-operator": Error, Syntax;
    "A definition is written with `=`";
    "A name gets its meaning once, by `name = expression`. It is never changed, so there is nothing to add to it either.";
    Formula("s := x + 1; s^2") => Formula("s = x + 1; s^2");

    UNKNOWN_OPERATOR = "unknown-operator": Error, Syntax;
    "There is no such operator";
    "The operators are `+ - * / ^ **`, entry by entry `.* ./ .^`, the transpose `'`, the comparisons `< <= > >=`, \
     and `&& || !` or `and or not` between conditions.";
    Formula("x // y") => Formula("x / y");

    REMAINDER_SIGN = "remainder-sign": Error, Syntax;
    "`%` is neither a remainder nor per cent";
    "For a remainder write `mod(a, b)`, for per cent divide by 100.";
    Formula("a % b") => Formula("mod(a, b)");

    ABSOLUTE_BARS = "absolute-bars": Error, Syntax;
    "Bars nest only through brackets";
    "`|x|` is the absolute value. Bars open and close with the same sign, so that bars in bars need brackets, or `abs`. \
     Between conditions `||` is always the word or.";
    Formula("|x - |y|") => Formula("|x - (|y|)|");

    FACTORIAL = "factorial-sign": Error, Syntax;
    "There is no factorial sign";
    "`x!` is `factorial(x)`, which has a derivative. In front of a condition `!` is the word not.";
    Formula("x!") => Formula("factorial(x)");

    LATEX_MARKUP = "latex-markup": Error, Syntax;
    "LaTeX is written, and not read";
    "Names and functions are typed plainly, such as `sigma(x)`, and formulas without `$`. LaTeX comes out with \
     `--emit latex`.";
    Formula("\\sin(x)") => Formula("sin(x)");

    QUOTED_TEXT = "quoted-text": Error, Syntax;
    "There is no text in quotes";
    "A formula holds numbers and names. A `'` behind a value transposes it; other quotation marks have no meaning.";
    Formula("\"x\" + 1") => Formula("x + 1");

    STRAY_POINT = "stray-point": Error, Syntax;
    "A `.` stands only in numbers and in `.*`, `./`, `.^`";
    "Names have no points; write `_` in a name. A number needs a digit beside its point.";
    Formula("model.x^2") => Formula("model_x^2");

    LOOSE_NOT = "loose-not": Error, Syntax;
    "The `not` needs brackets here";
    "`!` and `not` bind more loosely than comparisons and arithmetic, so behind such an operator they need brackets.";
    Formula("if(a < b && a < !b, a, b)") => Formula("if(a < b && !(a < 0), a, b)");

    RESERVED_WORD = "reserved-word": Error, Syntax;
    "`and`, `or` and `not` are operators";
    "These words join conditions and cannot be names.";
    Formula("or = 3") => Formula("odds = 3");

    MISSING_NAME = "missing-name": Error, Syntax;
    "The name before `=` is missing";
    "A definition is written `name = expression`, a function `f(x, y) = expression`.";
    Formula("= x + 1") => Formula("s = x + 1");

    MISPLACED_EQUALS = "misplaced-equals": Error, Syntax;
    "Only a name or `f(x, y)` stands before `=`";
    "`=` defines the name on its left. An equation is solved nowhere here: for a = b write the difference `a - b`.";
    Formula("x + y = 3") => Formula("x + y - 3");

    EQUALS_IN_BRACKETS = "equals-in-brackets": Error, Syntax;
    "`=` stands inside brackets";
    "A comparison is written `==`, and a definition is a statement of its own. Only some functions have arguments with \
     names, such as `sum(A, axis=1)`.";
    Formula("2*(x = 1)") => Formula("x = 1; 2*(x + y)");

    PARAMETER_NOT_NAME = "parameter-not-name": Error, Syntax;
    "The parameters of a function are names";
    "Behind the name of a function stand the names of its parameters: `f(x, y) = x*y`. A function is defined for all \
     arguments at once; for cases use `if(condition, value, otherwise)`.";
    Formula("f(0) = 1; f(x)") => Formula("f(t) = t + 1; f(x)");

    MISPLACED_COLON = "misplaced-colon": Error, Syntax;
    "A `:` declares the shape of a name";
    "It stands behind a name at the start of a statement: `x: scalar`, `x: vector(3)`, `A: matrix(3, 2)`. In square \
     brackets behind a value it makes a slice: `x[1:2]`.";
    Formula("x + y: scalar") => Formula("y: scalar; x + y");

    UNKNOWN_SHAPE = "unknown-shape": Error, Syntax;
    "There is no such shape";
    "A variable is declared as `scalar`, `vector(n)`, `matrix(m, n)`, `symmetric(n)` or `tensor(a, b, c)`. Without a \
     declaration it is a scalar.";
    Formula("x: vektor(3); x'*x") => Formula("x: vector(3); x'*x");

    MISSING_DIMENSION = "missing-dimension": Error, Syntax;
    "The declaration has too few or too many dimensions";
    "A vector has one dimension, `vector(3)`, a matrix two, its rows and columns, `matrix(3, 2)`, a symmetric matrix one, \
     `symmetric(3)`, and a tensor as many as it is given.";
    Formula("A: matrix(3); sum(A)") => Formula("A: matrix(3, 3); sum(A)");

    INVALID_DIMENSION = "invalid-dimension": Error, Syntax;
    "A dimension is a whole number from 1 on, or a name";
    "Shapes are known before anything is computed. A name stands for a number that is given with the values, or that is \
     defined above.";
    Formula("x: vector(n + 1); x'*x") => Formula("x: vector(n); x'*x");

    AFTER_DECLARATION = "after-declaration": Error, Syntax;
    "Something stands behind a declaration";
    "A declaration ends at the end of its line, or with a `;`.";
    Formula("x: vector(3) + 1") => Formula("x: vector(3); sum(x) + 1");

    LOOK_ALIKE_CHARACTER = "look-alike-character": Error, Syntax;
    "A character only looks like one of the language";
    "Formulas copied from documents hold characters such as `–`, `’` or `∗`, which are not those of the language. Signs \
     such as `−`, `×` and `²` are read; names may have letters of any script.";
    Formula("x – y") => Formula("x - y");

    COMBINING_MARK = "combining-mark": Error, Syntax;
    "A combining mark stands in a formula";
    "A mark such as the accent U+0301 changes the letter before it, so that two names could look the same and differ. \
     A letter that holds its accent itself, such as `é`, is allowed.";
    Formula("x\u{301} + 1") => Formula("x_hat + 1");

    HIDDEN_CHARACTER = "hidden-character": Error, Syntax;
    "A character that cannot be seen stands in a formula";
    "Control characters and characters that draw nothing or change the direction of writing would make a formula read \
     other than it looks. They may stand in comments.";
    Formula("x\u{200B}y") => Formula("xy");

    UNKNOWN_CHARACTER = "unknown-character": Error, Syntax;
    "A character is not part of the language";
    "Names are made of letters, digits and `_`. Nothing else has a meaning but the operators, brackets, `,`, `;`, `:` \
     and `#` before a comment.";
    Formula("5*€") => Formula("5*euro");

    FOREIGN_DIGIT = "foreign-digit": Error, Syntax;
    "Numbers are written with the digits 0 to 9";
    "Digits of other scripts, fractions of one character and Roman numerals are not read as numbers.";
    Formula("٣*x") => Formula("3*x");

    SECOND_DECIMAL_POINT = "second-decimal-point": Error, Number;
    "A number has one decimal point";
    "A number is digits with at most one point, then perhaps an exponent without a point: `1.25e-3`.";
    Formula("1.2.3*x") => Formula("1.23*x");

    GROUPED_DIGITS = "grouped-digits": Error, Number;
    "Digits cannot be grouped";
    "A number is written without `_` between its digits.";
    Formula("1_000*x") => Formula("1000*x");

    NUMBER_BASE = "number-base": Error, Number;
    "Numbers are written in base ten";
    "There are no hexadecimal, octal or binary numbers.";
    Formula("0x10 + y") => Formula("16 + y");

    MISSING_EXPONENT = "missing-exponent": Error, Number;
    "The exponent of a number has no digits";
    "`1e5` is 100000. For a product with the constant e write `2*e`.";
    Formula("2e*x") => Formula("2*e*x");

    MORE_ERRORS = "more-errors": Note, Limit;
    "There are more errors than are reported";
    "After a certain number of errors an input is not read any further.";
    Words("an input with more than twenty mistakes") => Words("the same with `--max-errors 100`");

    NUMBER_VANISHES = "number-vanishes": Note, Number;
    "A number is so small that it reads as 0";
    "Numbers are exact fractions of bounded size. One that is closer to 0 than 2^-2048, far below every number of \
     binary64, is read as 0.";
    Formula("x + 1e-9999") => Formula("x + 1e-300");

    NUMBER_TOO_LARGE = "number-too-large": Error, Limit;
    "A number is too large";
    "Numbers are exact fractions, and numerator and denominator are bounded. The largest number of binary64 has \
     1,024 bits.";
    Formula("1e5000*x") => Formula("1e300*x");

    NUMBER_TOO_PRECISE = "number-too-precise": Error, Limit;
    "A number has too many digits";
    "Numbers are exact fractions, and numerator and denominator are bounded.";
    Command("symdiff diff 3.14159265358979323846*x x --max-number-bits 64") => Command("symdiff diff 3.14159265*x x --max-number-bits 64");

    TOO_DEEP = "too-deep": Error, Limit;
    "Brackets and operators nest too deep";
    "What a formula nests is bounded. A part that has a name of its own, `s = ...`, does not count where it is used.";
    Command("symdiff diff ((((((((x)))))))) x --max-nesting 5") => Command("symdiff diff ((x)) x --max-nesting 5");

    INPUT_TOO_LONG = "input-too-long": Error, Limit;
    "The input is too long";
    "A text or a file is read up to a certain length.";
    Command("symdiff diff x+x+x+x+x+x+x+x+x+x+x+x x --max-input 20") => Command("symdiff diff 12*x x --max-input 20");

    DIMENSION_TOO_LARGE = "dimension-too-large": Error, Limit;
    "A dimension is too large";
    "A dimension is at most 4,278,190,079; how many entries a variable may have is a limit of its own.";
    Formula("x: vector(99999999999); x'*x") => Formula("x: vector(9); x'*x");

    LINE_TOO_LONG = "line-too-long": Error, Limit;
    "A line of the pipe is too long";
    "A request to `symdiff pipe` is one line of bounded length. The rest of a longer one is passed over, and the pipe \
     goes on with the next line.";
    Words("a request of more than 64 MiB") => Words("the same points in several requests");
}
