mod engine;
mod rehearsal;
mod rehearsal_faults;
mod scripted;
mod snapshots;
mod snapshots_scenes;
mod snapshots_widgets;
