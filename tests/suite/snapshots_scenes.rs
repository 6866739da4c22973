//! What the snapshots of widgets show: one scene per widget state, with the dishwasher case as its matter.

use fogline::boundary::finding::{Class, Finding, Policy};
use fogline::engine::event::{Field, Status};
use fogline::pattern::Side;
use fogline::text::stream::StreamBuffer;
use fogline::workbench::app::found::{as_masked, grouped};
use fogline::workbench::theme::{Role, Theme};
use fogline::workbench::view::widgets::approval::{ApprovalView, Cost, Tally, Word};
use fogline::workbench::view::widgets::approval_list::{Found, Row as Listed, Together};
use fogline::workbench::view::widgets::diff::{Comparison, DiffView};
use fogline::workbench::view::widgets::fog_line::{Crossing, FogLine};
use fogline::workbench::view::widgets::footer::{Footer, Hint, Toast};
use fogline::workbench::view::widgets::gauges::{Gauge, Gauges, Reading};
use fogline::workbench::view::widgets::header::{Header, Health, ModelBadge};
use fogline::workbench::view::widgets::help::{Help, Section};
use fogline::workbench::view::widgets::marks;
use fogline::workbench::view::widgets::paint::{Piece, Span};
use fogline::workbench::view::widgets::pane::{Pane, Problem, Thinking, Waiting};
use fogline::workbench::view::widgets::params::{Params, Range, Row};
use fogline::workbench::view::widgets::pattern_picker::{Entry, PatternPicker, Question};
use fogline::workbench::view::widgets::picker::{Item, Picker};
use fogline::workbench::view::widgets::prompt::{Confirm, Prompt};
use fogline::workbench::view::widgets::timeline::{Stage, Timeline, axis};
use fogline::workbench::view::widgets::too_small;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws something.
pub type Scene = fn(Rect, &mut Buffer, &Theme);

/// Columns and rows.
type Size = (u16, u16);

/// Every scene: its name, the sizes it is drawn at, and how.
pub const SCENES: &[(&str, &[Size], Scene)] = &[
    ("pane_private", &[(56, 14), (30, 8)], pane_private),
    ("pane_streaming", &[(56, 10), (30, 6)], pane_streaming),
    ("pane_waiting", &[(40, 6)], pane_waiting),
    ("pane_leak", &[(64, 10), (40, 8)], pane_leak),
    ("pane_problem", &[(56, 12), (30, 8)], pane_problem),
    ("pane_thinking_open", &[(44, 10)], pane_thinking_open),
    ("pane_wide_text", &[(24, 9)], pane_wide_text),
    ("pane_strip", &[(60, 1)], pane_streaming),
    ("fog_line", &[(3, 16), (5, 16), (7, 14)], fog_line),
    ("timeline", &[(120, 4), (80, 4), (40, 3)], timeline),
    ("timeline_failed", &[(120, 4), (80, 4)], timeline_failed),
    ("header", &[(120, 1), (80, 1), (40, 1)], header),
    ("header_real", &[(140, 1), (100, 1), (60, 1)], header_real),
    ("footer", &[(120, 1), (80, 1), (40, 1)], footer),
    ("footer_toast", &[(80, 1)], footer_toast),
    ("gauges", &[(120, 8), (56, 8), (56, 14), (30, 7)], gauges),
    ("help", &[(120, 30), (80, 20), (40, 12)], help),
    ("picker", &[(110, 20), (60, 18), (40, 12)], picker),
    ("pattern_picker", &[(120, 38), (80, 22), (40, 10)], pattern_picker),
    ("pattern_picker_asking", &[(120, 38), (80, 22), (60, 16), (40, 10)], pattern_picker_asking),
    ("params", &[(110, 12), (60, 12), (40, 10)], params),
    ("header_params", &[(120, 1), (80, 1)], header_params),
    ("prompt", &[(80, 12)], prompt),
    ("confirm", &[(60, 10)], confirm),
    ("approval", &[(120, 30), (80, 22), (40, 12)], approval),
    ("approval_clean", &[(120, 20)], approval_clean),
    ("approval_passing", &[(120, 30), (80, 22), (40, 10)], approval_passing),
    ("approval_together", &[(120, 30), (80, 18), (40, 16)], approval_together),
    ("approval_word", &[(120, 30), (80, 22), (40, 10)], approval_word),
    ("diff_crossing", &[(120, 18), (80, 20)], diff_crossing),
    ("diff_changes", &[(100, 10), (60, 14)], diff_changes),
    ("too_small", &[(24, 5)], too_small),
];

