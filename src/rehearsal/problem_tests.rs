use super::super::advice::advise;
use super::*;

const TARIFF: &str = "17:00-20:00 $0.45\n20:00-00:00 $0.22\n00:00-06:00 $0.12\n06:00-17:00 $0.25";

fn dishwasher() -> String {
    let scenario: toml::Table =
        toml::from_str(include_str!("../../assets/scenarios/dishwasher.toml")).expect("the scenario");
    let field = |name: &str| scenario.get(name).and_then(toml::Value::as_str).expect("a text").to_owned();
    format!("{}\n\n{}", field("question"), field("context"))
}

fn first_line(text: &str) -> String {
    let problem = read(text).unwrap_or_else(|| panic!("nothing read in: {text}"));
    advise(&problem).answer.lines().next().unwrap_or_default().to_owned()
}

fn abstracted(load: &str) -> String {
    format!(
        "Current time: 18:30\nload_A: {load}\nload_B: 120 min, 14 kWh, finish by 07:00\n{TARIFF}\n\nWanted: when should load_A start?"
    )
}

#[test]
fn abstract_problems() {
    for (load, want) in [
        (
            "90 min, 1.2 kWh, finish by 06:30, not running after 22:30",
            "load_A: start at 20:00, end at 21:30. Cost $0.264",
        ),
        ("90 min, 1.2 kWh, finish by 06:30", "load_A: start at 00:00, end at 01:30. Cost $0.144"),
        ("150 min, 1.2 kWh, finish by 06:30, not running after 22:30", "load_A: start at 20:00, end at 22:30."),
        ("180 min, 1.2 kWh, finish by 06:30, not running after 22:30", "load_A: start at 19:30, end at 22:30."),
        ("90 min, 1.2 kWh, finish by 06:30, not running after 19:30", "load_A: no time fits."),
        ("90 min, 2.4 kWh, done by 6:30 am; must end by 10:30 pm", "load_A: start at 20:00, end at 21:30. Cost $0.528"),
        ("1.5 h, 1.2 kWh, deadline 06:30, cut-off 23:00", "load_A: start at 20:00, end at 21:30."),
        ("90 min, 1.2 kWh, not before 21:00, not running after 22:30", "load_A: start at 21:00, end at 22:30."),
        ("1.2 kWh, finish by 06:30", "load_A: cannot be planned, because the problem does not give its duration."),
        ("90 min, 1.2 kWh, only between 19:00 and 22:30", "load_A: start at 20:00"),
        ("90 min, 1.2 kWh, start by 19:00", "load_A: start at 19:00"),
    ] {
        let line = first_line(&abstracted(load));
        assert!(line.starts_with(want), "{load}\n  want {want}\n  got  {line}");
    }
}

#[test]
fn the_dishwasher_scenario_as_a_person_wrote_it() {
    let text = dishwasher();
    let line = first_line(&text);
    assert!(line.starts_with("Run it later: start the dishwasher at 20:00; it ends at 21:30."), "{line}");
    assert!(line.contains("$0.264 instead of $0.540 now, saving $0.276"), "{line}");
    let problem = read(&text).unwrap();
    assert_eq!(problem.loads.len(), 2, "the vacuum is no load: {:?}", problem.loads);
    let whole = advise(&problem).answer;
    assert!(whole.contains("EV: run 00:00-02:00. Cost $1.680"), "{whole}");
    assert_eq!(whole.matches("start").count(), 1, "only the load asked about: {whole}");

    let without: String = text.lines().filter(|line| !line.contains("22:30")).collect::<Vec<_>>().join("\n");
    assert!(first_line(&without).contains("start the dishwasher at 00:00"), "{}", first_line(&without));
    assert!(first_line(&text.replace("about 22:30", "about 21:00")).contains("at 19:30"));
    assert!(
        first_line(&text.replace("It is 18:30", "It is 20:30")).contains("Run it now: start the dishwasher at 20:30")
    );
    let ev = text.replace("Should the dishwasher run now or later?", "When should the EV charge?");
    assert!(
        first_line(&ev).starts_with("Run it later: start the EV at 00:00; it ends at 02:00."),
        "{}",
        first_line(&ev)
    );
}

