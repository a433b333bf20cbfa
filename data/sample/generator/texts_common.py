"""What all interviews share: pseudonyms, left-over originals, first answers, summaries of the theme matrix."""

# original → pseudonym; the transcripts hold pseudonyms but for a few originals that were overlooked
NAMES: dict[str, tuple[tuple[str, str], ...]] = {
    "dorsten": (("Frau Szymkowiak", "Frau Weber"), ("Herr Brandtner", "Herr Lorenz"), ("Yeliz", "Mira"), ("Jannick", "Tom")),
    "ibbenbueren": (("Frau Oellrich", "Frau Sommer"), ("Herr Kamphues", "Herr Winter"), ("Thessa", "Lina"), ("Fiete", "Paul")),
    "leer": (("Frau Ubbenjans", "Frau Vogel"), ("Herr Folkerts", "Herr Busch"), ("Wiebke", "Ida"), ("Enno", "Max")),
    "dortmund": (("Frau Kaczmarek", "Frau Berger"), ("Herr Yıldırım", "Herr Roth"), ("Dilara", "Nele"), ("Luan", "Ben")),
    "oldenburg": (("Frau Drieling", "Frau Kaiser"), ("Herr Hinrichsmeyer", "Herr Wolf"), ("Femke", "Lea"), ("Jorin", "Finn")),
    "rottweil": (("Frau Haubensak", "Frau Keller"), ("Herr Schondelmaier", "Herr Graf"), ("Annerose", "Emma"), ("Vinzenz", "Jan")),
    "stolberg": (("Frau Kreutzkamp", "Frau Haas"), ("Herr Wynands", "Herr Jung"), ("Malou", "Sofie"), ("Cedric", "Leon")),
}
# position of the interview → code and sentence that a text release must hold back; numbers and addresses are reserved for fiction
OVERLOOKED = {
    0: ("th", "{original} hat uns da immer unterstützt, auch als es schwierig war."),
    1: ("vs", "Bei Fragen hilft {original}, die Nummer ist 0171 3920012."),
    2: ("be", "Ich habe dann an jugend@example.org geschrieben, und nach zwei Wochen kam eine Antwort."),
}
FIRST_ANSWERS = (
    "Ich kenne {raum} seit vielen Jahren, und es hat sich einiges verändert.",
    "Es ist ruhig hier, manche sagen: zu ruhig.",
    "Mir fallen zuerst die Leute ein, man grüßt sich noch.",
    "Es gibt schöne Ecken, und es gibt welche, um die sich niemand kümmert.",
    "Ich bin gern hier, auch wenn nicht alles leicht ist.",
    "In {raum} leben sehr unterschiedliche Menschen nah beieinander.",
    "Früher war mehr los, das sagen jedenfalls alle.",
)
EMOJI_ANSWER = "Auf die Einladung zum Gespräch habe ich nur mit 👍🏽 und 😀 geantwortet, so schnell ging das."
SUMMARIES: dict[str, tuple[str, ...]] = {
    "th": ("Offene Angebote sind verlässliche Orte der Beziehung.", "Der Treff wird geschätzt, erreicht aber vor allem Jüngere."),
    "td": ("Aufenthalt im Freien führt zu Beschwerden, ist aber wichtig.", "Plätze und Höfe sind alltägliche Treffpunkte."),
    "tf": ("Für Ältere fehlen Orte am Abend.", "Gewünscht wird ein selbst verwalteter Raum."),
    "mb": ("Der Takt am Abend und am Wochenende begrenzt die Teilhabe.", "Ohne Auto sind Ziele außerhalb schwer erreichbar."),
    "mr": ("Wege sind kurz, aber nicht überall sicher.", "Fehlende Beleuchtung hält vor allem Mädchen ab."),
    "fs": ("Vereine binden viele, Ältere steigen aus.", "Offene Sportangebote ohne Vertrag werden gewünscht."),
    "fk": ("Musik und Medien sind Zugänge für Stillere.", "Kulturelle Angebote hängen an Einzelnen."),
    "sd": ("Schule ermüdet, Sorgen nehmen zu.", "Der Ganztag verkürzt die freie Zeit."),
    "su": ("Der Übergang in den Beruf ist ungewiss.", "Hilfe bei Bewerbungen kommt oft aus dem Treff."),
    "be": ("Beteiligung blieb ohne sichtbare Folge.", "Wo mitgebaut wurde, ist die Bindung groß."),
    "bw": ("Gewünscht werden eigene Mittel und eine Antwort auf jeden Vorschlag.", "Politik soll zu den jungen Menschen kommen."),
    "zs": ("Einzelne Orte werden abends gemieden.", "Das Sicherheitsgefühl ist besser, wo jemand ansprechbar ist."),
    "za": ("Der Ruf des Gebiets belastet.", "Ausgrenzung wird erlebt, im offenen Bereich aber aufgefangen."),
    "ak": ("Schon kleine Beträge schließen aus.", "Kostenfreie Angebote sind entscheidend."),
    "aw": ("Enge Wohnungen und Pflichten prägen den Nachmittag.", "Familien brauchen Betreuung in Randzeiten."),
    "vs": ("Schule und Jugendarbeit wissen zu wenig voneinander.", "Feste Absprachen mit Schulen bewähren sich."),
    "vp": ("Personal und Mittel sind knapp und schlecht planbar.", "Wechsel beim Personal kosten Beziehungen."),
}