pub const RAW: &str = "Should the dishwasher run now or later?\n\n── context ──\nIt is 18:30. The dishwasher must be \
    done before breakfast (about 06:30) and must not still be running once everyone is in bed (about 22:30): Maya is a \
    light sleeper. Mark's EV must be charged before he leaves at 07:00. The robot vacuum finished at 16:10.\n\
    - dishwasher 90 min, 1.2 kWh\n- EV 120 min, 14 kWh\n\
    - tariff per kWh: 17-20h $0.45, 20-00h $0.22, 00-06h $0.12, 06-17h $0.25";
pub const ABSTRACTION: &str = "Current time 18:30.\n\
    load_A: 1.2 kWh, 90 min, finish by 06:30, not running after 22:30\nload_B: 14 kWh, 120 min, finish by 07:00\n\
    tariff per kWh: 17-20h $0.45, 20-00h $0.22, 00-06h $0.12, 06-17h $0.25\nWhen should load_A start?";
const ANSWER: &str = "load_A 20:00-21:30: the $0.22 band begins at 20:00 and the run ends before 22:30. It costs \
    1.2 kWh × $0.22 = $0.264 instead of $0.540 now.\nload_B 00:00-02:00, well before 07:00.\nTell [PERSON_1].";

fn spans(text: &str, words: &[(&str, Role)]) -> Vec<Span> {
    let places = |(word, role): &(&str, Role)| {
        text.match_indices(word)
            .map(|(start, _)| Span { start, end: start + word.len(), role: *role })
            .collect::<Vec<_>>()
    };
    let mut spans: Vec<Span> = words.iter().flat_map(places).collect();
    spans.sort_by_key(|span| span.start);
    spans
}

fn gauges(area: Rect, buf: &mut Buffer, theme: &Theme) {
    let gauge = |name, reading, detail| Gauge { name, reading, detail };
    let gauges = Gauges {
        gauges: vec![
            gauge("gave_up", Reading::Value(0.0), "the rule does not hold"),
            gauge("doubt", Reading::Absent, "no token log-probabilities came from 127.0.0.1:11434"),
            gauge("disagreement", Reading::Value(0.5), "1 of 3 samples say the same (agreement 0.50)"),
            gauge(
                "self_check",
                Reading::Value(1.0),
                "confidence 0.00: 日本語 and a reason that is much too long for a row",
            ),
            gauge("late", Reading::Pending, ""),
        ],
        threshold: Some(0.5),
        title: vec![
            Piece::new("threshold 0.50", Role::Dim, 2),
            Piece::new("hard: goes to the cloud", Role::Warning, 1),
        ],
    };
    gauges.render(area, buf, theme);
}

fn pane_private(area: Rect, buf: &mut Buffer, theme: &Theme) {
    let text = StreamBuffer::from(RAW);
    let marks = [("Maya", Role::Private), ("Mark", Role::Private), ("── context ──", Role::Border)];
    let spans = spans(RAW, &marks);
    let pane = Pane { focused: true, spans: &spans, ..Pane::new(1, "Raw prompt", Side::Local, &text) };
    pane.render(area, buf, theme);
}

fn pane_streaming(area: Rect, buf: &mut Buffer, theme: &Theme) {
    let text = StreamBuffer::from(ANSWER);
    let thinking = StreamBuffer::from("The user wants to know when load A starts.");
    let spans = marks::placeholders(ANSWER);
    Pane {
        model: "gpt-5.4",
        simulated: true,
        spans: &spans,
        following: true,
        streaming: true,
        thinking: Some(Thinking { tokens: 312, estimated: true, open: false, stayed_home: false, text: &thinking }),
        badges: vec![
            Piece::new("~$0.0031", Role::Text, 0),
            Piece::new("first 0.6 s", Role::Dim, 1),
            Piece::new("81 tok/s", Role::Dim, 2),
        ],
        ..Pane::new(3, "Cloud answer", Side::Cloud, &text)
    }
    .render(area, buf, theme);
}

