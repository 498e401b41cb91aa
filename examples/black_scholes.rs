//! The price of a European call option and its greeks, which are its derivatives, beside the closed forms and the
//! rounded numbers of a textbook; and what a put costs by put-call parity.
//!
//! Run it with `cargo run --example black_scholes`.

use symdiff::{CompileOptions, Error, Function, Quantity};

/// Spot price, strike price, interest rate, volatility, years to go: the example that J. Hull works through in "Options,
/// Futures, and Other Derivatives" (chapter on the greek letters), 20 weeks to go.
const AT: [f64; 5] = [49.0, 50.0, 0.05, 0.2, 20.0 / 52.0];
const VARIABLES: [&str; 5] = ["S", "K", "r", "s", "T"];

/// Name, how often to differentiate in what and with which sign, the textbook's closed form, its rounded number.
const GREEKS: [(&str, &[&str], f64, &str, &str); 6] = [
    ("price", &[], 1.0, "S*N(d1) - K*exp(-r*T)*N(d2)", "2.40"),
    ("delta", &["S"], 1.0, "N(d1)", "0.522"),
    ("gamma", &["S", "S"], 1.0, "n(d1)/(S*s*sqrt(T))", "0.066"),
    ("vega", &["s"], 1.0, "S*sqrt(T)*n(d1)", "12.1"),
    // Time runs while the time to go falls.
    (
        "theta",
        &["T"],
        -1.0,
        "-S*n(d1)*s/(2*sqrt(T)) - r*K*exp(-r*T)*N(d2)",
        "-4.31",
    ),
    ("rho", &["r"], 1.0, "K*T*exp(-r*T)*N(d2)", "8.91"),
];

/// A line that begins with a minus would continue the line above it, so the last one ends with a semicolon.
const TEXTBOOK: &str = "
    N(x) = (1 + erf(x/sqrt(2)))/2
    n(x) = exp(-x^2/2)/sqrt(2*pi)
    d1 = (ln(S/K) + (r + s^2/2)*T)/(s*sqrt(T))
    d2 = d1 - s*sqrt(T);
";

fn main() -> Result<(), Error> {
    let call = Function::parse(include_str!("black_scholes.txt"))?.with_variables(&VARIABLES)?;
    let partial = |names: &[&str]| Quantity::Partial(names.iter().map(|&n| n.into()).collect());
    let quantities = GREEKS.map(|(_, names, ..)| partial(names));
    let compiled = call.compile_with(&CompileOptions::of(quantities))?;
    let mut numbers = [0.0; 6];
    compiled.call(&AT, &mut numbers)?;

    println!("call      derived       closed form   textbook");
    for ((name, _, sign, form, rounded), number) in GREEKS.into_iter().zip(numbers) {
        let text = format!("{TEXTBOOK}{form}");
        let closed = Function::parse(&text)?.with_variables(&VARIABLES)?;
        let expected = closed.evaluate(&AT)?[0];
        let derived = sign * number;
        assert!((derived - expected).abs() < 1e-12 * expected.abs());
        println!("{name:6} {derived:12.8} {expected:12.8} {rounded:>10}");
    }

    // Buying the call and selling the put is owning the share and owing the discounted strike price.
    let [spot, strike, ..] = AT;
    let text = format!("{TEXTBOOK}K*exp(-r*T)*N(-d2) - S*N(-d1)");
    let put = Function::parse(&text)?.with_variables(&VARIABLES)?;
    let put = put.evaluate(&AT)?[0];
    let discount = Function::parse("exp(-r*T)")?.evaluate(&[AT[2], AT[4]])?[0];
    println!("put    {put:12.8}");
    println!("call - put           {:.8}", numbers[0] - put);
    println!("S - K*exp(-r*T)      {:.8}", spot - strike * discount);
    Ok(())
}
