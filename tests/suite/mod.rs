mod rehearsal;
mod rehearsal_faults;
mod rehearsal_scenarios;
mod setup;
