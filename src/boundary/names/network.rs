//! The network itself: *Rampart* (National Design Studio, 2026, CC BY 4.0), a BERT of six layers that labels words.
//!
//! Words in, one guess per word out. Not for sentences or spans: see `sentences` and `spans`.

use std::collections::HashMap;
use std::ops::Range;

use rten::{Model, ModelOptions, NodeId, OpRegistry, ValueOrView};
use rten_tensor::prelude::*;
use rten_tensor::{NdTensor, NdTensorView};
use rten_text::models::{Model as _, WordPiece, WordPieceOptions};

use super::label::{Guess, LABELS};
use super::words::Word;

static WEIGHTS: &[u8] = include_bytes!("../../../assets/names/model_q4.onnx");
static VOCABULARY: &str = include_str!("../../../assets/names/vocab.txt");

/// Pieces the network reads at once, its two marks not counted (`max_position_embeddings` 512).
const WINDOW: usize = 510;
/// Pieces two windows share, so that no word is judged without what stands around it.
const SHARED: usize = 96;

/// The loaded network.
pub(super) struct Network {
    model: Model,
    pieces: WordPiece,
    inputs: [NodeId; 3],
    output: NodeId,
    start: u32,
    end: u32,
}

impl Network {
    /// Loads it from the weights in the program: about 60 ms.
    ///
    /// # Errors
    /// What could not be used.
    pub(super) fn load() -> Result<Self, String> {
        let fail = |error: &dyn std::fmt::Display| format!("its weights cannot be loaded: {error}");
        let model = ModelOptions::with_ops(OpRegistry::with_all_ops())
            .load_static_slice(WEIGHTS)
            .map_err(|error| fail(&error))?;
        let node = |name: &str| model.node_id(name).map_err(|error| fail(&error));
        let inputs = [node("input_ids")?, node("attention_mask")?, node("token_type_ids")?];
        let output = node("logits")?;
        let vocabulary: HashMap<String, u32> = VOCABULARY.lines().map(str::to_owned).zip(0..).collect();
        let mark =
            |name: &str| vocabulary.get(name).copied().ok_or_else(|| fail(&format!("no {name} in its vocabulary")));
        let (start, end) = (mark("[CLS]")?, mark("[SEP]")?);
        let pieces = WordPiece::from_vocab(vocabulary, WordPieceOptions::default());
        Ok(Self { model, pieces, inputs, output, start, end })
    }

    /// What it takes each word for. A text of any length is read in full, in windows that overlap, as long as somebody
    /// still wants to know.
    ///
    /// # Errors
    /// What went wrong, without any of the text.
    pub(super) fn guess(&self, words: &[Word], wanted: &dyn Fn() -> bool) -> Result<Vec<Guess>, String> {
        let mut cut: Vec<Vec<u32>> = Vec::with_capacity(words.len());
        for word in words {
            let mut pieces = Vec::new();
            self.pieces
                .encode_with_offsets(&word.read, &mut |_, id| pieces.push(id))
                .map_err(|_| "a word could not be cut into pieces".to_owned())?;
            cut.push(pieces);
        }
        let lengths: Vec<usize> = cut.iter().map(Vec::len).collect();
        let mut guesses = vec![Guess::default(); words.len()];
        for window in windows(&lengths) {
            if !wanted() {
                return Err("nobody waits for it".to_owned());
            }
            let part = cut.get(window.clone()).unwrap_or_default();
            let seen = self.run(part)?;
            // Where windows overlap, the surer guess that something is a name counts.
            for (guess, new) in guesses.get_mut(window).unwrap_or_default().iter_mut().zip(seen) {
                if new.sure > guess.sure {
                    *guess = new;
                }
            }
        }
        Ok(guesses)
    }

    /// One run of the network over words that fit into a window.
    fn run(&self, words: &[Vec<u32>]) -> Result<Vec<Guess>, String> {
        let ids: Vec<i32> = std::iter::once(self.start)
            .chain(words.iter().flatten().copied())
            .chain(std::iter::once(self.end))
            .map(u32::cast_signed)
            .collect();
        let length = ids.len();
        let ids = NdTensor::from_data([1, length], ids);
        let mask = NdTensor::<i32, 2>::full([1, length], 1);
        let types = NdTensor::<i32, 2>::zeros([1, length]);
        let [input, attention, kind] = self.inputs;
        let inputs: Vec<(NodeId, ValueOrView<'_>)> =
            vec![(input, ids.view().into()), (attention, mask.view().into()), (kind, types.view().into())];
        let [output] =
            self.model.run_n(inputs, [self.output], None).map_err(|error| format!("it failed inside: {error}"))?;
        let scores: NdTensor<f32, 3> =
            output.try_into().map_err(|_| "its answer has an unexpected shape".to_owned())?;
        let scores: NdTensorView<'_, f32, 3> = scores.view();
        let [_, rows, columns] = scores.shape();
        if rows != length || columns != LABELS.len() {
            return Err("its answer has an unexpected shape".to_owned());
        }
        let mut at = 1;
        let mut guesses = Vec::with_capacity(words.len());
        for word in words {
            let rows = at..at + word.len();
            at = rows.end;
            let row = |row| (0..columns).filter_map(|column| scores.get([0, row, column]).copied()).collect::<Vec<_>>();
            let pieces: Vec<Vec<f32>> = rows.map(|at| softmax(&row(at))).collect();
            guesses.push(Guess::from_pieces(&pieces));
        }
        Ok(guesses)
    }
}

/// Words by windows of at most [`WINDOW`] pieces, given how many pieces each word has. Together they hold every word.
fn windows(lengths: &[usize]) -> Vec<Range<usize>> {
    let mut windows = Vec::new();
    let mut start = 0;
    while start < lengths.len() {
        let mut end = start;
        let mut pieces = 0;
        for length in lengths.get(start..).unwrap_or_default() {
            // A single word never has more pieces than a window: longer ones are read as one unknown piece.
            if pieces + length > WINDOW && end > start {
                break;
            }
            pieces += length;
            end += 1;
        }
        windows.push(start..end);
        if end == lengths.len() {
            break;
        }
        let mut back = 0;
        let mut next = end;
        while next > start + 1 {
            back += lengths.get(next - 1).copied().unwrap_or_default();
            if back > SHARED {
                break;
            }
            next -= 1;
        }
        start = next;
    }
    windows
}

fn softmax(scores: &[f32]) -> Vec<f32> {
    let highest = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let weights: Vec<f32> = scores.iter().map(|score| (score - highest).exp()).collect();
    let sum: f32 = weights.iter().sum();
    weights.into_iter().map(|weight| weight / sum).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_hold_every_word_and_overlap() {
        for lengths in [vec![], vec![1], vec![1; 510], vec![1; 511], vec![3; 5_000], vec![100; 40], vec![WINDOW; 3]] {
            let windows = windows(&lengths);
            let mut covered = 0;
            for (at, window) in windows.iter().enumerate() {
                assert!(window.start <= covered && window.end > covered, "{at}: {window:?} after {covered}");
                assert!(lengths[window.clone()].iter().sum::<usize>() <= WINDOW);
                assert!(at == 0 || lengths[0] > SHARED || window.start < covered, "shares words with the one before");
                covered = window.end;
            }
            assert_eq!(covered, lengths.len());
        }
    }
}
