//! Columns of a table (CSV, tabs, pipes) and of an SQL statement: a heading says what stands below it.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use super::Hit;
use super::name;
use crate::boundary::finding::Class::{Identifier, Quantity};

/// What a heading announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Person,
    Organisation,
    Address,
    Number,
    Town,
    Birth,
    /// What somebody earns.
    Pay,
}

/// Every heading with its column.
static COLUMNS: LazyLock<HashMap<&'static str, Column>> = LazyLock::new(|| {
    HEADINGS.iter().flat_map(|(column, names)| names.split('|').map(|name| (name, *column))).collect()
});

/// Headings in lower case, without spaces, underscores and hyphens.
const HEADINGS: &[(Column, &str)] = &[
    (
        Column::Person,
        "name|fullname|firstname|lastname|surname|givenname|familyname|patient|patientname|employee|employeename|\
            customer|customername|client|clientname|contact|contactname|member|student|studentname|doctor|physician|\
            manager|owner|cardholder|accountholder|vorname|nachname|kunde|mitarbeiter|nom|prénom|prenom|nomcomplet|nombre|\
            apellido|apellidos|nombrecompleto|paciente|cliente|empleado|apellido1|apellido2|apellidopaterno|apellidomaterno|paterno|\
            materno|primerapellido|segundoapellido|nombres|familienname|name1|ansprechpartner|kontakt|nomdefamille|nomdusage|\
            titular|contacto|guardian|parent|spouse|requester|assignee|reporter|author|agent|driver|tenant|guest|passenger|first|last|vname|nname|\
            nomprénom|nometprénom|nomprenom|nombreyapellidos|apellidosynombre|namevorname|name,vorname|salarié|élève|eleve|alumno|alumna|jugador|jugadora|\
            joueur|spieler|spielerin|player|mitarbeiterin|mitglied|socio|socia|trabajador|trabajadora|schüler|schülerin|teilnehmer|participant|\
            attendee|bewohner|bewohnerin|résident|résidente|locataire|mieter|mieterin|inquilino|participante|asistente|patientin|patiente|\
            mandant|mandantin|versicherter|versicherte|antragsteller|antragstellerin|bénéficiaire|assuré|assurée|asegurado|beneficiario|\
            payee|holder|colleague|nurse|teacher|lehrer|lehrerin|coach|zuständig|bearbeiter|responsable|who|person|personne|persona",
    ),
    (
        Column::Organisation,
        "employer|company|companyname|organization|organisation|firma|arbeitgeber|entreprise|société|employeur|empresa|\
            compañía",
    ),
    (
        Column::Address,
        "address|streetaddress|street|homeaddress|mailingaddress|adresse|anschrift|dirección|direccion|domicilio",
    ),
    (
        Column::Number,
        "ssn|mrn|employeeid|empid|patientid|customerid|accountnumber|accountno|account|policynumber|passport|\
            passportnumber|memberid|nationalid|taxid|dni|nie|nif|insuranceid|licensenumber|kundennummer|personalnummer|\
            versichertennummer|personalnr|kundennr|nr|folio|id|curp|nss|rfc|rut|cuit|cedula|cédula|expediente|matricule|nir|\
            empno|payrollno|payrollid|persnr|personalnummer|pers.nr|matrikelnr|matrikelnummer|nroempleado|nºempleado|numempleado|matric|nomatricule|\
            no|n|nº|num|nino|nationalinsurance|bankacc|bankaccount|acctno|acct|kontonr|kontonummer|konto|compte|cuenta|nºsocio|nsocio|numsocio|socionº|\
            mitgliedsnr|mitgliedsnummer|nadhérent|adhérent|adherent|ficha|nficha|nºficha|legajo|staffno|staffid|ref|reference|bookingref|policyno|\
            policy|claim|customerno|clientno|clientid|idclient|idcliente|codigo|código|code_client|codeclient|numéroclient|noclient|nclient|\
            numéro|numero|nodossier|dossier|caseno|casenumber|claimno|claimnumber|invoiceno|invoicenumber|orderid|orderno|studentid|\
            zip|zipcode|postcode|postalcode|plz|postleitzahl|cp|codepostal|códigopostal|codigopostal|badge|badgeno|serial|serialno|vin|plate|licenseplate|kennzeichen|matrícula|iban|phone|telephone|tel|mobile|telefon|teléfono|\
            telefono|móvil|fax",
    ),
    (
        Column::Town,
        "city|town|ort|wohnort|stadt|ville|commune|ciudad|municipio|localidad|población|birthplace|geburtsort",
    ),
    (
        Column::Birth,
        "dob|dateofbirth|birthdate|birthday|geburtsdatum|geburtstag|geboren|datedenaissance|naissance|fechadenacimiento|fechanac|\
            fechanacimiento|nacimiento|geb|gebdatum|born|ddn|nele|néele|nacim|fnac|fnacimiento",
    ),
    (
        Column::Pay,
        "salary|grossmonth|gross|grosspay|grosssalary|net|netpay|netsalary|pay|wage|wages|annualsalary|basesalary|monthlysalary|compensation|\
            gehalt|brutto|bruttogehalt|netto|nettogehalt|monatsgehalt|jahresgehalt|lohn|bruttolohn|entgelt|salaire|brut|salairebrut|salairenet|\
            rémunération|remuneration|salario|bruto|sueldo|sueldobruto|salariobruto|neto|nómina|nomina",
    ),
];

