//! Words a rule turns on, folded: titles, forms of companies, streets, words of a language. Not for deciding.

/// Titles and forms of address: no part of a name, and a sign that one follows.
pub(crate) const TITLES: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "sir",
    "madam",
    "dame",
    "lord",
    "lady",
    "dr",
    "prof",
    "professor",
    "doctor",
    "herr",
    "herrn",
    "frau",
    "hr",
    "fr",
    "fraulein",
    "doktor",
    "professorin",
    "familie",
    "fam",
    "family",
    "m",
    "mme",
    "mlle",
    "monsieur",
    "madame",
    "mademoiselle",
    "docteur",
    "me",
    "maitre",
    "rev",
    "father",
    "sister",
    "brother",
    "ing",
    "dipl",
    "mag",
    "msc",
    "phd",
    "jr",
    "sr",
    "senor",
    "senora",
    "signor",
    "signora",
    "sig",
    "dott",
    "don",
    "dona",
    "pan",
    "pani",
    "colonel",
    "captain",
];
pub(super) const PARTICLES: &[&str] = &[
    "von", "van", "der", "den", "de", "du", "des", "di", "da", "dos", "del", "della", "la", "le", "el", "al", "bin",
    "ibn", "zu", "zum", "zur", "vom", "ter", "ten", "st", "saint", "and", "und", "et", "of",
];
pub(super) const COMPANIES: &[&str] = &[
    "gmbh",
    "ag",
    "kg",
    "ohg",
    "ug",
    "se",
    "ev",
    "mbh",
    "inc",
    "llc",
    "ltd",
    "plc",
    "corp",
    "co",
    "sa",
    "sarl",
    "sas",
    "sasu",
    "bv",
    "nv",
    "gbr",
    "kgaa",
    "limited",
    "incorporated",
    "corporation",
    "company",
    "group",
    "gruppe",
    "holding",
];

/// What a hyphen is called.
pub(super) const HYPHENS: &[&str] = &["dash", "hyphen", "minus", "strich", "bindestrich", "tiret"];
/// Words between the name of a place and what tells it from its namesakes (`sur-Lèze`, `am Main`, `upon Tyne`).
pub(super) const BESIDE: &[&str] = &[
    "sur", "sous", "les", "lez", "en", "devant", "pres", "am", "an", "im", "bei", "ob", "vor", "upon", "on", "under",
    "by", "in", "near", "next",
];

