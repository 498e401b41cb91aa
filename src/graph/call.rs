//! Calls of functions: what is known of them at once.

use super::{Expr, Graph, Number, Op, number};
use crate::functions::{self, Extremum, FunctionId, Kernel};

impl Graph {
    /// A call of a row of the function table.
    pub fn call(&mut self, id: FunctionId, arguments: &[Expr]) -> Expr {
        match functions::row(id).kernel {
            Kernel::Extremum(end) => self.extremum(id, end, arguments),
            Kernel::Detached if self.as_number(arguments[0]).is_some() => arguments[0],
            Kernel::Variadic(_) => {
                let mut list = arguments.to_vec();
                self.sort(&mut list);
                match list[..] {
                    [only] => only,
                    _ => self.intern(Op::Call(id), &list),
                }
            }
            _ if id == functions::power() => self.power(arguments[0], arguments[1]),
            _ => {
                if id == functions::square_root()
                    && let Some(root) = self.as_number(arguments[0]).and_then(number::square_root)
                {
                    return self.number(root);
                }
                if let Some(exact) = self.exact_call(id, arguments) {
                    return self.number(exact);
                }
                self.intern(Op::Call(id), arguments)
            }
        }
    }

    /// The value of a function at numbers, where the table says it and it is not too long.
    fn exact_call(&self, id: FunctionId, arguments: &[Expr]) -> Option<Number> {
        let exact = functions::row(id).exact?;
        let numbers: Option<Vec<_>> = arguments
            .iter()
            .map(|&argument| self.as_number(argument).map(Number::to_long))
            .collect();
        exact(&numbers?).map(Number::from).filter(number::fits)
    }

    fn extremum(&mut self, id: FunctionId, end: Extremum, arguments: &[Expr]) -> Expr {
        let mut best: Option<Number> = None;
        let mut list = Vec::with_capacity(arguments.len());
        for &argument in arguments {
            match (self.as_number(argument), best.take()) {
                (Some(number), Some(old)) => {
                    let keep_new = match end {
                        Extremum::Maximum => *number > old,
                        Extremum::Minimum => *number < old,
                    };
                    best = Some(if keep_new { number.clone() } else { old });
                }
                (Some(number), None) => best = Some(number.clone()),
                (None, old) => {
                    best = old;
                    list.push(argument);
                }
            }
        }
        if let Some(number) = best {
            let node = self.number(number);
            list.push(node);
        }
        self.sort(&mut list);
        list.dedup();
        if list.len() == 1 {
            list[0]
        } else {
            self.intern(Op::Call(id), &list)
        }
    }
}