/// How many lines a table may have.
const LONGEST: usize = 20_000;

/// Adds the cells under telling headings.
pub(super) fn find(text: &str, found: &mut Vec<Hit>) {
    let mut lines = super::lines(text).peekable();
    while let Some(line) = lines.next() {
        let Some(separator) = [',', '|', '\t', ';']
            .into_iter()
            .find(|mark| text.get(line.clone()).is_some_and(|line| line.contains(*mark)))
        else {
            continue;
        };
        // Two columns make a table; one telling heading among words that are all headings does not. The first cell tells most
        // lines of prose from headings.
        let written = text.get(line.clone()).unwrap_or_default();
        let begins = written.split(separator).find(|cell| !cell.is_empty()).unwrap_or_default();
        if lines.peek().is_none() || !is_heading_cell(begins.trim_matches([' ', '\t', '"', '\'', '*'])) {
            continue;
        }
        let first = cells(text, &line, separator);
        if first.len() < 2 || !first.iter().all(|cell| text.get(cell.clone()).is_some_and(is_heading_cell)) {
            continue;
        }
        let headings: Vec<Option<Column>> = first.iter().map(|cell| text.get(cell.clone()).and_then(column)).collect();
        if headings.iter().all(Option::is_none) {
            continue;
        }
        let mut rows = 0;
        while let Some(next) = lines.peek().cloned() {
            let cells = cells(text, &next, separator);
            let ruled = text
                .get(next.clone())
                .is_some_and(|line| !line.trim().is_empty() && line.chars().all(|c| "+-=|: \t".contains(c)));
            if !ruled && (cells.len() != headings.len() || rows > LONGEST) {
                break;
            }
            rows += 1;
            lines.next();
            for (cell, heading) in cells.iter().zip(&headings) {
                if let Some(column) = heading
                    && let Some(hit) = column.hit(text, cell)
                {
                    found.push(hit);
                }
            }
        }
    }
    statements(text, found);
}

/// `INSERT INTO t (name, ssn) VALUES ('…', '…'), (…)`.
fn statements(text: &str, found: &mut Vec<Hit>) {
    for (at, _) in text.match_indices("VALUES").chain(text.match_indices("values")) {
        let Some(columns) = text.get(..at).map(str::trim_end).and_then(|head| head.strip_suffix(')')) else { continue };
        let Some(open) = columns.rfind('(') else { continue };
        let headings: Vec<Option<Column>> = cells(text, &(open + 1..columns.len()), ',')
            .iter()
            .map(|cell| text.get(cell.clone()).and_then(column))
            .collect();
        let mut from = at;
        while let Some(open) = text
            .get(from..)
            .and_then(|rest| rest.find('(').filter(|gap| rest.get(..*gap).is_some_and(|gap| gap.len() < 12)))
        {
            let open = from + open + 1;
            let Some(close) = text.get(open..).and_then(|rest| rest.find(')')).map(|close| open + close) else { break };
            for (cell, heading) in cells(text, &(open..close), ',').iter().zip(&headings) {
                if let Some(hit) = heading.and_then(|column| column.hit(text, cell)) {
                    found.push(hit);
                }
            }
            from = close + 1;
        }
    }
}

/// The cells of a line, without quotes and spaces. A separator inside quotes separates nothing.
fn cells(text: &str, line: &Range<usize>, separator: char) -> Vec<Range<usize>> {
    let Some(written) = text.get(line.clone()) else { return Vec::new() };
    let mut cells = Vec::new();
    let (mut start, mut quoted) = (0, None);
    for (at, c) in written.char_indices().chain(std::iter::once((written.len(), separator))) {
        let end_of_line = at == written.len();
        match quoted {
            Some(mark) if c == mark => quoted = None,
            None if matches!(c, '"' | '\'') && written.get(start..at).is_some_and(|head| head.trim().is_empty()) => {
                quoted = Some(c);
            }
            _ => {}
        }
        if end_of_line || (c == separator && quoted.is_none()) {
            let cell = written.get(start..at).unwrap_or_default();
            let left = cell.len() - cell.trim_start_matches([' ', '\t', '"', '\'', '*']).len();
            let kept = cell.trim_matches([' ', '\t', '"', '\'', '*']);
            cells.push(line.start + start + left..line.start + start + left + kept.len());
            start = at + c.len_utf8();
        }
    }
    // A line framed by bars has an empty cell at each end.
    if separator == '|' {
        cells.retain(|cell| !cell.is_empty());
    }
    cells
}