/// Words that say what sort of thing is named, not which.
pub(super) const GENERIC: &[&str] = &[
    "project",
    "projekt",
    "projet",
    "operation",
    "team",
    "company",
    "firma",
    "societe",
    "bank",
    "banque",
    "hospital",
    "klinik",
    "klinikum",
    "krankenhaus",
    "hopital",
    "clinic",
    "clinique",
    "school",
    "schule",
    "ecole",
    "university",
    "universitat",
    "universite",
    "college",
    "institute",
    "institut",
    "institution",
    "foundation",
    "stiftung",
    "fondation",
    "verein",
    "club",
    "association",
    "logistik",
    "logistics",
    "logistique",
    "versicherung",
    "insurance",
    "assurance",
    "assurances",
    "software",
    "solutions",
    "systems",
    "systeme",
    "services",
    "consulting",
    "partners",
    "partner",
    "partenaires",
    "brothers",
    "gebruder",
    "gebrueder",
    "freres",
    "sohne",
    "soehne",
    "sons",
    "fils",
    "associates",
    "industries",
    "industrie",
    "energy",
    "energie",
    "stadtwerke",
    "werke",
    "works",
    "international",
    "global",
    "deutschland",
    "germany",
    "france",
    "europe",
    "europa",
    "pharma",
    "medical",
    "health",
    "digital",
    "media",
    "technologies",
    "technology",
    "technik",
    "engineering",
    "maschinenbau",
    "automotive",
    "transport",
    "transporte",
    "spedition",
    "immobilien",
    "immobilier",
    "properties",
    "capital",
    "finance",
    "finanz",
    "financial",
    "holding",
    "apotheke",
    "pharmacy",
    "pharmacie",
    "praxis",
    "kanzlei",
    "verlag",
    "publishing",
    "editions",
    "hotel",
    "restaurant",
    "cafe",
    "code",
    "codename",
    "initiative",
    "program",
    "programme",
    "programm",
    "plan",
    "phase",
    "version",
    "street",
    "road",
    "avenue",
    "vertrag",
    "konto",
    "kunde",
    "kunden",
    "gruppe",
    "filiale",
    "standort",
    "termin",
    "budget",
    "studie",
    "bakery",
    "backerei",
    "baeckerei",
    "boulangerie",
    "butcher",
    "metzgerei",
    "fleischerei",
    "boucherie",
    "garage",
    "autohaus",
    "werkstatt",
    "workshop",
    "atelier",
    "studio",
    "salon",
    "kindergarten",
    "academy",
    "akademie",
    "academie",
    "grundschule",
    "surgery",
    "pharmacies",
    "kita",
    "creche",
    "nursery",
    "lycee",
    "gymnasium",
    "residence",
    "residenz",
    "seniorenheim",
    "pflegeheim",
    "heim",
    "maison",
    "gasthof",
    "gasthaus",
    "brauerei",
    "brewery",
    "brasserie",
    "weingut",
    "chateau",
    "labor",
    "laboratory",
    "laboratoire",
    "agency",
    "agentur",
    "agence",
    "centre",
    "center",
    "zentrum",
    "cabinet",
    "tierarztpraxis",
    "zahnarztpraxis",
    "tischlerei",
    "schreinerei",
    "gartnerei",
    "druckerei",
    "imprimerie",
    "librairie",
    "buchhandlung",
    "bookshop",
    "trust",
    "fund",
    "fonds",
    "messtechnik",
    "elektrotechnik",
    "farm",
    "farms",
];

/// Whether a folded word says what sort of thing is named, not which.
pub(super) fn is_generic(word: &str) -> bool {
    GENERIC.contains(&word) || word.strip_suffix('s').is_some_and(|one| one.len() >= 5 && GENERIC.contains(&one))
}

pub(super) const STREETS: &[(&str, &str)] = &[
    ("strasse", "str"),
    ("street", "st"),
    ("road", "rd"),
    ("avenue", "ave"),
    ("avenue", "av"),
    ("lane", "ln"),
    ("drive", "dr"),
    ("boulevard", "blvd"),
    ("boulevard", "bd"),
    ("court", "ct"),
    ("square", "sq"),
    ("place", "pl"),
    ("platz", "pl"),
    ("terrace", "ter"),
    ("terrace", "terr"),
    ("crescent", "cres"),
    ("close", "cl"),
    ("gardens", "gdns"),
    ("grove", "gr"),
    ("highway", "hwy"),
    ("parkway", "pkwy"),
    ("rue", "r"),
    ("route", "rte"),
    ("impasse", "imp"),
    ("chemin", "ch"),
    ("allee", "all"),
    ("place", "plc"),
];

pub(super) fn is_street(word: &str) -> bool {
    STREETS.iter().any(|(long, short)| word == *long || word == *short)
        || matches!(
            word,
            "weg"
                | "gasse"
                | "way"
                | "damm"
                | "ring"
                | "ufer"
                | "steig"
                | "stieg"
                | "pfad"
                | "calle"
                | "via"
                | "ulica"
                | "quai"
                | "row"
        )
}

/// Words of French that lose their vowel before a name.
pub(super) const ELIDED: &[&str] =
    &["d", "l", "qu", "j", "m", "t", "s", "n", "c", "jusqu", "lorsqu", "puisqu", "presqu"];

pub(super) const STARTERS: &[&str] =
    &["will", "may", "can", "mark", "did", "has", "is", "was", "does", "hat", "ist", "war", "est"];

/// Everyday German nouns among given names.
pub(super) fn is_german_noun(word: &str) -> bool {
    matches!(
        word,
        "mark"
            | "ernst"
            | "wolf"
            | "rose"
            | "max"
            | "mai"
            | "heide"
            | "engel"
            | "iris"
            | "linde"
            | "viola"
            | "erika"
            | "jasmin"
    )
}

