use super::{Expr, Graph};
#[derive(Default)]
pub struct PrintOptions {
    pub sharing: bool,
    pub taken: Vec<String>,
    pub roots_named: Vec<Option<String>>,
}
pub struct Sheet {
    pub bindings: Vec<(String, String)>,
    pub results: Vec<String>,
}
pub fn infix(_: &Graph, r: &[Expr], _: &PrintOptions) -> Sheet {
    Sheet {
        bindings: vec![],
        results: r.iter().map(|r| format!("{r:?}")).collect(),
    }
}
pub fn latex(_: &Graph, r: &[Expr], _: &PrintOptions) -> Sheet {
    Sheet {
        bindings: vec![],
        results: r.iter().map(|r| format!("{r:?}")).collect(),
    }
}
pub fn expression(_: &Graph, r: Expr, _: usize) -> String {
    format!("{r:?}")
}
pub fn forecast(_: &Graph, _: &[Expr]) -> u128 {
    0
}
