//! Houses by their trade: a word for one before the name (`Carrosserie Pelletier`, `TSV Oberweiler`) or behind it (`Northpoint Heating`). These
//! words are those of every day, so the name has to be a word that is not. Legal forms and the surer kinds of houses are in
//! `organisation.rs` and `employer.rs`.

use std::ops::Range;
use std::sync::LazyLock;

use super::super::Look::Cue;
use super::super::name;
use super::super::{Row, Seen, goes_on};
use super::{before, house};
use crate::boundary::finding::Class::Identifier;
use crate::boundary::view::fold::fold;
use crate::boundary::words;

pub(in super::super) const ROWS: &[Row] = &[
    Row {
        kind: "ORG",
        class: Identifier,
        name: "org-trade-headed",
        reason: "a trade or a kind of house with its name behind it",
        look: Cue(
            "kanzlei|steuerbüro|notariat|ingenieurbüro|architekturbüro|dentallabor|labor|praxis|unfallpraxis|physiopraxis|facharztpraxis|arztpraxis|\
                kinderarztpraxis|frauenarztpraxis|logopädie|physiotherapie|ergotherapie|seniorenstift|seniorenresidenz|altenheim|altenzentrum|\
                pflegedienst|tagespflege|hospiz|klinik|klinikum|krankenhaus|sanitätshaus|heizungsbau|metallbau|holzbau|stahlbau|tiefbau|hochbau|\
                gerüstbau|maschinenbau|gartenbau|innenausbau|trockenbau|dachdeckerei|malerbetrieb|zimmerei|gärtnerei|fahrschule|tanzschule|musikschule|\
                montessorischule|waldorfschule|förderschule|hauptschule|oberschule|volkshochschule|reinigung|wäscherei|friseur|friseursalon|\
                kosmetikstudio|gaststätte|gasthaus|landgasthof|pension|molkerei|käserei|fleischerei|konditorei|buchhandlung|druckerei|werkstatt|\
                kfz-werkstatt|autowerkstatt|tankstelle|präzisionsteile|fitnessstudio|fitness-oase|möbelhaus|getränkemarkt|blumenhaus|reisebüro|\
                immobilienbüro|maklerbüro|werbeagentur|tsv|sv|fc|vfl|vfb|tus|ssv|djk|fsv|asv|esv|rsv|spvgg|tennisclub|reitverein|sportverein|\
                établissements|ets|éts|carrosserie|cabinet dentaire|cabinet médical|maison de retraite|crèche|maternelle|école maternelle|école primaire|\
                institution|syndic|boucherie|plomberie|menuiserie|maçonnerie|charpente|chauffage|électricité|peinture|couverture|auberge|brasserie|\
                auto-école|pressing|clinique vétérinaire|pompes funèbres|amicale|football club|étude|garage|librairie|fromagerie|domaine|château|\
                menuiseries|ambulances|taxi|taxis|transports|déménagements|assurances|agence|foyer|résidence|\
                climatizaciones|autoreparaciones|carpintería|fontanería|electricidad|instalaciones|reformas|fincas|administraciones|peluquería|\
                clínica dental|clínica veterinaria|taller|autoescuela|gimnasio|cafetería|hostal|pescadería|carnicería|frutería|librería|papelería|\
                óptica|ceip|ies|c.d|club deportivo|peña|cristalería|cerrajería|mudanzas|aluminios|pinturas|suministros|excavaciones|\
                viveros|conservas|industrias|gráficas|seguros|ferretería|lavandería|tintorería|funeraria|notaría|inmobiliaria",
        ),
        check: headed,
        hits: &[
            ("zu Dentallabor Sievers. Schöne", "Dentallabor Sievers"),
            ("Mon garage : Carrosserie Pelletier, à", "Carrosserie Pelletier"),
            ("des TSV Oberweiler 1911", "TSV Oberweiler 1911"),
            ("técnico. Climatizaciones Ebrosa\n", "Climatizaciones Ebrosa"),
            ("gestor de Fincas Urrutia, dice", "Fincas Urrutia"),
            ("in der Unfallpraxis Neckartal. Gut", "Unfallpraxis Neckartal"),
            ("an die Montessorischule am Wehrhahn.", "Montessorischule am Wehrhahn"),
        ],
        misses: &[
            "Praxis und Theorie",
            "die Werkstatt Termin",
            "Association Rules Mining",
            "Résidence Principale",
            "Agence Nationale",
            "Labor Day",
            "SV Node",
            "Seguros Sociales",
            "Institution Building",
            "Domaine Public",
            "Grupo Nuevo",
            "FC Bayern",
            "Taxi Driver",
        ],
    },
    Row {
        kind: "ORG",
        class: Identifier,
        name: "org-trade-behind",
        reason: "a name with a trade or a kind of house behind it",
        look: Cue(
            "rowing club|football club|cricket club|golf club|tennis club|yacht club|sailing club|running club|rugby club|swimming club|social club|\
                heating|recovery project|primary|primary academy|infant school|junior school|wellbeing|coffee|coffee house|cafe|café|bistro|diner|\
                pizzeria|barbers|salon|motors|autos|tyres|removals|cleaners|cleaning|catering|photography|florist|florists|nurseries|landscaping|\
                joinery|builders|homes|housing|housing association|homecare|care|society|dental practice|dental care|opticians|stables|riding school|\
                driving school|bookshop|bakehouse|butchers|fisheries|dairy|creamery|winery|vineyards|distillery|brewing|foodbank|hostel|childcare|\
                letting agents|estate agents|travel|taxis|coaches|haulage|scaffolding|electrical|electricals|glazing|kitchens|\
                interiors|flooring|carpets|roofing|drainage|plastering|publishers|\
                street medical|medical|counselling|counseling|veterinary clinic|animal hospital|auto repair|auto body|\
                grocery|deli|grill|pharmacy|chemist|credit union|tax services|bookkeeping|\
                gebäudeservice|gebäudereinigung|haustechnik|sanitär|automobile|fahrzeugbau|möbel|pflege|apotheken",
        ),
        check: behind,
        hits: &[
            ("Rasheed from Northpoint Heating quotes", "Northpoint Heating"),
            ("name Saltcote Rowing Club. Young", "Saltcote Rowing Club"),
            ("attends Calderbrook Primary. Colin", "Calderbrook Primary"),
            ("pending at Riverbrook Wellbeing. L", "Riverbrook Wellbeing"),
            ("barista, Heronsgate Coffee\n", "Heronsgate Coffee"),
        ],
        misses: &[
            "Central Heating",
            "Mental Health",
            "the Primary",
            "Black Coffee",
            "Stock Market",
            "Samantha Care",
            "Software Engineering",
            "Public Health",
            "Criminal Law",
            "React Windows",
            "Stainless Steel",
            "Kubernetes Storage",
            "Docker Windows",
            "Microsoft Windows",
        ],
    },
];

