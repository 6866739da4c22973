mod engine;
mod rehearsal;
mod rehearsal_faults;
mod scripted;
