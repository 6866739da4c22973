//! The workbench's files: private, never replaced unasked, gone when they should be.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use fogline::workbench::app::SaveError;
use fogline::workbench::app::draft::Draft;
use fogline::workbench::terminal::files::{EditFile, draft_path, load_draft, read_context, save, store_draft};

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn draft() -> Draft {
    Draft { question: "Größe?".into(), context: "Maya\n".into(), scenario: None, pattern: Some("local-only".into()) }
}

#[test]
fn a_draft_comes_back_as_it_was_and_only_its_owner_can_read_it() {
    let home = tempfile::tempdir().unwrap();
    let state = home.path().join("a/b");
    assert_eq!(load_draft(&state), None);
    store_draft(&state, Some(&draft())).unwrap();
    assert_eq!(load_draft(&state), Some(draft()));
    assert_eq!((mode(&draft_path(&state)), mode(&state)), (0o600, 0o700));
    let left: Vec<_> = fs::read_dir(&state).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["draft.json"], "nothing is left beside it");
    store_draft(&state, None).unwrap();
    store_draft(&state, None).unwrap();
    assert_eq!(load_draft(&state), None);
}

#[test]
fn a_draft_that_cannot_be_read_is_left_alone() {
    let home = tempfile::tempdir().unwrap();
    fs::write(draft_path(home.path()), "{\"question\": \"half").unwrap();
    assert_eq!(load_draft(home.path()), None);
    assert!(draft_path(home.path()).exists());
}

#[test]
fn a_pane_is_saved_privately_and_replaces_nothing_unasked() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("answer.txt");
    assert_eq!(save(&path, "Run it later.", false), Ok(14));
    assert_eq!(mode(&path), 0o600);
    assert_eq!(save(&path, "other", false), Err(SaveError::Exists));
    assert_eq!(fs::read_to_string(&path).unwrap(), "Run it later.\n");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    assert_eq!(save(&path, "other\n", true), Ok(6));
    assert_eq!((mode(&path), fs::read_to_string(&path).unwrap().as_str()), (0o600, "other\n"), "made private");
    let nowhere = home.path().join("no/such/dir.txt");
    let Err(SaveError::Failed(reason)) = save(&nowhere, "x", false) else { panic!("it was written") };
    assert!(reason.contains("no/such/dir.txt"), "{reason}");
}

#[test]
fn a_context_is_cleaned_and_what_is_no_text_is_refused_by_name() {
    let home = tempfile::tempdir().unwrap();
    let read = |name: &str, bytes: &[u8]| {
        let path = home.path().join(name);
        fs::write(&path, bytes).unwrap();
        read_context(path.to_str().unwrap())
    };
    let read_text = read("a.txt", b"\xef\xbb\xbfone\r\ntwo \x1b[31mred").unwrap();
    assert!(read_text.starts_with("one\ntwo ") && !read_text.contains('\u{1b}'), "{read_text:?}");
    assert!(read("b.bin", b"\xff\xfe").unwrap_err().contains("UTF-8"));
    assert!(read_context(home.path().to_str().unwrap()).unwrap_err().contains("not a file"));
    assert!(read_context("/no/such/file").unwrap_err().contains("/no/such/file"));
}

#[test]
fn the_file_of_the_external_editor_is_private_and_goes_with_everything_beside_it() {
    let home = tempfile::tempdir().unwrap();
    let file = EditFile::create(home.path(), "question.md", "now?").unwrap();
    let path = file.path().to_owned();
    assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
    assert_eq!(file.read().unwrap(), "now?");
    fs::write(&path, "later?\n").unwrap();
    fs::write(path.with_extension("md~"), "backup").unwrap();
    assert_eq!(file.read().unwrap(), "later?");
    drop(file);
    assert!(!path.parent().unwrap().exists());
}
