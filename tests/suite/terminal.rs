//! The program on a real terminal, as a person meets it: it comes up, runs, is stopped, and gives the terminal back.

use std::time::Duration;

use fogline::rehearsal::{Options, Rehearsal};
use rustix::process::Signal;

use super::pty::{Home, Term};

/// Stand-ins that answer at once.
pub async fn stand_ins() -> Rehearsal {
    Rehearsal::start_anywhere(Options::instant()).await.unwrap()
}

/// Stand-ins that take seconds for a stage: there is time to do something meanwhile.
async fn slow_stand_ins(rate: f64) -> Rehearsal {
    Rehearsal::start_anywhere(Options { rate, ..Options::instant() }).await.unwrap()
}

/// A workbench that has found its models.
pub fn opened(home: &Home, columns: u16, rows: u16) -> Term {
    let mut term = home.open(columns, rows);
    term.see("Raw prompt").see("simulated");
    term
}

/// Nothing but text ever reaches the terminal, and nothing is left behind.
#[track_caller]
pub fn assert_tidy(term: &Term) {
    assert_eq!(term.modes_left(), [""; 0]);
    assert_eq!(term.heard().titles, [""; 0], "window titles are not for prompts");
    assert_eq!(term.heard().clipboard, [""; 0]);
    assert_eq!(term.heard().unknown, [""; 0]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn one_key_runs_the_dishwasher_case() {
    let stand_ins = stand_ins().await;
    let home = Home::new().models(&stand_ins);
    let mut term = home.open(120, 40);
    term.see("Should the dishwasher run now or later?");
    println!("first frame after {:?}", term.began.elapsed());
    term.see("simulated").ctrl('r').see("3 of 3 checks");
    // The raw prompt has clock times of its own: the answer's are in its pane, at the bottom left.
    let answer = term.part(0..56, 18..36);
    assert!(answer.contains("Reframed answer"), "{answer}");
    assert!(answer.contains("simulated") && answer.contains("dishwasher at 20:00"), "{answer}");
    assert!(term.shows("0 leaks") && term.shows("session $0.0033 simulated"), "{}", term.text());
    term.ctrl('q');
    assert_eq!(term.end(), Ok(0));
    assert_tidy(&term);
    assert!(!home.draft().exists(), "an example that was not changed is no draft");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn nothing_there_means_a_rehearsal_that_says_so() {
    let home = Home::new().without("OPENAI_API_KEY");
    let mut term = opened(&home, 120, 40);
    term.see("both simulated").ctrl('q');
    assert_eq!(term.end(), Ok(0));
    assert_tidy(&term);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn every_signal_that_ends_it_gives_the_terminal_back_and_keeps_what_was_typed() {
    let stand_ins = stand_ins().await;
    for (signal, code) in [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::INT, 130)] {
        let home = Home::new().models(&stand_ins);
        let mut term = opened(&home, 100, 30);
        // With the mouse taken there is more to give back.
        term.keys("\x1b[17~").see("the mouse scrolls").keys("kept words ").see("kept words");
        assert!(term.is_raw() && term.modes_left().contains(&"mouse"));
        term.signal(signal);
        assert_eq!(term.end(), Ok(code));
        assert_tidy(&term);
        let draft = std::fs::read_to_string(home.draft()).unwrap();
        assert!(draft.contains("kept words"), "{draft}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_signal_in_the_middle_of_a_run_ends_at_once() {
    let stand_ins = slow_stand_ins(5.0).await;
    let home = Home::new().models(&stand_ins);
    let mut term = opened(&home, 100, 30);
    term.ctrl('r').see("thinking").signal(Signal::TERM);
    let began = std::time::Instant::now();
    assert_eq!(term.end(), Ok(143));
    assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
    assert_tidy(&term);
}

/// What the test below runs: a screen that is taken, and a bug.
#[test]
#[ignore = "run on a terminal by `a_panic_gives_the_terminal_back`"]
fn panics_with_the_screen_taken() {
    let mut screen = fogline::workbench::terminal::screen::Screen::open(true).unwrap();
    screen.draw(|_, _| None).unwrap();
    // One of a background task is not the workbench's end.
    let _ = std::thread::spawn(|| panic!("background secret")).join();
    screen.set_mouse(true).unwrap();
    panic!("workbench secret");
}

#[test]
fn a_panic_gives_the_terminal_back_and_tells_the_place_only() {
    let program = std::env::current_exe().unwrap();
    let args = ["suite::terminal::panics_with_the_screen_taken", "--exact", "--ignored", "--nocapture"];
    let mut term = Home::new().spawn(100, 30, program.as_os_str(), &args);
    assert_eq!(term.end(), Ok(101));
    assert_tidy(&term);
    let written = String::from_utf8_lossy(&term.bytes).into_owned();
    let (_, after) = written.split_once("\x1b[?1049l").expect("the alternate screen was left");
    assert!(after.contains("fogline stopped at tests/suite/terminal.rs"), "{after}");
    assert!(!written.contains("secret"), "{written}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn suspended_it_gives_the_terminal_to_the_shell_and_takes_it_again() {
    let stand_ins = stand_ins().await;
    let home = Home::new().models(&stand_ins);
    let mut term = opened(&home, 100, 30);
    term.keys("before ").see("before Should").ctrl('z');
    // What it wrote before it stopped may still be on its way.
    term.until("it is stopped", |term| term.process().0 == 'T' && term.modes_left().is_empty());
    assert!(!term.is_raw());
    assert_tidy(&term);
    assert!(home.draft().exists(), "the shell may be closed now");
    // The window changed meanwhile.
    term.resize(80, 24).signal(Signal::CONT);
    term.until("it has the terminal again", |term| term.is_raw() && term.screen().alternate_screen());
    term.see("before Should").keys("after ").see("before after Should");
    assert!(term.screen().bracketed_paste());
    term.ctrl('q');
    assert_eq!(term.end(), Ok(0));
    assert_tidy(&term);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn stopped_from_outside_it_comes_back_to_a_terminal_the_shell_has_changed() {
    let stand_ins = stand_ins().await;
    let home = Home::new().models(&stand_ins);
    let mut term = opened(&home, 100, 30);
    term.settle().signal(Signal::STOP).until("it is stopped", |term| term.process().0 == 'T');
    // What a shell does when its job stops.
    let tty = term.tty();
    let done = std::process::Command::new("stty").arg("-F").arg(&tty).arg("sane").status().unwrap();
    assert!(done.success() && !term.sends_keys_at_once());
    term.signal(Signal::CONT).until("keys come at once", Term::sends_keys_at_once);
    term.keys("x").see("xShould").ctrl('q');
    assert_eq!(term.end(), Ok(0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn an_editor_of_the_users_own_has_the_terminal_meanwhile() {
    let stand_ins = stand_ins().await;
    let home = Home::new().models(&stand_ins).var("EDITOR", "stty -a >modes; printf 'Written elsewhere?' >");
    let mut term = opened(&home, 100, 30);
    term.ctrl('g').see("Written elsewhere?").ctrl('q');
    assert_eq!(term.end(), Ok(0));
    assert_tidy(&term);
    let modes = std::fs::read_to_string(home.path("modes")).unwrap();
    assert!(modes.contains(" icanon") && modes.contains(" echo "), "{modes}");
    let left = std::fs::read_dir(home.path("state/fogline")).unwrap().map(|entry| entry.unwrap().file_name());
    assert_eq!(left.collect::<Vec<_>>(), ["draft.json"], "the editor's file is gone");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn esc_asks_before_it_stops_a_run() {
    let stand_ins = slow_stand_ins(10.0).await;
    let home = Home::new().models(&stand_ins);
    let mut term = opened(&home, 120, 40);
    term.ctrl('r').see("thinking");
    term.keys("\x1b").see("Stop").keys("n").lose("yes").keys("\x1b").see("yes");
    assert!(!term.shows("stopped;"), "{}", term.text());
    term.keys("y").see("stopped;");
    // Nothing is on: now Esc only steps back, and never quits.
    term.keys("\x1b").keys("\x1b").settle();
    assert!(term.shows("Raw prompt"));
    term.ctrl('q');
    assert_eq!(term.end(), Ok(0));
    assert_tidy(&term);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn ctrl_c_stops_a_run_and_quits_only_when_said_twice() {
    let stand_ins = slow_stand_ins(10.0).await;
    let home = Home::new().models(&stand_ins);
    let mut term = opened(&home, 120, 40);
    term.ctrl('r').see("thinking").ctrl('c').see("stopped;");
    term.ctrl('c').see("^C again quits").keys("x").lose("again quits").ctrl('c').see("again quits").ctrl('c');
    assert_eq!(term.end(), Ok(0));
    assert_tidy(&term);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn quitting_during_a_run_asks() {
    let stand_ins = slow_stand_ins(10.0).await;
    let home = Home::new().models(&stand_ins);
    let mut term = opened(&home, 80, 24);
    term.ctrl('r').see("thinking").ctrl('q').see("yes").keys("y");
    assert_eq!(term.end(), Ok(0));
    assert_tidy(&term);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn any_size_at_any_time() {
    let stand_ins = slow_stand_ins(150.0).await;
    let home = Home::new().models(&stand_ins);
    let mut term = opened(&home, 120, 40);
    term.ctrl('r').see("thinking");
    for _ in 0..2 {
        for (columns, rows, shown) in [
            (80, 24, "Raw prompt"),
            (40, 12, "Raw"),
            (20, 5, "fogline needs"),
            (1, 1, ""),
            (200, 60, "Raw prompt"),
            (120, 40, "Raw prompt"),
        ] {
            term.resize(columns, rows).see(shown);
        }
    }
    term.see("3 of 3 checks").settle();
    let before = term.text();
    // What a size left behind is gone when the old one comes back.
    for (columns, rows) in [(80, 24), (40, 12), (20, 5)] {
        term.resize(columns, rows).settle();
        assert!(term.shows(if columns == 20 { "needs" } else { "Reframed answer" }), "{}", term.text());
    }
    term.resize(120, 40).see("3 of 3 checks").settle();
    assert_eq!(term.text(), before);
    term.ctrl('q');
    assert_eq!(term.end(), Ok(0));
    assert_tidy(&term);
}
