//! Table tests over whole files: what is refused, where, and with which words.

use super::*;
use crate::pattern::library::Library;
use crate::pattern::{FieldKind, Param, StageKind};
use crate::text::located::Problem;

const HEAD: &str = "id = \"p\"\nname = \"P\"\ndirection = \"local-first\"\ntrigger = \"always\"\nanswer = \"end\"\n";

/// A three-stage pattern with the cloud stage's body replaceable; the cloud stage begins on line 14.
fn three(cloud: &str) -> String {
    format!(
        "{HEAD}
[[stage]]
id = \"start\"
side = \"local\"
prompt = \"{{{{ question }}}} {{{{ context }}}}\"
[stage.reply]
gist = \"text\"
mapping = \"map\"
public = [\"gist\"]
[[stage]]
id = \"mid\"
side = \"cloud\"
{cloud}
[[stage]]
id = \"end\"
side = \"local\"
prompt = \"{{{{ mid.text }}}} {{{{ start }}}}\"
"
    )
}

fn check(text: &str) -> Vec<String> {
    match parse("p.toml", text, Source::Builtin) {
        Ok(_) => Vec::new(),
        Err(problems) => problems.iter().map(Problem::to_string).collect(),
    }
}

fn parsed(text: &str) -> Pattern {
    parse("p.toml", text, Source::Builtin).unwrap_or_else(|problems| panic!("{problems:?}"))
}

#[test]
fn the_shipped_files_are_clean() {
    let library = Library::load(None);
    assert_eq!(library.problems, []);
    let ids: Vec<&str> = library.patterns.iter().map(|pattern| pattern.id.as_str()).collect();
    assert_eq!(
        ids,
        [
            "sanitize-and-solve",
            "plan-then-ground",
            "escalate-on-hard",
            "draft-then-refine",
            "cross-check",
            "local-only",
            "cloud-only",
        ]
    );
}

#[test]
fn needs_come_from_the_templates() {
    let pattern = parsed(&three("prompt = \"{{ start.gist }}\""));
    let needs: Vec<&[String]> = pattern.stages.iter().map(|stage| stage.needs.as_slice()).collect();
    assert_eq!(needs, [&[][..], &["start".to_owned()][..], &["start".to_owned(), "mid".to_owned()][..]]);
    let order: Vec<&str> = pattern.order().iter().map(|stage| stage.id.as_str()).collect();
    assert_eq!(order, ["start", "mid", "end"]);
    let done = ["start".to_owned()].into();
    assert_eq!(pattern.ready(&done).iter().map(|stage| stage.id.as_str()).collect::<Vec<_>>(), ["mid"]);
}

#[test]
fn a_contract_keeps_file_order_and_a_title_is_made_from_the_id() {
    let pattern = parsed(&three("prompt = \"{{ start.gist }}\""));
    let reply = pattern.stages[0].reply.as_ref().unwrap();
    assert_eq!(reply.fields, [("gist".to_owned(), FieldKind::Text), ("mapping".to_owned(), FieldKind::Map)]);
    assert_eq!(pattern.stages[0].title, "Start");
}

#[test]
fn private_values_on_the_cloud_side_are_refused_by_file_stage_value_and_line() {
    for (cloud, value) in [
        ("prompt = \"{{ context }}\"", "`context`"),
        ("prompt = \"{{ start.mapping }}\"", "`start.mapping`"),
        ("prompt = \"{{ start.text }}\"", "`start.text`"),
        ("prompt = \"{{ start }}\"", "`start` as a whole"),
        ("prompt = \"{{ start['mapping'] }}\"", "`start` as a whole"),
        ("prompt = \"{% set s = start %}{{ s.mapping }}\"", "`start` as a whole"),
        ("prompt = \"{% for k in start %}{{ k }}{% endfor %}\"", "`start` as a whole"),
        ("prompt = \"{% with q = question %}{{ q }}{% endwith %}\"", "`question`"),
        ("prompt = \"{{ start|items }}\"", "`start` as a whole"),
        ("prompt = \"{{ start.gist }}\"\nsystem = \"{{ question|upper }}\"", "`question`"),
    ] {
        let found = check(&three(cloud));
        assert_eq!(found.len(), 1, "{cloud}: {found:?}");
        assert!(found[0].starts_with("p.toml:1"), "{found:?}");
        assert!(found[0].contains("stage `mid`: cloud stage uses the private value"), "{found:?}");
        assert!(found[0].contains(value) && found[0].contains("reveals"), "{cloud}: {found:?}");
    }
}

#[test]
fn the_line_is_that_of_the_template() {
    let text = three("prompt = \"\"\"\nOne.\nTwo context words.\n{{ start.gist }} {{ context }}\n\"\"\"");
    let line = text.lines().position(|line| line.contains("{{ context }}") && line.contains("gist")).unwrap() + 1;
    let found = check(&text);
    assert!(found[0].starts_with(&format!("p.toml:{line}:")), "{found:?}");
    assert!(found[0].contains("declare `reveals = [\"context\"]`"), "{found:?}");
}

#[test]
fn reveals_open_exactly_what_they_name() {
    for (cloud, clean) in [
        ("reveals = [\"context\"]\nprompt = \"{{ context }}\"", true),
        ("reveals = [\"start.text\"]\nprompt = \"{{ start.text }}\"", true),
        ("reveals = [\"start\"]\nprompt = \"{{ start }} {{ start.mapping }}\"", true),
        ("reveals = [\"start.mapping\"]\nprompt = \"{{ start.mapping.a }}\"", true),
        ("reveals = [\"start.text\"]\nprompt = \"{{ start.text }} {{ start.mapping }}\"", false),
        ("reveals = [\"question\"]\nprompt = \"{{ question }} {{ context }}\"", false),
    ] {
        assert_eq!(check(&three(cloud)).is_empty(), clean, "{cloud}");
    }
}

#[test]
fn wrong_reveals_are_refused() {
    for (entry, part) in [
        ("start.gist", "public already"),
        ("nothing", "neither `question`"),
        ("start.nothing", "no field `nothing`"),
        ("context", "does not use"),
        ("mid", "public already"),
    ] {
        let found = check(&three(&format!("reveals = [\"{entry}\"]\nprompt = \"{{{{ start.gist }}}}\"")));
        assert_eq!(found.len(), 1, "{entry}: {found:?}");
        assert!(found[0].contains(part), "{entry}: {found:?}");
    }
}

#[test]
fn what_is_wrong_with_a_stage_is_said_with_the_way_out() {
    for (cloud, part) in [
        ("prompt = \"{{ start.gits }}\"", "no field `gits` (did you mean `gist`?)"),
        ("prompt = \"{{ strat.gist }}\"", "unknown name `strat` (did you mean `start`?)"),
        ("prompt = \"{{ start.gist }\"", "stage `mid`"),
        ("prompt = \"{% include 'x' %}{{ start.gist }}\"", "`include` is off"),
        ("prompt = \"{{ start.gist|upcase }}\"", "unknown filter"),
        ("prompt = \"{{ debug() }}{{ start.gist }}\"", "unknown name `debug`"),
        ("prompt = \"{{ signals.hard }}\"", "no signal `hard`"),
        ("prompt = \"{{ params.depth }}\"", "no param `depth`"),
        ("prompt = \"x {{ start.gist }}\"\nthink = \"high\"", "`think` is for local stages: use `effort`"),
        ("prompt = \"x {{ start.gist }}\"\neffort = \"hihg\"", "`effort` cannot be `hihg` (did you mean `high`?)"),
        ("prompt = \"x {{ start.gist }}\"\ntemprature = 1", "unknown key `temprature` (did you mean `temperature`?)"),
        ("prompt = \"x {{ start.gist }}\"\ntemperature = 7", "between 0 and 2"),
        ("prompt = \"x {{ start.gist }}\"\nneeds = [\"gone\"]", "stage `gone`, which does not exist"),
        ("prompt = \"x {{ start.gist }}\"\nneeds = []", "`needs` does not bring it in"),
        ("prompt = \"x {{ start.gist }}\"\nwhen = \"1 +\"", "stage `mid`"),
        ("prompt = \"x {{ start.gist }}\"\nplan = \"start\"", "`plan` is for stages with `kind = \"ground\"`"),
        ("prompt = \"x {{ start.gist }}\"\nkind = \"judge\"\ncandidates = [\"start\"]", "a judge compares two"),
        ("prompt = \" \"", "`prompt` is empty"),
        ("prompt = \"{{ end.text }}\"", "wait for each other: mid needs end needs mid"),
    ] {
        let found = check(&three(cloud));
        assert!(found.iter().any(|line| line.contains(part)), "{cloud}: {found:?}");
    }
}

#[test]
fn what_is_wrong_with_the_pattern_is_said() {
    let good = three("prompt = \"{{ start.gist }}\"");
    for (from, to, part) in [
        (
            "answer = \"end\"",
            "answer = \"edn\"",
            "`answer` names stage `edn`, which does not exist (did you mean `end`?)",
        ),
        ("answer = \"end\"", "answer = \"mid\"", "stage `end`: no answer depends on this stage"),
        ("answer = \"end\"\n", "", "`answer` is missing"),
        ("id = \"p\"\n", "id = \"My Pattern\"\n", "no pattern id"),
        ("id = \"start\"", "id = \"context\"", "means something in templates already"),
        ("id = \"start\"", "id = \"first-step\"", "is not an id"),
        ("id = \"mid\"", "id = \"start\"", "two stages `start`"),
        ("trigger = \"always\"", "trigger = \"sometimes\"", "`trigger` cannot be `sometimes`"),
        ("trigger = \"always\"\n", "", "`trigger` is missing"),
        ("local-first", "cloud-first", "no cloud stage can begin"),
        ("public = [\"gist\"]", "public = [\"mapping\"]", "can never be public"),
        ("public = [\"gist\"]", "public = [\"gits\"]", "which is no field (did you mean `gist`?)"),
        ("mapping = \"map\"", "text = \"map\"", "`text` means something in templates already"),
        ("mapping = \"map\"", "mapping = \"dict\"", "the field `mapping` has to be"),
        ("side = \"cloud\"", "side = \"clout\"", "`side` cannot be `clout` (did you mean `cloud`?)"),
        ("side = \"cloud\"\n", "", "`side` is missing"),
    ] {
        let text = good.replacen(from, to, 1);
        assert_ne!(text, good, "{from}");
        let found = check(&text);
        assert!(found.iter().any(|line| line.contains(part)), "{from} -> {to}: {found:?}");
    }
}

#[test]
fn all_errors_come_at_once() {
    let text = three("prompt = \"{{ context }} {{ gone }}\"\nthink = \"high\"\nbogus = 1");
    let found = check(&text);
    for part in ["private value `context`", "unknown name `gone`", "`think` is for local", "unknown key `bogus`"] {
        assert!(found.iter().any(|line| line.contains(part)), "{part}: {found:?}");
    }
    assert_eq!(found.len(), 4, "{found:?}");
}

#[test]
fn the_kinds_that_run_later_are_understood_and_named_as_such() {
    let text = r#"
id = "escalate"
name = "Escalate"
direction = "local-first"
trigger = "conditional"
purpose = ["cost", "latency"]
answer = ["escalate", "attempt"]
first_answer = "attempt"
[params]
plain = 3
threshold = { default = 0.5, min = 0, max = 1, doc = "how hard is hard" }
mode = { default = "both", choices = ["both", "check"] }
[[signal]]
id = "unsure"
kind = "logprob_quantile"
of = "attempt"
quantile = 0.1
[[signal]]
id = "torn"
kind = "agreement"
of = "attempt"
[[signal]]
id = "long"
kind = "rule"
expr = "1 if question|length > 400 else 0"
[[stage]]
id = "attempt"
side = "local"
samples = 3
logprobs = true
prompt = "{{ question }} {{ context }}"
[[stage]]
id = "escalate"
side = "cloud"
background = true
when = "signals.unsure > params.threshold or signals.long|default(0) > 0.5"
reveals = ["question", "attempt.text"]
prompt = "{{ question }} {{ attempt.text }}"
[stage.schema]
type = "object"
properties = { verdict = { type = "string" }, parts = { type = "array", items = { type = "object", properties = { a = { type = "number" } } } } }
[[stage]]
id = "review"
side = "cloud"
kind = "judge"
candidates = ["attempt", "escalate"]
rubric = ["correct", "complete"]
reveals = ["attempt.text"]
[[stage]]
id = "carry_out"
side = "local"
kind = "ground"
plan = "escalate"
background = true
"#;
    let pattern = parsed(text);
    assert_eq!(pattern.stages[1].needs, ["attempt"]);
    assert_eq!(pattern.stages[2].needs, ["attempt", "escalate"]);
    assert_eq!(pattern.stages[2].kind, StageKind::Judge);
    assert_eq!(pattern.stages[3].needs, ["escalate"]);
    assert_eq!(pattern.params["plain"], Param::Number { default: 3.0, min: None, max: None, doc: None });
    let schema = pattern.stages[1].schema.as_ref().unwrap();
    assert_eq!(schema["required"], serde_json::json!(["parts", "verdict"]));
    assert_eq!(schema["properties"]["parts"]["items"]["additionalProperties"], serde_json::json!(false));
    assert_eq!(pattern.model_calls(), (4, 3));
    assert_eq!(
        pattern.tells_cloud(),
        "If it is called, the cloud sees your question as it is and the local model's text of `attempt`."
    );
    assert!(pattern.read_param("threshold", "0.7").is_ok());
    for (name, value, part) in [
        ("threshold", "2", "takes 0 to 1"),
        ("threshold", "x", "takes a number"),
        ("mode", "none", "`both` or `check`"),
        ("treshold", "1", "did you mean `threshold`"),
    ] {
        assert!(pattern.read_param(name, value).unwrap_err().contains(part));
    }
}

#[test]
fn signals_measure_what_is_there_at_home() {
    let file = |signal: &str, attempt: &str| {
        format!(
            "id = \"e\"\nname = \"E\"\ndirection = \"local-first\"\ntrigger = \"conditional\"\nanswer = [\"ask\", \"attempt\"]\n\
             [[signal]]\nid = \"hard\"\n{signal}\n\
             [[stage]]\nid = \"attempt\"\nside = \"local\"\nprompt = \"{{{{ question }}}}\"\n{attempt}\n\
             [[stage]]\nid = \"ask\"\nside = \"cloud\"\nneeds = [\"attempt\"]\nwhen = \"signals.hard|default(0) > 0.5\"\nprompt = \"x\"\n"
        )
    };
    for (signal, attempt, part) in [
        ("kind = \"rule\"\nexpr = \"question|length > 9\"", "", ""),
        ("kind = \"rule\"\nof = \"attempt\"\nexpr = \"'?' in attempt.text\"", "", ""),
        ("kind = \"rule\"\nexpr = \"'?' in attempt.text\"", "", "write `of = \"attempt\"`"),
        ("kind = \"rule\"\nof = \"attempt\"\nexpr = \"'?' in atempt.text\"", "", "unknown name `atempt` (did you mean"),
        ("kind = \"rule\"\nof = \"attempt\"\nexpr = \"signals.hard\"", "", "combine signals in a stage's `when`"),
        ("kind = \"self_check\"\nof = \"ask\"", "", "measures cloud stage `ask`"),
        ("kind = \"logprob_quantile\"\nof = \"attempt\"", "", "write `logprobs = true` in stage `attempt`"),
        ("kind = \"logprob_quantile\"\nof = \"attempt\"", "logprobs = true", ""),
        ("kind = \"agreement\"\nof = \"attempt\"", "samples = 3", ""),
        ("kind = \"self_check\"\nof = \"attempt\"", "samples = 3", "nobody compares these samples"),
    ] {
        match parse("p.toml", &file(signal, attempt), Source::Builtin) {
            Ok(_) => assert_eq!(part, "", "{signal}"),
            Err(problems) => {
                let said = problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
                assert!(!part.is_empty() && said.contains(part), "{signal}: {said}");
            }
        }
    }
    let library = Library::load(None);
    assert_eq!(
        library.find("escalate-on-hard").unwrap().model_calls(),
        (5, 1),
        "an attempt, three samples, a self-check"
    );
    assert_eq!(library.find("draft-then-refine").unwrap().model_calls(), (1, 1));
}

#[test]
fn one_plain_line_says_what_the_cloud_is_told() {
    let library = Library::load(None);
    let line = |id: &str| library.find(id).unwrap().tells_cloud();
    assert_eq!(
        line("sanitize-and-solve"),
        "The cloud sees only the fields problem and target that the local model wrote."
    );
    assert_eq!(line("local-only"), "Nothing is sent.");
    assert_eq!(line("escalate-on-hard"), "If it is called, the cloud sees your question and context as they are.");
    assert_eq!(
        line("draft-then-refine"),
        "If it is called, the cloud sees your question as it is and the local model's text of `draft`."
    );
    assert_eq!(line("cloud-only"), "The cloud sees your question and context as they are.");
    assert_eq!(
        parsed(&three("prompt = \"hello\"\nneeds = [\"start\"]")).tells_cloud(),
        "The cloud sees only the pattern's own instructions."
    );
    assert_eq!(library.find("sanitize-and-solve").unwrap().model_calls(), (2, 1));
}

#[test]
fn shipped_prompts_are_not_written_for_the_shipped_scenarios() {
    let scenarios = crate::scenario::Library::load(None).scenarios;
    let terms: Vec<&String> = scenarios.iter().flat_map(|scenario| &scenario.terms).collect();
    assert!(terms.len() > 10);
    for pattern in Library::load(None).patterns {
        for stage in &pattern.stages {
            let text = format!("{} {}", stage.system.as_deref().unwrap_or_default(), stage.prompt).to_lowercase();
            let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).collect();
            for term in &terms {
                assert!(!words.contains(&term.to_lowercase().as_str()), "{}: {term}", stage.id);
            }
        }
    }
}