fn pane_waiting(area: Rect, buf: &mut Buffer, theme: &Theme) {
    let text = StreamBuffer::new();
    let waiting = Some(Waiting { what: "waiting for the first token", ms: 3_240, tick: 10 });
    Pane { model: "gemma4:e4b", waiting, ..Pane::new(4, "Reframed answer", Side::Local, &text) }
        .render(area, buf, theme);
}

fn pane_leak(area: Rect, buf: &mut Buffer, theme: &Theme) {
    let source = format!("{ABSTRACTION} Maya sleeps. Ask [PERSON_1].");
    let text = StreamBuffer::from(source.as_str());
    let marks = [("Maya", Role::Leak), ("22:30", Role::Crossed), ("[PERSON_1]", Role::Placeholder)];
    let spans = spans(&source, &marks);
    Pane {
        note: "all the cloud sees",
        spans: &spans,
        badges: vec![
            Piece::new("✗ 1 leak", Role::Leak, 0),
            Piece::new("facts 11 kept 0 altered 2 dropped", Role::Dim, 1),
            Piece::new("212 tok", Role::Dim, 2),
        ],
        ..Pane::new(2, "Sanitized abstraction", Side::Cloud, &text)
    }
    .render(area, buf, theme);
}

fn pane_problem(area: Rect, buf: &mut Buffer, theme: &Theme) {
    let text = StreamBuffer::from("load_A 20:00-21:30: the $0.22 band begins");
    let problem = Problem {
        mark: "✗",
        what: "stream cut",
        detail: "api.openai.com closed the connection before the answer was complete. What came is kept.",
        action: Some(("r", "retry this stage")),
        role: Role::Error,
    };
    Pane { model: "gpt-5.4", problem: Some(problem), ..Pane::new(3, "Cloud answer", Side::Cloud, &text) }
        .render(area, buf, theme);
}

fn pane_thinking_open(area: Rect, buf: &mut Buffer, theme: &Theme) {
    let text = StreamBuffer::from("load_A 20:00-21:30.");
    let thinking = StreamBuffer::from("First the tariff: the cheap band that ends in time begins at 20:00.");
    let thinking = Some(Thinking { tokens: 41, estimated: false, open: true, stayed_home: false, text: &thinking });
    Pane { thinking, ..Pane::new(3, "Cloud answer", Side::Cloud, &text) }.render(area, buf, theme);
}

fn pane_wide_text(area: Rect, buf: &mut Buffer, theme: &Theme) {
    let source = "- 食器洗い機は20時に始めます。\n- e\u{301}te\u{301} ❤\u{fe0f} 👩\u{200d}👩\u{200d}👧 ok\n\ttab";
    let text = StreamBuffer::from(source);
    let spans = spans(source, &[("食器洗い機", Role::Private)]);
    Pane { spans: &spans, ..Pane::new(0, "日本語", Side::Local, &text) }.render(area, buf, theme);
}

fn fog_line(area: Rect, buf: &mut Buffer, theme: &Theme) {
    let crossing = |row, outward, bytes, moving, leak| Crossing { row, outward, bytes, sha256: None, moving, leak };
    FogLine {
        crossings: vec![
            crossing(1, true, Some(847), false, false),
            crossing(6, false, Some(1_240), true, false),
            crossing(10, true, Some(12), false, true),
        ],
    }
    .render(area, buf, theme);
}

