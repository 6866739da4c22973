//! Words that look like names to a model, and names that are words to a reader.

use std::collections::HashSet;
use std::sync::LazyLock;

/// What is no name when it stands alone, however sure the model is: days, months that are no given names, forms of
/// address, pronouns and small words that open a sentence, roles of a conversation, labels of forms, and products that carry names.
static NO_NAMES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    "monday tuesday wednesday thursday friday saturday sunday january february march july september \
    october november december montag dienstag mittwoch donnerstag freitag samstag sonntag januar \
    februar mai juni juli oktober dezember lundi mardi mercredi jeudi vendredi samedi dimanche \
    janvier février mars avril juin juillet août septembre octobre novembre décembre mr mrs ms mx dr \
    prof sir madam herr frau monsieur madame señor señora user assistant system bot customer patient \
    client name dob ssn street avenue road city state zip mom dad mum grandma grandpa alexa siri \
    cortana gemini llama mistral gemma gpt chatgpt openai ollama python java rust ruby docker linux \
    forum sales marketing finance legal engineering operations parser dashcam arsenal debian ubuntu fedora windows android excel word jenkins mit true false null none load task \
    person device question answer context problem target home note json ndjson jsonl toml yaml xml html css sql csv pdf api cpu gpu usb url sse llm http https sha"
        .split_whitespace()
        .collect()
});

/// Given and family names that are ordinary words, too: found as such only where the model sees one.
static ALSO_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    "art april august baker banks bell berg bill black brown bush chance christian church cook cross \
    dean earl faith field fox frank gene grace grant gray green guy hall hill hope jack joy june \
    king lane long love major mark may miles mill miller moon page park parks penny pierce pilot \
    pope price prince ray reed rich rob rock rose ruby sky star stone summer sunny taylor temple \
    tiger turner violet walker ward west white will wood woods young lang klein groß neu jung wolf \
    fuchs vogel stein winter sommer weiß schwarz braun petit grand"
        .split_whitespace()
        .collect()
});

/// Whether a word (in small letters) is no name when it stands alone.
pub(super) fn is_no_name(word: &str) -> bool {
    NO_NAMES.contains(word)
}

/// Whether a word (in small letters) is an ordinary word as often as a name.
pub(super) fn is_also_a_word(word: &str) -> bool {
    ALSO_WORDS.contains(word)
}
