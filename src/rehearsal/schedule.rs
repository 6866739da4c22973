//! The cheapest feasible start of each load, on a grid of minutes over the coming day and a half.

use super::clock::DAY;
use super::problem::{Load, Problem};

/// A limit that a start would break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Limit {
    /// It has to have ended by then.
    Deadline(u32),
    /// It must not run after.
    CutOff(u32),
    /// It may not begin later.
    LatestStart(u32),
}

impl Limit {
    /// Minute of the day.
    pub(super) fn minute(self) -> u32 {
        match self {
            Self::Deadline(minute) | Self::CutOff(minute) | Self::LatestStart(minute) => minute,
        }
    }
}

/// A start and what it costs. Minutes count from midnight of the current day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Slot {
    /// First minute.
    pub(super) start: u32,
    /// Minute after the last.
    pub(super) end: u32,
    /// Cost in the tariff's currency; `None` where the load's energy is unknown.
    pub(super) cost: Option<f64>,
    /// Sum of the prices of its minutes: comparable exactly.
    weight: u64,
}

/// What became of a load.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Outcome {
    /// It can run.
    Planned {
        /// The cheapest feasible slot, the earliest among equals.
        best: Slot,
        /// The last start that costs the same, when there is one after `best.start` without a dearer one between.
        same_until: u32,
        /// Running right now, where the time is known and priced.
        now: Option<Slot>,
        /// A cheaper slot that a limit rules out.
        ruled_out: Option<(Slot, Limit)>,
    },
    /// No start keeps every limit.
    Infeasible {
        /// The tightest limit.
        limit: Limit,
    },
    /// Something is missing.
    Incomplete(&'static str),
}

/// Price of every minute of a day.
fn prices(problem: &Problem) -> Vec<Option<u64>> {
    (0..DAY)
        .map(|minute| {
            problem.tariff.iter().find_map(|period| {
                let inside = if period.from < period.to {
                    (period.from..period.to).contains(&minute)
                } else {
                    minute >= period.from || minute < period.to
                };
                inside.then_some(period.price)
            })
        })
        .collect()
}

/// Sums of prices up to each minute of three days; `None` from the first minute without a price on is told by counting.
struct Sums {
    price: Vec<u64>,
    gaps: Vec<u32>,
}

impl Sums {
    fn new(problem: &Problem) -> Self {
        let day = prices(problem);
        let (mut price, mut gaps) = (vec![0], vec![0]);
        let (mut total, mut missing) = (0, 0);
        for minute in day.iter().cycle().take(4 * DAY as usize) {
            total += minute.unwrap_or(0);
            missing += u32::from(minute.is_none());
            price.push(total);
            gaps.push(missing);
        }
        Self { price, gaps }
    }

    fn slot(&self, start: u32, minutes: u32, kwh: Option<f64>) -> Option<Slot> {
        let end = start + minutes;
        let (from, to) = (start as usize, end as usize);
        if self.gaps.get(from)? != self.gaps.get(to)? {
            return None;
        }
        let weight = self.price.get(to)? - self.price.get(from)?;
        let cost = kwh.map(|kwh| kwh * weight as f64 / f64::from(minutes) / 100_000.0);
        Some(Slot { start, end, cost, weight })
    }
}

fn next(now: u32, minute: u32) -> u32 {
    if minute > now { minute } else { minute + DAY }
}

/// A cut-off of the last six hours has passed: it does not mean tomorrow evening.
fn next_cut_off(now: u32, minute: u32) -> u32 {
    if minute <= now && now - minute < 6 * 60 {
        minute
    } else if minute > now && minute - now > 18 * 60 {
        // Just after midnight, the cut-off of the evening before.
        0
    } else {
        next(now, minute)
    }
}

/// The cheapest feasible start of `load`.
pub(super) fn plan(problem: &Problem, load: &Load) -> Outcome {
    let Some(minutes) = load.minutes else { return Outcome::Incomplete("its duration") };
    let now = problem.now.unwrap_or(0);
    let sums = Sums::new(problem);
    // Half a day on the clock's face: what lies further ahead than that has already been.
    let earliest = load.earliest.map_or(now, |minute| {
        let ahead = (minute + DAY - now) % DAY;
        if ahead <= DAY / 2 { now + ahead } else { now }
    });
    let mut limits: Vec<(u32, Limit)> =
        load.deadlines.iter().map(|&minute| (next(now, minute), Limit::Deadline(minute))).collect();
    limits.extend(load.cut_off.map(|minute| (next_cut_off(now, minute), Limit::CutOff(minute))));
    limits.extend(load.latest_start.map(|minute| (next(now, minute) + minutes, Limit::LatestStart(minute))));
    let tightest = limits.iter().min_by_key(|(end, _)| *end).copied();
    let last_end = tightest.map_or(now + DAY + minutes, |(end, _)| end);
    let feasible = |start: u32| start + minutes <= last_end;
    let mut best: Option<Slot> = None;
    let mut same_until = earliest;
    for slot in (earliest..=now + DAY).take_while(|&s| feasible(s)).filter_map(|s| sums.slot(s, minutes, load.kwh)) {
        match best {
            Some(held) if slot.weight > held.weight => {}
            Some(held) if slot.weight == held.weight => {
                if same_until + 1 == slot.start {
                    same_until = slot.start;
                }
            }
            _ => {
                best = Some(slot);
                same_until = slot.start;
            }
        }
    }
    let Some(best) = best else {
        return match tightest {
            Some((end, limit)) if end < earliest + minutes => Outcome::Infeasible { limit },
            _ => Outcome::Incomplete("a tariff for the time it may run"),
        };
    };
    let ruled_out = (now..=now + DAY)
        .filter_map(|start| sums.slot(start, minutes, load.kwh))
        .min_by_key(|slot| slot.weight)
        .filter(|slot| slot.weight < best.weight)
        .and_then(|slot| {
            let broken = limits.iter().filter(|(end, _)| slot.end > *end).min_by_key(|(end, _)| *end);
            broken.map(|(_, limit)| (slot, *limit))
        });
    let now = problem.now.and_then(|now| sums.slot(now, minutes, load.kwh));
    Outcome::Planned { best, same_until, now, ruled_out }
}
