mod rehearsal;
mod rehearsal_faults;