#[test]
fn the_worked_example_in_the_prompt_meets_the_contract() {
    let library = Library::load(None);
    let stage = library.find("sanitize-and-solve").unwrap().stage("abstract").unwrap().clone();
    let system = stage.system.unwrap();
    let reply = stage.reply.unwrap().read(&system).unwrap();
    assert_eq!(reply["mapping"].as_object().unwrap().len(), 2);
    assert!(!reply["problem"].as_str().unwrap().contains("Ana"));
}

const JUDGED: &str = r#"
id = "judged"
name = "Judged"
direction = "both"
trigger = "always"
answer = "attempt"
params = { mode = { default = "both", choices = ["both", "check"] } }
[[stage]]
id = "attempt"
side = "local"
prompt = "{{ question }}"
[[stage]]
id = "answer_too"
side = "cloud"
when = "params.mode == 'both'"
reveals = ["question"]
prompt = "{{ question }}"
[[stage]]
id = "check_it"
side = "cloud"
when = "params.mode == 'check'"
reveals = ["attempt.text"]
prompt = "{{ attempt.text }}"
[[stage]]
id = "review"
side = "cloud"
kind = "judge"
candidates = ["attempt", ["answer_too", "check_it"]]
reveals = ["attempt.text"]
"#;

#[test]
fn a_judge_may_take_the_first_that_ran_of_several() {
    let pattern = parsed(JUDGED);
    let review = pattern.stage("review").unwrap();
    assert_eq!(review.candidates, [vec!["attempt"], vec!["answer_too", "check_it"]]);
    assert_eq!(review.needs, ["attempt", "answer_too", "check_it"]);
    assert_eq!(
        pattern.model_calls(),
        (1, 3),
        "one of the two that stand in for each other, and a review in both orders"
    );
    for (from, to, why) in [
        (r#"["attempt", ["answer_too", "check_it"]]"#, r#"["attempt", []]"#, "a judge compares two"),
        (r#"["attempt", ["answer_too", "check_it"]]"#, r#"["attempt", ["attempt", "check_it"]]"#, "each stage once"),
        (
            r#"["attempt", ["answer_too", "check_it"]]"#,
            r#"["attempt", 3]"#,
            "a list of strings, or of lists of strings",
        ),
        (
            r#"["answer_too", "check_it"]"#,
            r#"["answer_too", "chekc_it"]"#,
            "names stage `chekc_it`, which does not exist",
        ),
    ] {
        let problems = parse("judged.toml", &JUDGED.replace(from, to), Source::Builtin).unwrap_err();
        assert!(problems.iter().any(|problem| problem.message.contains(why)), "{why}: {problems:?}");
    }
}

#[test]
fn what_is_compared_and_what_comes_of_it_is_private() {
    let hidden = JUDGED.replace("\"check_it\"]]\nreveals = [\"attempt.text\"]", "\"check_it\"]]");
    let problems = parse("judged.toml", &hidden, Source::Builtin).unwrap_err();
    assert!(problems.iter().any(|problem| problem.message.contains("private value `attempt.text`")), "{problems:?}");
    // A report has the private values put back: it is no cloud output, though a cloud model reviewed.
    let further = format!("{JUDGED}\n[[stage]]\nid = \"more\"\nside = \"cloud\"\nprompt = \"{{{{ review.text }}}}\"\n")
        .replace("answer = \"attempt\"", "answer = \"more\"");
    let problems = parse("judged.toml", &further, Source::Builtin).unwrap_err();
    assert!(problems.iter().any(|problem| problem.message.contains("private value `review.text`")), "{problems:?}");
    let told = further.replace("id = \"more\"", "id = \"more\"\nreveals = [\"review.text\"]");
    let told = parsed(&told).tells_cloud();
    assert!(told.contains("the review of the two answers in `review`"), "{told}");
}

#[test]
fn what_is_wrong_with_a_signal_is_told_once_and_at_its_line() {
    let escalate = crate::pattern::library::shipped_source("escalate-on-hard").unwrap();
    let line_of = |text: &str, words: &str| text.lines().position(|line| line.contains(words)).unwrap() + 1;
    for (from, to, at, why) in [
        (
            "kind = \"agreement\"\nof = \"attempt\"",
            "kind = \"agreement\"\nof = \"atempt\"",
            "\"atempt\"",
            "does not exist",
        ),
        ("kind = \"agreement\"", "kind = \"agrement\"", "agrement", "did you mean `agreement`?"),
        ("default = 0.5", "default = 5", "default = 5", "between 0 and 1"),
    ] {
        let text = escalate.replacen(from, to, 1);
        let problems = parse("own.toml", &text, Source::Builtin).unwrap_err();
        let [problem] = problems.as_slice() else { panic!("{problems:?}") };
        assert!(problem.message.contains(why), "{problem:?}");
        assert_eq!(problem.line, line_of(&text, at), "{problem:?}");
    }
}