fn stages() -> Vec<Stage<'static>> {
    let stage = |name, side, start, first, end| Stage {
        name,
        side,
        start,
        first,
        end,
        waited: 0,
        waited_late: 0,
        status: end.map(|_| Status::Done),
        tokens: None,
        estimated: false,
        cost_usd: None,
        note: "",
    };
    vec![
        Stage {
            tokens: Some((812, 301)),
            cost_usd: Some(0.0),
            ..stage("abstract", Side::Local, Some(0), Some(1_900), Some(6_200))
        },
        Stage {
            tokens: Some((340, 205)),
            cost_usd: Some(0.0039),
            estimated: true,
            status: None,
            waited: 1_000,
            ..stage("solve", Side::Cloud, Some(6_200), Some(7_900), Some(9_800))
        },
        stage("reframe", Side::Local, None, None, None),
    ]
}

fn totals() -> Vec<Piece> {
    vec![
        Piece::new("total 9.8 s", Role::Text, 0),
        Piece::new("847 B crossed", Role::Crossing, 2),
        Piece::new("~$0.0039", Role::Text, 0),
        Piece::new("cloud-only ~$0.0061", Role::Dim, 3),
        Piece::new("saved 36 %", Role::Ok, 1),
    ]
}

fn timeline(area: Rect, buf: &mut Buffer, theme: &Theme) {
    Timeline { stages: stages(), axis_ms: axis(9_800), totals: totals() }.render(area, buf, theme);
}

fn timeline_failed(area: Rect, buf: &mut Buffer, theme: &Theme) {
    let mut stages = stages();
    stages[1].status = Some(Status::Truncated);
    stages[2].status = Some(Status::Skipped);
    stages[2].note = "`solve` did not finish";
    Timeline { stages, axis_ms: axis(9_800), totals: totals() }.render(area, buf, theme);
}

fn header(area: Rect, buf: &mut Buffer, theme: &Theme) {
    let model = |side, name| ModelBadge { side, name, reach: "loopback", simulated: true, health: Health::Ready };
    Header {
        pattern: "Sanitize-and-Solve",
        params: "",
        axes: "local-first · always · privacy",
        models: vec![model(Side::Local, "gemma4:e4b"), model(Side::Cloud, "gpt-5.4")],
        policy: Policy::Ask,
        session: "session $0.0142",
        holds: false,
    }
    .render(area, buf, theme);
}

fn header_real(area: Rect, buf: &mut Buffer, theme: &Theme) {
    let model = |side, name, reach, health| ModelBadge { side, name, reach, simulated: false, health };
    let home = model(Side::Local, "gemma4:e4b", "LAN", Health::Down);
    let cloud = ModelBadge { simulated: true, ..model(Side::Cloud, "gpt-5.4", "internet", Health::Unknown) };
    Header {
        pattern: "Sanitize-and-Solve",
        params: "",
        axes: "local-first · always · privacy",
        models: vec![home, cloud],
        policy: Policy::Allow,
        session: "session $0",
        holds: false,
    }
    .render(area, buf, theme);
}

const HINTS: &[Hint<'static>] = &[
    Hint { key: "^R", label: "run" },
    Hint { key: "d", label: "diff" },
    Hint { key: "z", label: "zoom" },
    Hint { key: "s", label: "scenarios" },
    Hint { key: "p", label: "patterns" },
    Hint { key: "y", label: "copy" },
    Hint { key: "t", label: "theme" },
    Hint { key: "^X", label: "cancel" },
    Hint { key: "f", label: "follow" },
    Hint { key: "^Q", label: "quit" },
];

const HELP: Hint<'static> = Hint { key: "?", label: "help" };

fn footer(area: Rect, buf: &mut Buffer, theme: &Theme) {
    Footer { hints: HINTS.to_vec(), last: Some(HELP), toast: None }.render(area, buf, theme);
}

fn footer_toast(area: Rect, buf: &mut Buffer, theme: &Theme) {
    let toast = Toast { text: "sent to the terminal's clipboard", role: Role::Ok };
    Footer { hints: HINTS.to_vec(), last: Some(HELP), toast: Some(toast) }.render(area, buf, theme);
}

