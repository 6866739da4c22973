//! Values and texts of the classes that were widened after the fourth set: ids in odd groups, bare amounts, names joined by a
//! hyphen, and names that are public things too.

use super::disguises::Disguises;

pub(super) const WIDENED_4: &[Disguises] = &[
    (
        "PASSPORT",
        "C4KX92RT7",
        &[
            "handwritten: C4 KX 92 RT 7, conference",
            "passport c4-kx9-2rt-7",
            "passport C4K.X92.RT7",
            "Pass-Nr. C4K X9 2R T7",
            "passeport c4k/x92/rt7",
            "No. c 4 k x 9 2 r t 7",
        ],
    ),
    ("BADGE", "ZT-81Q-4B", &["badge ZT8 1Q4 B", "Ausweis zt 81 q4b"]),
    (
        "AMOUNT",
        "12.750,00 €",
        &[
            "set B2 to 12750 and format it",
            "Setze in der Zelle 12750 als Betrag in Euro",
            "le budget passe à 12750 dans la cellule B4",
            "Wert: 12750",
            "use 12750 as the amount",
            "12750 comme plafond",
        ],
    ),
    (
        "PERSON",
        "Yusuf Karadeniz",
        &[
            "The Karadeniz-Akte is late",
            "Die Karadeniz-Sache ruht",
            "Der Karadeniz-Vertrag ist da",
            "le dossier-Karadeniz est clos",
            "the Karadeniz-file is gone",
        ],
    ),
    ("PERSON", "Rüdiger Winter", &["die Winter-Akte liegt bei mir", "der Winter-Fall ist komplex"]),
    (
        "ORG",
        "Ateliers Verdonnet",
        &["Chez Verdonnet, rien ne bouge", "at Verdonnet they promised", "bei Verdonnet anrufen", "V E R D O N N E T"],
    ),
    ("ORG", "Cabinet Tressandier", &["une lettre de Tressandier", "from Tressandier, again"]),
    ("PERSON", "Jean-Baptiste Lacourcelle", &["Jaen-Baptiste Lacourcelle arrive", "Jean-Baptsite Lacourcelle arrive"]),
    (
        "PERSON",
        "Callum Rose",
        &["Callum Rsoe wrote", "a folder labelled Rose", "die Rose-Akte", "Mr Rose likes Star Trek"],
    ),
    (
        "PERSON",
        "Ida Borg",
        &[
            "die Borg hat angerufen",
            "I spoke with Borg yesterday about it",
            "Borg was late again",
            "Mr Borg likes Star Trek",
            "Ida loves Star Trek and knitting",
            "the Borg file is missing",
            "call Ida about the dynasty book",
            "Ida Borg's algorithm is late",
            "Google hired Borg last week",
            "Hat Ida Zeit für mich?",
        ],
    ),
    (
        "PERSON",
        "Nguyễn Thị Bảo Trâm",
        &["Nguyễn said she would call", "Thị Bảo Trâm est absente", "Nguyễn Thị Bảo est absente"],
    ),
];

pub(super) const NEAR_WIDENED_4: (&[(&str, &str)], &[&str]) = (
    &[
        ("PASSPORT", "C4KX92RT7"),
        ("AMOUNT", "12.750,00 €"),
        ("AMOUNT", "£86,420"),
        ("PERSON", "Yusuf Karadeniz"),
        ("PERSON", "Rüdiger Winter"),
        ("ORG", "Ateliers Verdonnet"),
        ("PERSON", "Jean-Baptiste Lacourcelle"),
        ("PERSON", "Ida Borg"),
        ("PERSON", "Nguyễn Thị Bảo Trâm"),
        ("PERSON", "Callum Rose"),
    ],
    &[
        "passport C4KX92RT8, C4 KX 29 RT 7",
        "12750 Stück wurden geliefert, 12750 pages of logs",
        "port 12751 is open, 127,50 €, 12.75 km, 86421 as the start",
        "the Winter-Reifen are on, das Winter-Team trainiert",
        "Peter Karadeniz-Lange kam",
        "Ateliers in Paris; les ateliers du quartier",
        "Jean Baptiste Lully composed",
        "Call Rose-Marie at noon",
        "The Nguyen dynasty moved the capital to Hue.",
        "La dynastie Nguyễn a régné, avec les empereurs Nguyễn.",
        "Explain how the Borg collective differs from an ant colony.",
        "Was the Borg a good villain in Star Trek?",
        "the Rose theorem and the Borg algorithm",
        "l'algorithme de Borg et le théorème de Rose",
        "pip install rose and npm add ida, brew install borg, apt remove b0rg",
        "Google's Borg paper; Apple’s Rose edition; Le Borg de Google",
        "Ida Pro costs a lot, IDA Free does not.",
        "a wine labelled Rose, a jar labelled Rose, un vin nommé Rose",
        "Nguyễn Ái Vân chante; Nguyễn Ái Quốc; Nguyễn Văn Trỗi",
        "Trần Thị Bảo Ngọc et Phạm Thị Bảo Anh sont venues",
        "Wann übernahm Ida Ehre die Kammerspiele?",
    ],
);
