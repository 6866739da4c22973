//! Organisations by what somebody has to do with them: works, studies, is treated or insured there; and by words for a kind of house
//! that stand before the name. The legal form or the kind behind the name is in `organisation.rs`.

use std::ops::Range;

use super::Look::{Cue, Pattern};
use super::trigger::Need::Words;
use super::{Row, Seen, goes_on, name, organisation};
use crate::boundary::finding::Class::Identifier;

pub(super) const ROWS: &[Row] = &[
    Row {
        kind: "ORG",
        class: Identifier,
        name: "org-of-somebody",
        reason: "a name behind words for working, studying or being treated there",
        look: Cue(
            "working at|works at|worked at|work at|nights at|shifts at|shift at|chef at|nurse at|teacher at|engineer at|developer at|\
                manager at|consultant at|accountant at|cleaner at|driver at|clerk at|cashier at|waiter at|waitress at|barista at|analyst at|\
                director at|officer at|assistant at|professor at|lecturer at|researcher at|lawyer at|partner at|associate at|\
                receptionist at|mechanic at|intern at|internship at|apprentice at|position at|role at|job at|student at|studies at|\
                studying at|studied at|enrolled at|pupil at|rehabilitation at|dose at|appointment at|seen at|treated at|\
                admitted to|transferred to|employed by|employed at|employer|employed with|contract with|account with|mortgage with|\
                loan with|insured with|insured by|policy with|registered with|signed for|used to work for|work for|works for|worked for|\
                working for|resigned from|retired from|fired from|laid off from|offer from|interview at|interview with|the address of|\
                offices of|on behalf of|according to the|ceo of|cto of|cfo of|coo of|founder of|co-founder of|owner of|head of|\
                employee of|customer of|client of|bank with|banks with|supplier of|ins.|insurer|insurance with|landlord is|\
                bei der firma|der firma|die firma|firma|bei der|werkstatt|angestellt bei|beschäftigt bei|arbeitet bei|arbeite bei|\
                azubi bei|ausbildung bei|kunde bei|kundin bei|versichert bei|tätig bei|inhaber der|geschäftsführer der|\
                travaille chez|travaille à|employé chez|employée chez|salarié chez|salariée chez|salarié de|salariée de|la société|\
                l'entreprise|l’entreprise|pour le compte de|gérant de|gérante de|directeur de|directrice de|embauché par|embauchée par|\
                licencié de|étudiante à|étudiant à|stagiaire chez|client de|assuré chez|assurée chez|chez|\
                trabaja en|trabajo en|trabaja para|trabajo para|la empresa|empresa|empleado de|empleada de|cliente de|contratado por|\
                contratada por|despedido de|despedida de|estudia en|gerente de|dueño de|dueña de|socio de|en la clínica|aseguradora",
        ),
        check: of_somebody,
        hits: &[
            ("Still doing nights at Brightwater Laundry.", "Brightwater Laundry"),
            ("driver V, employer Ararat Produce\nN", "Ararat Produce"),
            ("The address of Evidera is", "Evidera"),
            ("Inhaber der Firma Pfennig Dachbau\n", "Pfennig Dachbau"),
            ("pour le compte de Pizz'Ardèche\n", "Pizz'Ardèche"),
            ("gérante de la société Jardins de Pomone, atteste", "Jardins de Pomone"),
            ("I used to work for Usaa Group as", "Usaa Group"),
        ],
        misses: &[
            "I work at Night",
            "a job at Home",
            "according to the Manual",
            "works for Me",
            "bei der Arbeit",
            "head of Marketing",
            "chez Moi",
            "employer Branding",
            "the address of Main",
            "owner of Record",
            "la empresa Nueva",
        ],
    },
    Row {
        kind: "ORG",
        class: Identifier,
        name: "org-headed",
        reason: "a kind of house with its name behind it",
        look: Cue(
            "amtsgericht|landgericht|oberlandesgericht|sozialgericht|arbeitsgericht|verwaltungsgericht|familiengericht|staatsanwaltschaft|\
                finanzamt|jugendamt|jobcenter|reederei|steuerkanzlei|rechtsanwaltskanzlei|anwaltskanzlei|bäckerei|metzgerei|apotheke|\
                tierarztpraxis|hausarztpraxis|zahnarztpraxis|gemeinschaftspraxis|kita|kindergarten|grundschule|realschule|gesamtschule|\
                hausverwaltung|spedition|tischlerei|schreinerei|autohaus|brauerei|weingut|gasthof|hotel|pflegeheim|seniorenheim|\
                tribunal de|tribunal judiciaire de|cour d'appel de|conseil de prud'hommes de|mairie de|école|collège|lycée|pharmacie|cabinet|\
                garage|boulangerie|restaurant|hôtel|ehpad|crédit|mutuelle|clinique|hôpital|laboratoire|imprimerie|transports|\
                juzgado|audiencia provincial de|tribunal superior de|ayuntamiento de|talleres|laboratorios|construcciones|transportes|bodegas|\
                colegio|instituto|escuela|farmacia|clínica|hospital|centro de salud|panadería|restaurante|academia|inmobiliaria|gestoría|\
                asesoría|fundación|cooperativa|residencia|guardería|supermercados|distribuciones|excavaciones|muebles",
        ),
        check: headed,
        hits: &[
            ("Amtsgericht Ravensbrunn\nGeschäfts", "Amtsgericht Ravensbrunn"),
            ("bei Reederei Harms & Söhne", "Reederei Harms & Söhne"),
            ("Laboratorios Quimbaya S.A.S. - sede", "Laboratorios Quimbaya S.A.S"),
            ("Talleres Mendibarri, S. Coop.", "Talleres Mendibarri"),
            ("Crédit Coopératif de l'Armor, agence", "Crédit Coopératif de l'Armor"),
        ],
        misses: &[
            "das Amtsgericht ist",
            "Apotheke Öffnungszeiten",
            "l'école Non",
            "Hotel Buchung",
            "el colegio Mayor",
            "Restaurant Menu",
        ],
    },
    Row {
        kind: "ORG",
        class: Identifier,
        name: "org-house-rare",
        reason: "a name with a kind of house or trade behind it",
        look: Cue(
            "mutual|stores|produce|laundry|orchards|preschool|nursery|bakery|brewery|roastery|dental|properties|architects|solicitors|\
                chambers|couriers|freight|shipping|shipping agency|plumbing|roofing|garage|farm|farms|trust|hotel|inn|tavern|church|estates|\
                lettings|realty|contractors|construction|electric|energy|foods|media|press|publishing|records|telecom|networks|capital|\
                investments|securities|advisors|advisers|wealth|mortgage|finance|dentistry|orthopaedics|orthopedics|pediatrics|\
                paediatrics|cardiology|oncology|radiology|physiotherapy|veterinary|vets|orchestra|theatre|theater|gallery|museum|\
                library|council|county council|borough council|city council|rehabilitation|care home|urgent care|medical practice|\
                family practice|medical group|high school|primary school|elementary school|elementary|foundation trust|house|trucking|\
                research|agency|airlines|railways|transit|motors|mills|works|textiles|ceramics|optics|biotech|genomics|\
                dachbau|reisen|immobilien|verlag|werke|stadtwerke|elektro|transporte|gaststätte|hausverwaltung|bau|metallbau|holzbau",
        ),
        check: |seen| {
            let span = organisation::before(seen, false)?;
            let name = seen.text.get(span.start..seen.whole.start)?;
            // A trade with everyday words before it is a heading: `Social Media`, `Public Library`.
            let rare = name
                .split([' ', '-'])
                .any(|word| word.chars().count() > 2 && name::is_rare(word) && !name::is_given(word));
            rare.then_some(span)
        },
        hits: &[
            ("aisle 14, Fenland Cold Stores, Wisbech", "Fenland Cold Stores"),
            ("dose at Mesa Verde Urgent Care. #", "Mesa Verde Urgent Care"),
            ("Home Claims, Downs Mutual", "Downs Mutual"),
            ("by Harmattan Shipping Agency as", "Harmattan Shipping Agency"),
        ],
        misses: &[
            "Social Media",
            "the Public Library",
            "Renewable Energy",
            "the Full House",
            "a Trust",
            "Samantha House",
            "Working Capital",
        ],
    },
    Row {
        kind: "ORG",
        class: Identifier,
        name: "org-court",
        reason: "a court by its place",
        look: Pattern(
            &[Words(&["court of", "court for"])],
            r"(?:(?:IN THE )?(?:CIRCUIT|DISTRICT|SUPERIOR|COUNTY|SUPREME|HIGH|CROWN|FAMILY|PROBATE|MUNICIPAL|JUVENILE|APPEALS) COURT (?:OF|FOR) (?:THE )?[A-Z][A-Z]+(?: (?:OF |AND )?[A-Z]{3,}){0,4}|(?:Circuit|District|Superior|County|Supreme|High|Crown|Family|Probate|Municipal|Juvenile) Court (?:of|for) (?:the )?\p{Lu}\p{Ll}+(?: (?:of |and )?\p{Lu}\p{Ll}+){0,4})",
        ),
        check: |seen| {
            let written = seen.text.get(seen.span.clone())?;
            let skipped = written.strip_prefix("IN THE ").map_or(0, |_| 7);
            Some(seen.span.start + skipped..seen.span.end)
        },
        hits: &[
            ("IN THE CIRCUIT COURT OF TAMARACK COUNTY\nFAMILY", "CIRCUIT COURT OF TAMARACK COUNTY"),
            ("the Superior Court of Alameda County held", "Superior Court of Alameda County"),
        ],
        misses: &["the court of public opinion", "Court of Appeal rules", "a district court of law"],
    },
];

