//! Balls hold what they should.

use super::*;

#[test]
fn binary64_numbers_come_back() {
    for value in [
        0.0,
        1.0,
        -0.1,
        5e-324,
        2.2250738585072014e-308,
        f64::MAX,
        -1e300,
        123456789.0,
    ] {
        assert_eq!(Ball::of_f64(value).nearest(), Some(value), "{value:e}");
    }
    let huge = Ball::exact(BigInt::one(), 1024);
    assert_eq!(huge.nearest(), Some(f64::INFINITY));
    let tiny = Ball::exact(BigInt::from(3), -1076);
    assert_eq!(tiny.nearest(), Some(5e-324));
    let less = Ball::exact(BigInt::one(), -1075);
    assert_eq!(less.nearest(), Some(0.0));
}

#[test]
fn operations_keep_the_true_number_inside() {
    let third = Ball::integer(1).over(&Ball::integer(3), 100).unwrap();
    let one = third.times(&Ball::integer(3), 100);
    assert_eq!(one.nearest(), Some(1.0));
    assert_eq!(one.minus(&Ball::integer(1), 100).sign(), None);
    let root = Ball::integer(2).square_root(100).unwrap();
    let two = root.times(&root, 100);
    assert_eq!(two.nearest(), Some(2.0));
    assert_eq!(two.minus(&Ball::integer(2), 200).sign(), None);
    assert!(Ball::integer(9).square_root(100).unwrap().is_exact());
    let far = Ball::integer(1).plus(&Ball::exact(BigInt::one(), -5000), 100);
    assert_eq!(far.nearest(), Some(1.0));
    assert!(!far.is_exact());
    assert_eq!(far.compare(&Ball::integer(1)), None);
    assert_eq!(far.compare(&Ball::integer(2)), Some(Ordering::Less));
    let both = third.hull(&Ball::integer(2), 100);
    assert_eq!(both.compare(&Ball::integer(3)), Some(Ordering::Less));
    assert_eq!(both.compare(&Ball::integer(1)), None);
    assert!(
        third
            .over(&one.minus(&Ball::integer(1), 100), 100)
            .is_none()
    );
}

#[test]
fn exponents_end_without_a_panic() {
    let mut ball = Ball::exact(BigInt::from(3), 1 << 59);
    for _ in 0..5 {
        ball = ball.times(&ball, 100);
    }
    assert!(ball.is_whole());
    let mut ball = Ball::exact(BigInt::from(3), -(1 << 59));
    for _ in 0..5 {
        ball = ball.times(&ball, 100);
    }
    assert_eq!(ball.nearest(), Some(0.0));
}