fn column(heading: &str) -> Option<Column> {
    let plain: String = heading
        .chars()
        .filter(|c| !matches!(c, ' ' | '_' | '-' | '.' | '/' | '°'))
        .flat_map(char::to_lowercase)
        .collect();
    COLUMNS.get(plain.as_str()).copied()
}

/// Whether a cell is made of a few short words, as headings are.
fn is_heading_cell(cell: &str) -> bool {
    cell.len() < 40
        && (1..=4).contains(&cell.split_whitespace().count())
        && cell.chars().all(|c| c.is_alphanumeric() || " _-./()#".contains(c))
}

impl Column {
    fn hit(self, text: &str, cell: &Range<usize>) -> Option<Hit> {
        let written = text.get(cell.clone())?;
        let letters = written.chars().filter(|c| c.is_alphabetic()).count();
        let digits = written.chars().filter(char::is_ascii_digit).count();
        let capital = written
            .get(name::lead(written)..)
            .and_then(|name| name.chars().find(|c| c.is_alphabetic()))
            .is_some_and(|c| !c.is_lowercase());
        let (kind, fits) = match self {
            Self::Person => (
                "PERSON",
                letters > 1
                    && digits == 0
                    && capital
                    && written.split_whitespace().count() <= 6
                    && written.split_whitespace().all(name::is_part)
                    && !name::ends_as_organisation(written)
                    && !name::is_no_name(written),
            ),
            Self::Organisation => ("ORG", letters > 1 && capital && written.len() < 80 && !name::is_no_name(written)),
            Self::Address => ("ADDRESS", letters > 3 && digits > 0 && written.len() < 160),
            Self::Town => (
                "CITY",
                letters > 2
                    && digits == 0
                    && capital
                    && written.len() < 40
                    && !name::is_no_name(written)
                    && !super::goes_on::is_country(written),
            ),
            Self::Pay => ("MONEY", digits >= 3 && letters <= 4 && written.len() < 24),
            Self::Birth => ("BIRTHDATE", digits >= 4 && letters < 10 && written.len() < 20),
            Self::Number => {
                ("RECORD", digits > 3 && written.len() < 32 && (!written.contains(' ') || digits > letters))
            }
        };
        let reason = "stands in a column whose heading names it";
        let class = if kind == "MONEY" { Quantity } else { Identifier };
        fits.then(|| Hit { kind, class, detector: "table-column", reason, span: cell.clone() })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::string_slice)]

    use super::*;

    fn seen(text: &str) -> Vec<(&'static str, &str)> {
        let mut found = Vec::new();
        find(text, &mut found);
        found.into_iter().map(|hit| (hit.kind, &text[hit.span])).collect()
    }

    #[test]
    fn columns_of_every_kind_of_table() {
        assert_eq!(
            seen("id,name,employer,address\n1,\"Weber, Jo\",Acme,\"5 Oak Rd, Ely\"\n2,Ann Lee,Nova,x\n\nname, over"),
            [
                ("PERSON", "Weber, Jo"),
                ("ORG", "Acme"),
                ("ADDRESS", "5 Oak Rd, Ely"),
                ("PERSON", "Ann Lee"),
                ("ORG", "Nova")
            ]
        );
        assert_eq!(seen("+----+----+\n| Name | Size |\n|----|:---|\n| Kai Yu | 12 |\n"), [("PERSON", "Kai Yu")]);
        assert_eq!(seen("Nom\tVille\nZoé Roy\tLyon"), [("PERSON", "Zoé Roy"), ("CITY", "Lyon")]);
        assert_eq!(
            seen("INSERT INTO p (name, ssn, n) VALUES ('Jo Ray', '123-45-6789', 3), ('Al Gee', '1', 4);"),
            [("PERSON", "Jo Ray"), ("RECORD", "123-45-6789"), ("PERSON", "Al Gee")]
        );
    }

    #[test]
    fn prose_is_no_table() {
        for text in [
            "name, rank and number\nWe met, then left and",
            "the company, which is big\nA, B",
            "Name: x\ny",
            "a | b\nc | d",
            "name,size\nfoo.rs,12\nbar,3",
        ] {
            assert_eq!(seen(text), [], "{text}");
        }
    }
}