/// Words that describe a house or a state and name neither.
const PLAIN: &str = "night|nights|home|day|me|my|it|god|us|him|her|them|work|school|manual|branding|marketing|sales|engineering|product|design|\
    operations|finance|hr|it|people|state|growth|data|research|development|security|record|main|arbeit|schule|uni|post|bank|polizei|\
    moi|toi|lui|elle|nous|vous|eux|soi|mi|casa|nueva|mayor|non|oui|si|sí|no|yes|buchung|öffnungszeiten|menu|monday|tuesday|wednesday|\
    thursday|friday|saturday|sunday|january|february|march|april|may|june|july|august|september|october|november|december|customer|\
    technology|communications|legal|compliance|support|talent|content|ai|ml|python|rust|java|linux|react|kubernetes";

/// What stands behind the cue, without an article or another word for a house.
fn start(seen: &Seen<'_>) -> Option<Range<usize>> {
    let line = seen.text.get(seen.span.clone())?;
    let mut rest = line.trim_start_matches(['\'', '’', ':']).trim_start_matches([' ', '\u{a0}', '"']);
    if rest.len() == line.len() {
        return None;
    }
    for _ in 0..2 {
        let Some(article) = [
            "the ",
            "a company called ",
            "der ",
            "dem ",
            "den ",
            "die ",
            "la ",
            "le ",
            "l'",
            "l’",
            "el ",
            "los ",
            "las ",
            "firma ",
            "Firma ",
            "la société ",
            "société ",
            "empresa ",
            "in ",
            "company ",
        ]
        .iter()
        .find(|article| rest.starts_with(**article)) else {
            break;
        };
        rest = rest.get(article.len()..)?;
    }
    Some(seen.span.end - rest.len()..seen.span.end)
}