fn help(area: Rect, buf: &mut Buffer, theme: &Theme) {
    let hints = |pairs: &[(&'static str, &'static str)]| pairs.iter().map(|(key, label)| Hint { key, label }).collect();
    let sections = vec![
        Section {
            title: "Run",
            entries: hints(&[("^R", "run the pattern"), ("^X", "cancel"), ("r", "retry a stage")]),
        },
        Section {
            title: "Panes",
            entries: hints(&[
                ("1-4", "focus a pane"),
                ("Tab", "next pane"),
                ("z", "zoom"),
                ("f", "follow the end"),
                ("j k", "scroll"),
                ("y", "copy the pane"),
                ("^S", "save the pane to a file"),
            ]),
        },
        Section { title: "Prompt", entries: hints(&[("e", "edit the question"), ("^E", "open in $EDITOR")]) },
        Section { title: "Views", entries: hints(&[("d", "raw vs abstraction"), ("t", "next theme"), ("?", "help")]) },
    ];
    Help { sections, top: 0, hints: vec![Hint { key: "Esc", label: "close" }] }.render(area, buf, theme);
}

fn picker(area: Rect, buf: &mut Buffer, theme: &Theme) {
    let item = |name, note, current, enabled| Item { name, note, current, enabled };
    Picker {
        title: "Pattern",
        filter: "",
        items: vec![
            item("Sanitize-and-Solve", "privacy", true, true),
            item("Local only", "baseline", false, true),
            item("Cloud only", "baseline", false, true),
            item("Escalate-on-Hard", "cost", false, false),
        ],
        selected: 2,
        detail: "The cloud gets question and context as they are. The baseline that says what privacy costs.\n\n1 cloud call",
        empty: "no pattern matches",
        hints: vec![Hint { key: "Enter", label: "choose" }, Hint { key: "Esc", label: "back" }],
    }
    .render(area, buf, theme);
}

