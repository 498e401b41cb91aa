//! The greeks of a European option are derivatives of the formula of Black and Scholes (1973), nothing more.
//!
//! `cargo run --release --example black_scholes`

use symdiff::{Error, Function};

const CALL: &str = "
    # The distribution function of the normal distribution.
    Phi(z) = (1 + erf(z/sqrt(2)))/2
    d1 = (ln(S/K) + (r + s^2/2)*T)/(s*sqrt(T))
    d2 = d1 - s*sqrt(T)
    S*Phi(d1) - K*exp(-r*T)*Phi(d2)
";

fn main() -> Result<(), Error> {
    let names = ["S", "K", "r", "s", "T"];
    let call = Function::parse(CALL)?.with_variables(&names)?;
    // Price 100, strike 105, 3 % interest, 20 % volatility, half a year.
    let at = [100.0, 105.0, 0.03, 0.2, 0.5];
    println!("price  {:9.5}", call.evaluate(&at)?[0]);

    // The closed forms of the textbooks, with phi for the density of the normal distribution.
    let phi = |z: f64| (-z * z / 2.0).exp() / std::f64::consts::TAU.sqrt();
    let [price, strike, interest, volatility, time] = at;
    let width = volatility * f64::sqrt(time);
    let d1 = (f64::ln(price / strike) + (interest + volatility * volatility / 2.0) * time) / width;
    for (greek, variables, textbook) in [
        ("gamma", &["S", "S"][..], phi(d1) / (price * width)),
        ("vega", &["s"], price * phi(d1) * time.sqrt()),
        (
            "vanna",
            &["S", "s"],
            phi(d1) * (1.0 - d1 / width) * time.sqrt(),
        ),
    ] {
        let value = call.partial(variables)?.evaluate(&at)?[0];
        assert!((value - textbook).abs() < 1e-9 * textbook.abs());
        println!("{greek:6} {value:9.5}   as in the textbook");
    }

    // All first derivatives at once, as native code.
    let mut gradient = [0.0; 5];
    call.compile()?.value_and_gradient(&at, &mut gradient)?;
    println!("delta  {:9.5}", gradient[0]);
    println!("rho    {:9.5}", gradient[2]);
    println!("theta  {:9.5}", -gradient[4]);

    // Put-call parity: a call and a short put are worth S - K*exp(-r*T), so their deltas differ by 1.
    let put = Function::parse(&CALL.replace(
        "S*Phi(d1) - K*exp(-r*T)*Phi(d2)",
        "K*exp(-r*T)*Phi(-d2) - S*Phi(-d1)",
    ))?;
    let put = put.with_variables(&names)?.partial(&["S"])?;
    println!(
        "delta of the call minus delta of the put: {:.12}",
        gradient[0] - put.evaluate(&at)?[0]
    );
    Ok(())
}