fn is_plain(word: &str) -> bool {
    PLAIN.split('|').any(|plain| plain == word.to_lowercase())
}

fn of_somebody(seen: &Seen<'_>) -> Option<Range<usize>> {
    let from = start(seen)?;
    let (span, words) = organisation::house(seen.text, &from)?;
    let written = seen.text.get(span.clone())?;
    let cue = seen.text.get(seen.whole.clone())?.to_lowercase();
    let first = written.split([' ', '-']).next()?;
    let next = seen.text.get(span.end..)?;
    if is_plain(first)
        || name::is_no_name(first)
        || goes_on::is_country(written)
        || next.starts_with(['_', '/', '(', '@'])
        || next.starts_with(" (") && words == 1
    {
        return None;
    }
    let house = name::ends_as_organisation(written);
    let rare = written.split([' ', '-']).any(|word| word.chars().count() > 2 && name::is_rare(word));
    let person = name::at(seen.text, &span)
        .is_some_and(|name| name.given && name.words <= 3 && name.span.end == span.end)
        && !house;
    // Behind some cues stands as often something else: these take two words or a house.
    let weak = [
        "the address of",
        "according to the",
        "head of",
        "owner of",
        "admitted to",
        "transferred to",
        "bei der",
        "client de",
        "on behalf of",
        "director de",
        "directeur de",
        "directrice de",
        "chez",
        "seen at",
        "firma",
        "appointment at",
        "signed for",
        "interview with",
        "offer from",
        "contract with",
        "der firma",
        "la empresa",
        "empresa",
    ]
    .contains(&cue.as_str());
    let proper = house
        || rare
            && (words >= 2
                || !weak
                || ["the address of", "firma", "der firma", "chez", "offer from"].contains(&cue.as_str()))
        || words >= 2 && !weak;
    (!person && proper && written.chars().count() > 2).then_some(span)
}

fn headed(seen: &Seen<'_>) -> Option<Range<usize>> {
    let head = seen.text.get(seen.whole.clone())?;
    if !head.chars().next()?.is_uppercase() {
        return None;
    }
    let line = seen.text.get(seen.span.clone())?;
    let rest = line.strip_prefix(' ')?;
    let from = seen.span.end - rest.len();
    let small = [
        "Santa ", "San ", "Santo ", "Saint ", "Sainte ", "Les ", "Los ", "Las ", "de la ", "de l'", "de l’", "de los ",
        "de ", "des ", "du ", "del ", "d'", "d’", "am ", "an der ", "zum ", "zur ", "Dr. ", "St. ",
    ]
    .iter()
    .find(|small| rest.starts_with(**small))
    .map_or(0, |small| small.len());
    let (mut span, _) = organisation::house(seen.text, &(from + small..seen.span.end))?;
    // `Coopératif de l'Armor`: the name goes on behind the article.
    if let Some(more) = seen.text.get(span.end..seen.span.end)
        && let Some(article) =
            [" de l'", " de l’", " d'", " d’", " de la ", " del "].iter().find(|article| more.starts_with(**article))
        && let Some((further, _)) = organisation::house(seen.text, &(span.end + article.len()..seen.span.end))
    {
        span.end = further.end;
    }
    let written = seen.text.get(span.clone())?;
    let first = written.split(' ').next()?;
    let rare = written.split([' ', '-']).any(|word| word.chars().count() > 2 && name::is_rare(word));
    let next = seen.text.get(span.end..)?;
    (rare && !is_plain(first) && !name::is_no_name(first) && !next.starts_with([':', '_', '/', '(']))
        .then_some(seen.whole.start..span.end)
}
