//! A table of what was made before, by hash: places of a list that grows, in one array without pointers.
//!
//! Must not know what is in the list. A search that ends at a free place costs one access to memory, since the part of
//! the hash that tells most others apart stands beside the place. Invariants: where an entry stands is decided by the
//! leading bits of its hash, so a larger table is filled from the smaller one in order, without a look at the list; at
//! most three quarters are in use.

/// Stands for no place.
const FREE: u32 = u32::MAX;

/// The smallest table, as a power of two.
const LEAST_BITS: u32 = 4;

/// One entry of the array.
#[derive(Clone, Copy)]
struct Slot {
    /// The leading half of the hash.
    tag: u32,
    place: u32,
}

/// Places in a list by the hash of what is there.
#[derive(Clone, Default)]
pub(super) struct Table {
    /// A power of two of them, or none.
    slots: Vec<Slot>,
    used: usize,
}

/// Where the search for something that is not there ended.
#[derive(Clone, Copy)]
pub(super) struct Gap {
    slot: usize,
    tag: u32,
}

fn tag_of(hash: u64) -> u32 {
    (hash >> 32) as u32
}

impl Table {
    /// The place for which `same` holds among those with this hash, or the gap where it belongs.
    pub(super) fn find(&self, hash: u64, mut same: impl FnMut(u32) -> bool) -> Result<u32, Gap> {
        let tag = tag_of(hash);
        if self.slots.is_empty() {
            return Err(Gap { slot: 0, tag });
        }
        let mask = self.slots.len() - 1;
        let mut slot = self.home(tag);
        loop {
            let own = self.slots[slot];
            if own.place == FREE {
                return Err(Gap { slot, tag });
            }
            if own.tag == tag && same(own.place) {
                return Ok(own.place);
            }
            slot = (slot + 1) & mask;
        }
    }

    /// Puts a place into the gap that a search has found, with nothing put into the table since.
    pub(super) fn fill(&mut self, gap: Gap, place: u32) {
        let tag = gap.tag;
        if (self.used + 1) * 4 > self.slots.len() * 3 {
            self.grow();
            self.put(Slot { tag, place });
        } else {
            self.slots[gap.slot] = Slot { tag, place };
        }
        self.used += 1;
    }

    /// Where an entry with this tag stands if nothing is in its way.
    fn home(&self, tag: u32) -> usize {
        let bits = self.slots.len().trailing_zeros().min(32);
        (u64::from(tag) >> (32 - bits)) as usize
    }

    /// From the first free slot behind its home on.
    fn put(&mut self, entry: Slot) {
        let mask = self.slots.len() - 1;
        let mut slot = self.home(entry.tag);
        while self.slots[slot].place != FREE {
            slot = (slot + 1) & mask;
        }
        self.slots[slot] = entry;
    }

    fn grow(&mut self) {
        let size = (self.slots.len() * 2).max(1 << LEAST_BITS);
        let free = Slot {
            tag: 0,
            place: FREE,
        };
        let old = std::mem::replace(&mut self.slots, vec![free; size]);
        for entry in old {
            if entry.place != FREE {
                self.put(entry);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_put_in() {
        let hash = |key: u64| (key % 97).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mut list: Vec<u64> = Vec::new();
        let mut table = Table::default();
        for key in (0..3000).chain(500..700) {
            match table.find(hash(key), |place| list[place as usize] == key) {
                Ok(place) => assert!(key < 3000 && list[place as usize] == key),
                Err(gap) => {
                    table.fill(gap, list.len() as u32);
                    list.push(key);
                }
            }
        }
        assert_eq!(list, (0..3000).collect::<Vec<u64>>());
    }
}
