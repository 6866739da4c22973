mod snapshots;
mod snapshots_scenes;
mod snapshots_widgets;
