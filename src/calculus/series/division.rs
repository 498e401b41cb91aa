//! Division of series: of one variable with poles, of several only where it goes up.

use super::form::{Collector, Form, Series, quotient};
use super::judge::{Judge, Sign, settled, sign};
use super::{Expansion, Obstacle, Outcome, reciprocal_at};
use crate::graph::{Expr, Graph};

impl Expansion {
    pub(super) fn divided(
        &self,
        graph: &mut Graph,
        judge: &mut dyn Judge,
        above: Series,
        below: Series,
    ) -> Outcome {
        let below = self.begun(graph, judge, below)?;
        let above = above.trimmed();
        let Some((_, &lead)) = below.forms[0].last_key_value() else {
            return Err(Obstacle::Pole);
        };
        let inverse = reciprocal_at(graph, judge, lead)?;
        let poles = self.variables == 1;
        let low = above.low - below.low;
        let top = (above.top() - below.low).min(low + below.top() - below.low);
        let mut forms: Vec<Form> = Vec::new();
        for degree in low..=top {
            let mut collector = Collector::default();
            if let Some(form) = above.at(degree + below.low) {
                collector.add(graph, None, form);
            }
            let minus_one = graph.integer(-1);
            for (place, form) in below.forms.iter().enumerate().skip(1) {
                let earlier = degree - low - place as i32;
                if let Some(earlier) = usize::try_from(earlier).ok().and_then(|own| forms.get(own))
                {
                    collector.add_product(graph, Some(minus_one), form, earlier);
                }
            }
            let mut rest = collector.finish(graph, None);
            let found = match quotient(graph, &rest, &below.forms[0], inverse, poles) {
                Some(found) => Some(found),
                None => {
                    // Perhaps what is in the way is 0 in a form that does not show it.
                    for coefficient in rest.values_mut() {
                        *coefficient = settled(graph, judge, *coefficient);
                    }
                    rest.retain(|_, coefficient| !graph.is_zero(*coefficient));
                    quotient(graph, &rest, &below.forms[0], inverse, poles)
                }
            };
            forms.push(found.ok_or(Obstacle::Singular(lead))?);
        }
        Ok(Series { low, forms })
    }

    /// A series whose first form is not 0.
    pub(super) fn begun(
        &self,
        graph: &mut Graph,
        judge: &mut dyn Judge,
        series: Series,
    ) -> Outcome {
        let mut own = series.trimmed();
        while let Some(form) = own.forms.first_mut() {
            let coefficients: Vec<Expr> = form.values().copied().collect();
            let mut zeros = Vec::new();
            for coefficient in coefficients {
                if sign(graph, judge, coefficient) == Sign::Zero {
                    zeros.push(coefficient);
                }
            }
            form.retain(|_, coefficient| !zeros.contains(coefficient));
            if !form.is_empty() {
                return Ok(own);
            }
            own = own.trimmed();
        }
        let zero = graph.integer(0);
        Err(Obstacle::Singular(zero))
    }
}
