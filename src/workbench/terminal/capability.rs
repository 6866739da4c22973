//! How many colours the terminal shows, from the environment alone: asking the terminal could block typing.

use crate::workbench::theme::Depth;

/// The variable that overrides what is detected (SSH does not pass `COLORTERM` on).
pub const OVERRIDE: &str = "FOGLINE_COLOR";

/// The depth to draw in.
///
/// # Errors
/// When the override names no depth.
pub fn depth(var: impl Fn(&str) -> Option<String>) -> Result<Depth, String> {
    match var(OVERRIDE).filter(|name| !name.is_empty()) {
        Some(name) => Depth::from_name(&name)
            .ok_or_else(|| format!("{OVERRIDE}={name} names no colour depth: use truecolor, 256, 16 or none")),
        None => Ok(Depth::detect(var)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(vars: &[(&str, &str)]) -> Result<Depth, String> {
        depth(|name| vars.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn the_override_wins_over_everything() {
        assert_eq!(found(&[("FOGLINE_COLOR", "truecolor"), ("NO_COLOR", "1")]), Ok(Depth::True));
        assert_eq!(found(&[("FOGLINE_COLOR", "none"), ("COLORTERM", "truecolor")]), Ok(Depth::None));
        assert_eq!(found(&[("NO_COLOR", "1"), ("COLORTERM", "truecolor")]), Ok(Depth::None));
        assert!(found(&[("FOGLINE_COLOR", "many")]).unwrap_err().contains("256"));
    }
}