fn patterns(asked: Option<usize>, selected: Option<usize>, area: Rect, buf: &mut Buffer, theme: &Theme) {
    let question =
        |text, short, answers: &[&'static str], given| Question { text, short, answers: answers.to_vec(), given };
    let entry = |name, fits: bool, calls: &str, cost: &str, time: &str, line: &str| Entry {
        name,
        badge: "",
        current: false,
        fits,
        calls: calls.to_owned(),
        cost: cost.to_owned(),
        time: time.to_owned(),
        line: line.to_owned(),
        role: if fits { Role::Text } else { Role::Dim },
    };
    let told = "The cloud sees only the fields problem and target that the local model wrote.";
    PatternPicker {
        questions: vec![
            question("Who should act first?", "Who first?", &["any", "local", "cloud", "both"], 1),
            question("When may the cloud be called?", "Cloud when?", &["any", "every run", "if needed", "background", "never"], 0),
            question("Why split the work?", "Why split?", &["any", "privacy", "cost", "latency", "reliability"], 1),
        ],
        asked,
        filter: if asked.is_some() { "" } else { "o" },
        entries: vec![
            Entry { current: true, ..entry("Sanitize-and-Solve", true, "2 local  1 cloud", "$0.0032", "9.8 s", told) },
            entry("Plan-then-Ground", false, "2 local  1 cloud", "", "", "acts cloud-first"),
            entry("Escalate-on-Hard", false, "4 local  1 cloud", "$0", "4.1 s", "is for cost and latency"),
            entry("Draft-then-Refine", false, "1 local  1 cloud", "", "", "is for latency"),
            entry("Cross-Check", false, "4 local  3 cloud", "$0.0210", "31.4 s", "both sides act at once · is for reliability"),
            entry("Local only", false, "1 local         ", "", "", "names no purpose"),
            Entry { badge: "yours", ..entry("Translate, ask, translate back", true, "2 local  1 cloud", "", "", told) },
            Entry { role: Role::Error, ..entry("broken.toml", false, "", "", "", "✗ does not check: line 3: no such direction") },
        ],
        total: 8,
        selected,
        fitting: "2 of 7 fit",
        detail: if asked.is_some() {
            "local: The local model reads first. The cloud gets at most what the pattern lets across the line."
        } else {
            "The cloud sees only the fields problem and target that the local model wrote.\nlocal-first · always · \
                privacy\nThe local model abstracts the private problem, the cloud solves the abstraction.\nMeasured here: \
                $0.0032 and 9.8 s a run, mean of 3 runs, simulated"
        },
        hints: vec![Hint { key: "Enter", label: "choose" }, Hint { key: "Esc", label: "back" }],
    }
    .render(area, buf, theme);
}

fn pattern_picker(area: Rect, buf: &mut Buffer, theme: &Theme) {
    patterns(None, Some(0), area, buf, theme);
}

fn pattern_picker_asking(area: Rect, buf: &mut Buffer, theme: &Theme) {
    patterns(Some(0), None, area, buf, theme);
}

fn params(area: Rect, buf: &mut Buffer, theme: &Theme) {
    let row = |name, value: &str, default: &str, range, doc| Row {
        name,
        value: value.to_owned(),
        default: default.to_owned(),
        range,
        doc,
    };
    Params {
        pattern: "Escalate-on-Hard",
        rows: vec![
            row("mode", "propose", "both", Range::Choices(vec!["both", "propose"]), "who answers"),
            row("rounds", "3", "", Range::Number(None), "how often"),
            row(
                "threshold",
                "0.65",
                "0.6",
                Range::Number(Some((0.65, "0 to 1".to_owned()))),
                "how hard a question has to be before the cloud is asked: at 0 always, at 1 never",
            ),
        ],
        selected: 2,
        hints: [("← →", "value"), ("d", "default"), ("Enter", "done"), ("Esc", "back")]
            .map(|(key, label)| Hint { key, label })
            .to_vec(),
    }
    .render(area, buf, theme);
}

fn header_params(area: Rect, buf: &mut Buffer, theme: &Theme) {
    let model = |side, name| ModelBadge { side, name, reach: "loopback", simulated: true, health: Health::Ready };
    Header {
        pattern: "Escalate-on-Hard",
        params: "threshold 0.65",
        axes: "local-first · conditional · cost, latency",
        models: vec![model(Side::Local, "gemma4:e4b"), model(Side::Cloud, "gpt-5.4")],
        policy: Policy::Ask,
        session: "session $0.0142",
        holds: false,
    }
    .render(area, buf, theme);
}

fn prompt(area: Rect, buf: &mut Buffer, theme: &Theme) {
    let value = "/home/mark/notes/2026/household/memory-of-the-devices-and-people.txt";
    Prompt {
        title: "Open a file as context",
        value,
        cursor: value.len(),
        placeholder: "path",
        error: Some("no such file: check the path, or press Esc to keep the context as it is"),
        hints: vec![Hint { key: "Enter", label: "open" }, Hint { key: "Esc", label: "back" }],
    }
    .render(area, buf, theme);
}

fn confirm(area: Rect, buf: &mut Buffer, theme: &Theme) {
    Confirm {
        title: "Cancel the run?",
        role: Role::Focus,
        text: "Two stages are done and stay. The answer of `solve` ends where it is.",
        hints: vec![Hint { key: "y", label: "cancel the run" }, Hint { key: "Esc", label: "let it run" }],
    }
    .render(area, buf, theme);
}

fn finding(class: Class, kind: &str, reason: &str, text: &str, word: &str, placeholder: Option<&str>) -> Finding {
    let byte = text.find(word).expect("the word is in the text");
    let start = text[..byte].chars().count();
    Finding {
        class,
        kind: kind.to_owned(),
        detector: "vault".to_owned(),
        reason: reason.to_owned(),
        field: "/input/0/content".to_owned(),
        start,
        end: start + word.chars().count(),
        placeholder: placeholder.map(str::to_owned),
        bare: None,
        detected: false,
    }
}

/// What the view says of a request, before scenes change it.
fn approve(text: &str, findings: &[Finding], masked: &[usize], look: impl FnOnce(ApprovalView<'_>)) {
    let field = |pointer: &str, text: &str| Field { pointer: pointer.to_owned(), text: text.to_owned() };
    let fields = [field("/instructions", "You plan loads."), field("/input/0/content", text)];
    let (outgoing, moved) = as_masked(&fields, findings, masked);
    let rest = "POST http://127.0.0.1:40123/v1/responses\ncontent-type: application/json\n{\n  \"instructions\": \"…\",\n  \"input\": [\n    {\n      \"content\": \"…\",\n      \
        \"role\": \"user\"\n    }\n  ],\n  \"model\": \"gpt-5.4\"\n}";
    let shown = marks::mark(&outgoing, &moved, masked, moved.len(), rest);
    let groups = grouped(&fields, findings);
    let rows = groups.iter().map(|group| {
        let first = &findings[group.places[0]];
        Listed::Value(Found {
            kind: &first.kind,
            count: group.places.len(),
            value: group.value.as_deref().unwrap_or_default(),
            placeholder: first.placeholder.as_deref().unwrap_or_default(),
            masked: masked.contains(&group.places[0]),
            detail: format!("{} · by `{}`", first.reason, first.detector),
        })
    });
    let chosen: Vec<(usize, usize)> =
        groups.first().iter().flat_map(|group| &group.places).filter_map(|place| shown.places[*place]).collect();
    let passing = groups.iter().filter(|group| !masked.contains(&group.places[0])).count();
    look(ApprovalView {
        stage: "solve · e edits the prompt".to_owned(),
        model: "gpt-5.4",
        simulated: true,
        destination: "http://127.0.0.1:40123/v1/responses",
        reach: "loopback".to_owned(),
        headers: &[("content-type".to_owned(), "application/json".to_owned())],
        sha256: if masked.is_empty() {
            "3fa94c01a7be55d2f0c9a1b2c3d4e5f60718293a4b5c6d7e8f9012345678c21e"
        } else {
            "known when it goes"
        },
        tokens: 212,
        cost: Cost { input: Some(0.0006), usual: None, most: Some(0.0123), per_million: Some(10.0) },
        reveals: &["question".to_owned()],
        marked: &shown,
        edited: false,
        only_detectors: false,
        tally: Tally {
            values: groups.len(),
            passing,
            guarded: passing,
            quantities: findings.iter().filter(|finding| !finding.class.acted_on()).count(),
            bytes: 847,
        },
        rows: (0, rows.collect()),
        count: groups.len(),
        groups: 0,
        selected: 0,
        chosen: &chosen,
        top: 0,
        word: None,
        hints: [
            ("s", if masked.is_empty() { "send" } else { "send masked" }),
            ("Space", "mask/pass"),
            ("m", "mask all"),
            ("e", "edit"),
            ("b", "block"),
            ("n", "finding"),
            ("Esc", "look away"),
        ]
        .map(|(key, label)| Hint { key, label })
        .to_vec(),
    });
}

fn leaky() -> (String, [Finding; 4]) {
    let text = format!("{ABSTRACTION} Maya sleeps; write to mark@example.org. Not Maya.");
    let at = |word: &str| text.rfind(word).map(|byte| text[..byte].chars().count()).expect("it is there");
    let maya =
        finding(Class::Vault, "PERSON", "a private value of this run, [PERSON_1]", &text, "Maya", Some("[PERSON_1]"));
    let again = Finding { start: at("Maya"), end: at("Maya") + 4, ..maya.clone() };
    let mail = finding(
        Class::Identifier,
        "EMAIL",
        "looks like an e-mail address",
        &text,
        "mark@example.org",
        Some("[EMAIL_1]"),
    );
    let mail = Finding { detector: "email".to_owned(), ..mail };
    let time = finding(Class::Quantity, "TIME", "a clock time", &text, "22:30", None);
    (text, [time, maya, mail, again])
}

fn approval(area: Rect, buf: &mut Buffer, theme: &Theme) {
    let (text, findings) = leaky();
    approve(&text, &findings, &[1, 2, 3], |view| view.render(area, buf, theme));
}

fn approval_passing(area: Rect, buf: &mut Buffer, theme: &Theme) {
    let (text, findings) = leaky();
    approve(&text, &findings, &[2], |view| {
        let mut rows = view.rows.1.clone();
        rows.insert(0, together());
        let (count, tally) = (rows.len(), Tally { passing: 1, ..view.tally });
        ApprovalView { rows: (0, rows), count, groups: 1, selected: 1, tally, ..view }.render(area, buf, theme);
    });
}

fn together() -> Listed<'static> {
    static OPEN: [String; 0] = [];
    Listed::Together(Together {
        kinds: "BIRTHDATE, PLACE, WORK, AGE".to_owned(),
        why: "few people share all of these: age, place, work, condition",
        open: &OPEN,
        masked: &OPEN,
    })
}

/// A group looked at above a list too long for the room, on the way to a host with a long name.
fn approval_together(area: Rect, buf: &mut Buffer, theme: &Theme) {
    let text = "Gideon Pryce of Harrowgate Dental Laboratories, a 67-year-old from Harrowgate, turned 68.";
    let person = finding(
        Class::Identifier,
        "PERSON",
        "found in your input: a name, by the names model",
        text,
        "Gideon Pryce of Harrowgate Dental Laboratories",
        Some("[ORGANISATION_14]"),
    );
    approve(text, &[person], &[0], |view| {
        let open = ["67".to_owned(), "from Harrowgate".to_owned()];
        let masked = ["[ORGANISATION_14]".to_owned()];
        let Listed::Together(group) = together() else { return };
        let group = Listed::Together(Together { open: &open, masked: &masked, ..group });
        let mut rows = vec![group];
        rows.extend(view.rows.1.iter().cloned().cycle().take(30));
        let at = |word: &str| view.marked.text.text().find(word).map(|start| (start, start + word.len()));
        let chosen: Vec<(usize, usize)> = [at("[ORGANISATION_14]"), at("67")].into_iter().flatten().collect();
        let view = ApprovalView {
            destination: "https://a-resource-with-a-long-name.openai.azure.com/openai/deployments/gpt/responses?api-version=1",
            reach: "internet, through the proxy proxy.example.net:3128".to_owned(),
            rows: (0, rows),
            count: 31,
            groups: 1,
            chosen: &chosen,
            tally: Tally { values: 30, passing: 0, guarded: 0, quantities: 19, ..view.tally },
            ..view
        };
        view.render(area, buf, theme);
    });
}

fn approval_word(area: Rect, buf: &mut Buffer, theme: &Theme) {
    let (text, findings) = leaky();
    approve(&text, &findings, &[2], |view| {
        let word = Some(Word { wanted: "PERSON", typed: "PER", count: 1, kinds: "PERSON".to_owned() });
        let hints = vec![Hint { key: "Enter", label: "send" }, Hint { key: "Esc", label: "back" }];
        ApprovalView { word, hints, ..view }.render(area, buf, theme);
    });
}

fn approval_clean(area: Rect, buf: &mut Buffer, theme: &Theme) {
    let findings = [finding(Class::Quantity, "TIME", "a clock time", ABSTRACTION, "22:30", None)];
    approve(ABSTRACTION, &findings, &[], |view| view.render(area, buf, theme));
}

fn diff_crossing(area: Rect, buf: &mut Buffer, theme: &Theme) {
    let comparison = Comparison::crossing(RAW, ABSTRACTION);
    let (a, b) = (("Raw prompt", Side::Local), ("What the cloud saw", Side::Cloud));
    DiffView { comparison: &comparison, a, b, top: 0 }.render(area, buf, theme);
}

fn diff_changes(area: Rect, buf: &mut Buffer, theme: &Theme) {
    let before = "Run it later.\nStart at 20:00, it costs $0.26.\nMaya can sleep.";
    let after =
        "Run it later.\nStart at 20:30, it costs about $0.264 instead of $0.540.\nThe EV can wait.\nMaya can sleep.";
    let comparison = Comparison::changes(before, after);
    let (a, b) = (("Run 3f2a", Side::Local), ("Run 81bc", Side::Local));
    DiffView { comparison: &comparison, a, b, top: 0 }.render(area, buf, theme);
}

fn too_small(area: Rect, buf: &mut Buffer, theme: &Theme) {
    too_small::render(area, (40, 12), buf, theme);
}