pub(super) const ARTICLES: &[&str] = &[
    "the", "a", "an", "this", "that", "every", "each", "your", "der", "die", "das", "den", "dem", "des", "ein", "eine",
    "einen", "einem", "einer", "eines", "kein", "keine", "jeder", "le", "la", "les", "un", "une", "ce", "cette",
    "deutsche",
];

pub(super) const VERBS: &[&str] = &[
    "is",
    "was",
    "has",
    "had",
    "said",
    "says",
    "asked",
    "asks",
    "wants",
    "wanted",
    "needs",
    "needed",
    "lives",
    "lived",
    "works",
    "worked",
    "called",
    "calls",
    "wrote",
    "writes",
    "sent",
    "sends",
    "told",
    "likes",
    "loves",
    "went",
    "goes",
    "comes",
    "came",
    "and",
    "will",
    "would",
    "can",
    "could",
    "does",
    "did",
    "leaves",
    "left",
    "sleeps",
    "pays",
    "paid",
    "owes",
    "takes",
    "took",
    "gets",
    "got",
    "hat",
    "ist",
    "war",
    "sagt",
    "sagte",
    "will",
    "wohnt",
    "arbeitet",
    "und",
    "kommt",
    "geht",
    "a",
    "est",
    "etait",
    "dit",
    "veut",
    "habite",
    "travaille",
    "et",
];

/// What stands before a name in the names of places and houses (`Santa Clara`, `Saint-Luc`).
#[rustfmt::skip]
pub(super) const SAINTS: &[&str] = &[
    "santa", "san", "saint", "sainte", "st", "ste", "sankt", "sant", "santo", "sao", "sveti", "svata", "mount", "mt",
    "fort", "port", "cape", "camp", "lake",
];

/// What is named after people and places, where its name comes behind it.
#[rustfmt::skip]
pub(super) const NAMED_BEFORE: &[&str] = &[
    "rue", "avenue", "av", "boulevard", "bd", "place", "quai", "allee", "impasse", "chemin", "route", "pont", "lycee",
    "ecole", "college", "hopital", "clinique", "cliniques", "musee", "mont", "lac", "ile", "stade", "theatre", "via",
    "piazza", "corso", "viale", "calle", "plaza", "avenida", "paseo", "ulica", "ul", "plac", "aleja", "aleje",
    "osiedle", "trg", "rua", "praca", "isla", "lago", "monte", "rio", "schloss", "burg", "hotel", "restaurant",
    "cafe", "pension", "villa", "palazzo", "palais", "chateau", "castillo", "domaine",
];

/// The same, where it comes in front.
#[rustfmt::skip]
pub(super) const NAMED_AFTER: &[&str] = &[
    "street", "st", "road", "rd", "avenue", "ave", "lane", "ln", "way", "drive", "court", "ct", "square", "sq",
    "place", "terrace", "crescent", "close", "row", "boulevard", "blvd", "parkway", "highway", "island", "islands",
    "isle", "isles", "bay", "beach", "cove", "coast", "hill", "hills", "lake", "lakes", "river", "creek", "mountain",
    "mountains", "peak", "ridge", "valley", "canyon", "falls", "spring", "springs", "forest", "woods", "wood", "park",
    "garden", "gardens", "bridge", "county", "city", "town", "township", "village", "heights", "university",
    "college", "school", "academy", "institute", "hospital", "museum", "palace", "castle", "tower", "towers",
    "church", "cathedral", "abbey", "chapel", "airport", "station", "stadium", "arena", "theatre", "theater", "hall",
    "house", "hotel", "inn", "cup", "prize", "award", "awards", "medal", "trophy", "foundation", "bank", "library", "gallery",
    "festival", "syndrome", "disease", "reef", "point", "harbor", "harbour", "desert", "glacier", "theorem", "effect",
    "games", "olympics", "strasse", "str", "platz", "weg", "allee", "gasse", "ufer", "damm", "ring", "schule",
    "gymnasium", "universitat", "klinik", "krankenhaus", "stiftung", "preis", "haus", "bad", "see", "berg", "brucke",
    "turm", "schloss", "kirche", "dom", "bahnhof", "stadion", "halle", "museum", "institut", "insel", "fluss", "tal",
   
];