/// Words beside a trade that make it a heading or something everybody knows.
static KNOWN: LazyLock<name::Set> = LazyLock::new(|| {
    name::set(
        "bayern|barcelona|madrid|microsoft|docker|kubernetes|linux|android|postgres|react|azure|github|excel|covid|principale|nationale|sociales|nuevo|\
    nueva|public|publique|secondaire|nacional|internacional|node|termin|driver|theorie|day|arsenal|chelsea|liverpool|schalke|dortmund",
    )
});

fn is_known(word: &str) -> bool {
    KNOWN.contains(word.to_lowercase().as_str())
}

/// Whether a word is none of every day, in any writing.
fn is_own(word: &str) -> bool {
    let plain = fold(word);
    word.chars().count() > 3 && !words::is_everyday(&plain) && !name::is_no_name(word) && !is_known(word)
}

fn headed(seen: &Seen<'_>) -> Option<Range<usize>> {
    let head = seen.text.get(seen.whole.clone())?;
    if !head.chars().next()?.is_uppercase() {
        return None;
    }
    let club = head.len() <= 5 && !head.chars().any(char::is_lowercase);
    let line = seen.text.get(seen.span.clone())?;
    let line = line.strip_prefix('.').filter(|_| head.contains('.')).unwrap_or(line);
    let rest = line.strip_prefix(' ')?;
    let from = seen.span.end - rest.len();
    let small = [
        "de la ", "de l'", "de l’", "de los ", "de ", "des ", "du ", "del ", "d'", "d’", "am ", "an der ", "im ",
        "zum ", "zur ", "Dr. ", "St. ",
    ]
    .iter()
    .find(|small| rest.starts_with(**small))
    .map_or(0, |small| small.len());
    let (mut span, count) = house(seen.text, &(from + small..seen.span.end))?;
    let written = seen.text.get(span.clone())?;
    // The year a club was founded in.
    let tail = seen.text.get(span.end..seen.span.end)?;
    let year = tail.strip_prefix(' ').filter(|tail| {
        club && tail.get(..4).is_some_and(|year| year.bytes().all(|byte| byte.is_ascii_digit()))
            && !tail.get(4..).is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric()))
    });
    let first = written.split([' ', '-']).next()?;
    let own = written.split([' ', '-']).any(is_own);
    let next = seen.text.get(span.end..)?;
    let fits = own
        && count <= 4
        && !is_known(first)
        && !name::is_no_name(first)
        && !next.starts_with([':', '_', '/', '(', '@']);
    if year.is_some() {
        span.end += 5;
    }
    (fits && !goes_on::is_country(written)).then_some(seen.whole.start..span.end)
}

fn behind(seen: &Seen<'_>) -> Option<Range<usize>> {
    let span = before(seen, false)?;
    let written = seen.text.get(span.start..seen.whole.start)?;
    let mut parts = written.split([' ', '-']).filter(|word| !word.is_empty());
    let first = parts.next()?;
    let next = seen.text.get(seen.whole.end..)?;
    let following = name::word(next.trim_start_matches(' '));
    // A longer run of words with a capital is a heading.
    let goes_on = next.starts_with(' ')
        && following.chars().next().is_some_and(char::is_uppercase)
        && !name::is_no_name(following);
    let own =
        written.split([' ', '-']).filter(|word| !word.is_empty()).any(|word| is_own(word) && !name::is_given(word));
    let maker = written.split(' ').any(name::is_maker);
    (own && !is_known(first) && !maker && !goes_on && !next.starts_with(['_', '/', '@', '-', '='])).then_some(span)
}
