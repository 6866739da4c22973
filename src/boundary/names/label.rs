//! What the names model can take a word for, and how sure it has to be.

/// A kind of word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Label {
    Given,
    Surname,
    Email,
    Phone,
    Url,
    TaxId,
    Account,
    Routing,
    GovernmentId,
    Passport,
    License,
    Building,
    Street,
    Secondary,
    City,
    State,
    Postcode,
}

/// What belongs together in one span.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    Person,
    Place,
    /// A number, of one label.
    Number(Label),
}

impl Label {
    /// The family, with the least certainty at which a word counts; `None` for what patterns find better.
    pub(super) fn family(self) -> Option<(Family, f32)> {
        match self {
            Self::Given | Self::Surname => Some((Family::Person, 0.4)),
            Self::Building => Some((Family::Place, 0.3)),
            Self::Street | Self::Secondary | Self::City => Some((Family::Place, 0.4)),
            Self::State | Self::Postcode => Some((Family::Place, 0.5)),
            // Many numbers look like one of these; what has a shape is found by it.
            Self::GovernmentId | Self::Passport | Self::License => Some((Family::Number(self), 0.7)),
            Self::Phone => Some((Family::Number(self), 0.8)),
            Self::TaxId | Self::Account | Self::Routing | Self::Email | Self::Url => None,
        }
    }
}

/// The network's answers by position (`config.json` of the weights, `id2label`). The beginning and the inside of a name are
/// one label here.
pub(super) const LABELS: [Option<Label>; 35] = {
    use Label::{
        Account, Building, City, Email, Given, GovernmentId, License, Passport, Phone, Postcode, Routing, Secondary,
        State, Street, Surname, TaxId, Url,
    };
    const fn both(label: Label) -> [Option<Label>; 2] {
        [Some(label), Some(label)]
    }
    let [g, h] = both(Given);
    let [s, t] = both(Surname);
    let [e, f] = both(Email);
    let [p, q] = both(Phone);
    let [u, v] = both(Url);
    let [x, y] = both(TaxId);
    let [a, b] = both(Account);
    let [r, w] = both(Routing);
    let [i, j] = both(GovernmentId);
    let [k, l] = both(Passport);
    let [m, n] = both(License);
    let [bu, bv] = both(Building);
    let [st, su] = both(Street);
    let [se, sf] = both(Secondary);
    let [ci, cj] = both(City);
    let [sa, sb] = both(State);
    let [po, pp] = both(Postcode);
    [
        None, g, h, s, t, e, f, p, q, u, v, x, y, a, b, r, w, i, j, k, l, m, n, bu, bv, st, su, se, sf, ci, cj, sa, sb,
        po, pp,
    ]
};

/// What the network takes one word for.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Guess {
    /// What is likeliest, apart from nothing at all.
    pub(super) label: Option<Label>,
    /// How sure it is of that, 0 to 1.
    pub(super) sure: f32,
}

impl Guess {
    /// From the probabilities of a word's pieces (by position, as [`LABELS`]): their mean, label by label.
    pub(super) fn from_pieces(pieces: &[Vec<f32>]) -> Self {
        let mut totals: Vec<(Label, f32)> = Vec::new();
        for piece in pieces {
            for (label, share) in LABELS.iter().zip(piece) {
                let Some(label) = label else { continue };
                match totals.iter_mut().find(|(other, _)| other == label) {
                    Some((_, total)) => *total += share,
                    None => totals.push((*label, *share)),
                }
            }
        }
        let best = totals.into_iter().max_by(|a, b| a.1.total_cmp(&b.1));
        let pieces = pieces.len().max(1) as f32;
        best.map_or(Self::default(), |(label, total)| Self { label: Some(label), sure: total / pieces })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_positions_are_those_of_the_weights() {
        const CONFIG: &str = include_str!("../../../assets/names/config.json");
        let config: serde_json::Value = serde_json::from_str(CONFIG).unwrap();
        let names = config["id2label"].as_object().unwrap();
        assert_eq!(names.len(), LABELS.len());
        for (at, label) in LABELS.iter().enumerate() {
            let name = names[&at.to_string()].as_str().unwrap();
            let got = label.map_or("O".to_owned(), |label| format!("{label:?}").to_uppercase());
            let expected = match name.trim_start_matches("B-").trim_start_matches("I-") {
                "GIVEN_NAME" => "GIVEN".to_owned(),
                "TAX_ID" => "TAXID".to_owned(),
                "BANK_ACCOUNT" => "ACCOUNT".to_owned(),
                "ROUTING_NUMBER" => "ROUTING".to_owned(),
                "GOVERNMENT_ID" => "GOVERNMENTID".to_owned(),
                "DRIVERS_LICENSE" => "LICENSE".to_owned(),
                "BUILDING_NUMBER" => "BUILDING".to_owned(),
                "STREET_NAME" => "STREET".to_owned(),
                "SECONDARY_ADDRESS" => "SECONDARY".to_owned(),
                "ZIP_CODE" => "POSTCODE".to_owned(),
                other => other.to_owned(),
            };
            assert_eq!(got, expected, "{at}");
        }
    }

    #[test]
    fn a_word_is_the_mean_of_its_pieces() {
        let piece = |at: usize, share: f32| {
            let mut piece = vec![0.0; LABELS.len()];
            piece[at] = share;
            piece
        };
        // The beginning of a given name, and its inside.
        let guess = Guess::from_pieces(&[piece(1, 0.9), piece(2, 0.5)]);
        assert_eq!(guess.label, Some(Label::Given));
        assert!((guess.sure - 0.7).abs() < 1e-6);
        assert_eq!(Guess::from_pieces(&[]), Guess::default());
    }
}