/// Words of identifiers beside which a name is a person's (`kunde_winter`).
#[rustfmt::skip]
pub(super) const HOLDERS: &[&str] = &[
    "customer", "client", "kunde", "kundin", "patient", "patientin", "user", "tenant", "mieter", "mieterin",
    "employee", "mitarbeiter", "person", "contact", "kontakt", "owner", "login", "account", "familie",
    "family", "home", "inhaber", "locataire",
];

/// Directories that hold one for each person.
#[rustfmt::skip]
pub(super) const USERS: &[&str] = &[
    "home", "users", "user", "usr", "people", "clients", "customers", "kunden", "patients", "patienten", "staff",
    "employees", "contacts", "profile", "profiles", "members", "tenants", "mieter", "personen", "personal", "u",
];

/// Names of fields that hold the name of a person.
#[rustfmt::skip]
pub(super) const NAME_LABELS: &[&str] = &[
    "name", "names", "fullname", "lastname", "last", "surname", "familyname", "family", "lname", "sn", "secondname",
    "maidenname", "nachname", "familienname", "zuname", "nom", "nomdefamille", "apellido", "apellidos", "cognome",
    "nazwisko", "prijmeni", "prezime", "soyad", "soyadi", "sobrenome", "achternaam", "efternamn", "firstname",
    "first", "given", "givenname", "forename", "fname", "gn", "vorname", "rufname", "prenom", "nombre", "nome",
    "imie", "jmeno", "ime", "ad", "adi", "voornaam", "fornamn", "contact", "kontakt", "author", "autor", "kunde",
    "customer", "client", "patient", "patientin", "mieter", "mieterin", "tenant", "owner", "sender", "recipient",
    "absender", "empfanger", "from", "to", "cc", "attn", "zhd",
];

/// What German joins to the name of a person in one word.
#[rustfmt::skip]
pub(super) const COMPOUNDS: &[&str] = &[
    "akte", "akten", "fall", "sache", "klage", "mandat", "ordner", "datei", "mappe", "rechnung", "gutachten", "bescheid",
    "beschwerde", "prozess", "verfahren", "urteil", "testament", "nachlass", "familie", "wohnung", "haus", "villa", "brief",
    "vertrag", "konto", "termin", "bericht", "team", "kreis", "interview", "sippe", "erbe", "erben",
];

/// Those of given names among them.
#[rustfmt::skip]
pub(super) const GIVEN_LABELS: &[&str] = &[
    "first", "firstname", "given", "givenname", "forename", "fname", "gn", "vorname", "rufname", "prenom", "nombre", "nome",
    "imie", "jmeno", "ime", "ad", "adi", "voornaam", "fornamn",
];

/// People known to all whose family name is an everyday word, so that its capital alone does not tell a name: beside the given name
/// it is theirs.
#[rustfmt::skip]
pub(super) const PUBLIC_PEOPLE: &[(&str, &str)] = &[
    ("ida", "ehre"), ("tom", "cruise"), ("johnny", "cash"), ("ernst", "junger"), ("oscar", "wilde"), ("otto", "dix"),
    ("hannah", "hoch"), ("george", "sand"), ("peter", "pan"), ("steve", "jobs"), ("charlotte", "link"), ("paul", "ehrlich"),
    ("simone", "veil"), ("simone", "weil"), ("louis", "pasteur"), ("nick", "cave"), ("billy", "holiday"),
    ("billie", "holiday"), ("hugo", "boss"), ("john", "cage"), ("nicolas", "cage"), ("luke", "cage"), ("rudolf", "diesel"),
    ("vin", "diesel"),
];

/// What German joins to a family name by a hyphen and to nothing else that is called so: `Winter-Akte`, but `Winter-Team`.
#[rustfmt::skip]
pub(super) const CASE_COMPOUNDS: &[&str] = &[
    "akte", "akten", "fall", "sache", "klage", "mandat", "gutachten", "bescheid", "beschwerde", "prozess", "verfahren",
    "urteil", "testament", "nachlass", "erbe", "erben", "sippe", "kundigung",
];