#[test]
fn many_phrasings_say_the_same() {
    let tariffs = [
        TARIFF.to_owned(),
        "17-20h $0.45, 20-00h $0.22, 00-06h $0.12, 06-17h $0.25".to_owned(),
        "17:00\u{2013}20:00: 0.45 $/kWh; 20:00\u{2013}24:00: 0.22 $/kWh; 00:00\u{2013}06:00: 0.12 $/kWh; 06:00\u{2013}17:00: 0.25 $/kWh"
            .to_owned(),
        "The price is $0.45 per kWh from 17:00 to 20:00, $0.22 per kWh from 20:00 to 00:00, $0.12 per kWh from 00:00 to 06:00, and $0.25 per kWh from 06:00 to 17:00."
            .to_owned(),
        "| period | price |\n|---|---|\n| 17:00-20:00 | $0.45 |\n| 20:00-00:00 | $0.22 |\n| 00:00-06:00 | $0.12 |\n| 06:00-17:00 | $0.25 |"
            .to_owned(),
        "From 5 pm to 8 pm 45 cents/kWh, from 8 pm to 12 am 22 cents/kWh, from 12 am to 6 am 12 cents/kWh, from 6 am to 5 pm 25 cents/kWh"
            .to_owned(),
    ];
    let loads = [
        "- load_A: 90 min, 1.2 kWh, finish by 06:30, not running after 22:30\n- load_B: 120 min, 14 kWh, finish by 07:00",
        "load_A takes 90 minutes and uses 1.2 kWh. It must be finished by 06:30 and must not be running after 22:30.\nload_B takes 2 hours and uses 14 kWh. It must be charged before person_A leaves at 07:00.",
        "**load_A**\n  - Duration: 90 min\n  - Energy: 1.2 kWh\n  - Deadline: 06:30\n  - Must not run after 22:30\n**load_B**\n  - Duration: 120 min\n  - Energy: 14 kWh\n  - Deadline: 07:00",
        "There are two loads: load_A (90 min, 1.2 kWh, must be done by 06:30, quiet cut-off 22:30) and load_B (120 min, 14 kWh, ready by 07:00).",
        "[TERM_1]: one cycle takes 90 min and uses 1.2 kWh.\n[TERM_2]: charging takes 120 min and uses 14 kWh.\nThe [TERM_1] has to be done before breakfast, at about 06:30.\nIt must not still be running once everyone is in bed, at about 22:30.\nThe [TERM_2] must be charged before 07:00.",
    ];
    for now in ["Current time: 18:30.", "It is 18:30.", "now: 18:30", "The current time is 6:30 pm."] {
        for tariff in &tariffs {
            for load in loads {
                let text = format!("{now}\n\n{load}\n\nTariff per kWh:\n{tariff}\n");
                let line = first_line(&text);
                assert!(
                    line.contains("start at 20:00, end at 21:30. Cost $0.264 instead of $0.540 now"),
                    "{line}\n---\n{text}\n{:?}",
                    read(&text)
                );
                let whole = advise(&read(&text).unwrap()).answer;
                assert!(whole.contains("run 00:00-02:00. Cost $1.680"), "{whole}\n---\n{text}");
            }
        }
    }
}

#[test]
fn what_is_asked_about_comes_first() {
    let text = abstracted("90 min, 1.2 kWh, finish by 06:30")
        .replace("when should load_A start?", "when should load_B start?");
    assert!(first_line(&text).starts_with("load_B: start at 00:00, end at 02:00."), "{}", first_line(&text));
}

#[test]
fn text_without_loads_or_prices_is_no_problem_of_this_kind() {
    for text in [
        "",
        "Write a poem about the sea.",
        "Is a dose of 850 mg right at an eGFR of 38?",
        "17:00-20:00 $0.45",
        "load_A: 90 min, 1.2 kWh",
        "Meet me between 17:00 and 20:00, it is 3 km.",
    ] {
        assert_eq!(read(text), None, "{text}");
    }
}

#[test]
fn no_current_time_is_said() {
    let text = abstracted("90 min, 1.2 kWh").replace("Current time: 18:30\n", "");
    let answer = advise(&read(&text).unwrap()).answer;
    assert!(answer.contains("no current time"), "{answer}");
    assert!(!answer.contains("instead of"), "{answer}");
}

#[test]
fn a_cut_off_that_has_just_passed_does_not_mean_tomorrow() {
    let text = abstracted("90 min, 1.2 kWh, finish by 06:30, not running after 22:30").replace("18:30", "23:00");
    assert!(first_line(&text).starts_with("load_A: no time fits."), "{}", first_line(&text));
}

proptest::proptest! {
    #[test]
    fn reading_never_fails(text in "(?s)[ -~\n\u{2013}€]{0,400}") {
        if let Some(problem) = read(&text) {
            let _ = advise(&problem);
        }
    }

    #[test]
    fn a_plan_keeps_its_limits(minutes in 1u32..400, deadline in 0u32..1440, cut in 0u32..1440, now in 0u32..1440) {
        let text = format!(
            "Current time: {}\nload_A: {minutes} min, 1.2 kWh, finish by {}, not running after {}\n{TARIFF}",
            clock::format(now), clock::format(deadline), clock::format(cut)
        );
        let problem = read(&text).unwrap();
        if let super::super::schedule::Outcome::Planned { best, .. } =
            super::super::schedule::plan(&problem, &problem.loads[0])
        {
            let ahead = |minute: u32| { let d = (minute + 1440 - now) % 1440; if d == 0 { 1440 } else { d } };
            proptest::prop_assert!(best.start >= now);
            proptest::prop_assert!(best.end - now <= ahead(deadline));
            proptest::prop_assert!(best.end - now <= ahead(cut));
        }
    }
}
