//! The definitions of a session by their names, in the order in which they were made.
//!
//! A session is copied for each line, and a thousand earlier states are kept for `:undo`. Invariant: a copy takes no
//! time in proportion to the number of names. So most definitions are in a large map that copies share, and what was
//! defined since it was made in a small one.

use super::compose::Definition;
use indexmap::IndexMap;
use std::ops::Index;
use std::sync::Arc;

type Map = IndexMap<String, Arc<Definition>>;

/// Names with their definitions. A clone is cheap.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    base: Arc<Map>,
    /// What is new or other than in `base`.
    recent: Arc<Map>,
}

impl Names {
    pub(super) fn get(&self, name: &str) -> Option<&Arc<Definition>> {
        self.recent.get(name).or_else(|| self.base.get(name))
    }

    pub(super) fn contains_key(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// How many there are, or a few more.
    pub(super) fn len_bound(&self) -> usize {
        self.base.len() + self.recent.len()
    }

    /// A name that was there keeps its place.
    pub(super) fn insert(&mut self, name: String, definition: Arc<Definition>) {
        Arc::make_mut(&mut self.recent).insert(name, definition);
        // So the large map is copied once in so many changes as it takes to fill the small one.
        let most = self.base.len().isqrt().max(32);
        if self.recent.len() > most {
            let all = self.iter().map(|(name, own)| (name.clone(), own.clone()));
            *self = Names {
                base: Arc::new(all.collect()),
                recent: Arc::default(),
            };
        }
    }

    /// Forgets the names that are not wanted.
    pub(super) fn retain(&mut self, is_wanted: impl Fn(&str) -> bool) {
        if self.keys().all(|name| is_wanted(name)) {
            return;
        }
        let left = self.iter().filter(|(name, _)| is_wanted(name));
        let left = left.map(|(name, own)| (name.clone(), own.clone()));
        *self = Names {
            base: Arc::new(left.collect()),
            recent: Arc::default(),
        };
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&String, &Arc<Definition>)> {
        let old = self.base.iter();
        let old = old.map(|(name, own)| (name, self.recent.get(name).unwrap_or(own)));
        let new = self.recent.iter();
        old.chain(new.filter(|(name, _)| !self.base.contains_key(*name)))
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = &String> {
        self.iter().map(|(name, _)| name)
    }

    pub(super) fn values(&self) -> impl Iterator<Item = &Arc<Definition>> {
        self.iter().map(|(_, own)| own)
    }
}

impl Index<&str> for Names {
    type Output = Arc<Definition>;

    fn index(&self, name: &str) -> &Arc<Definition> {
        self.get(name).expect("a name that was found")
    }
}

/// Copies of which neither was changed are told at once.
impl PartialEq for Names {
    fn eq(&self, other: &Self) -> bool {
        let shares = Arc::ptr_eq(&self.base, &other.base);
        if shares && Arc::ptr_eq(&self.recent, &other.recent) {
            return true;
        }
        let same = |a: &Arc<Definition>, b: &Arc<Definition>| Arc::ptr_eq(a, b) || a == b;
        if shares {
            // What is recent in one alone may be what the other has in the map that both share.
            let found = |own: &Map, other: &Names| {
                own.iter()
                    .all(|(name, own)| other.get(name).is_some_and(|other| same(own, other)))
            };
            return found(&self.recent, other) && found(&other.recent, self);
        }
        let mut others = other.iter();
        let is_prefix = self.iter().all(|(name, own)| {
            others
                .next()
                .is_some_and(|(other, definition)| name == other && same(own, definition))
        });
        is_prefix && others.next().is_none()
    }
}
