"""What parents, associations, police, politics and administration say, per code."""

ADULTS: dict[str, tuple[str, ...]] = {
    "th": (
        "Im {haus} wird gute Arbeit geleistet, das höre ich von vielen Familien.",
        "Ich hätte nichts dagegen, wenn mein Sohn in den Treff ginge, aber er kennt dort niemanden.",
        "Wenn der Treff geschlossen ist, merken wir das am selben Abend auf dem Platz.",
        "Offene Arbeit ist nicht Luxus, sie erspart uns an anderer Stelle viel.",
        "Manche Eltern wissen gar nicht, was in so einem Haus geschieht.",
    ),
    "td": (
        "Auf dem Platz in {raum} sitzen abends Jugendliche, das gehört zu einer lebendigen Stadt.",
        "Die Anrufe wegen Lärm kommen immer von denselben drei Adressen.",
        "Wir haben zu wenige Plätze, an denen junge Leute niemanden stören.",
        "Spielplätze werden gepflegt, für die Älteren bleibt dann der Rand.",
    ),
    "tf": (
        "Für die Vierzehn- bis Achtzehnjährigen fällt mir in {raum} ehrlich gesagt nichts ein.",
        "Ein Raum für Veranstaltungen fehlt, die Hallen sind immer belegt.",
        "Wir haben den Bedarf für einen neuen Treff im Ausschuss gesehen, nur das Grundstück fehlt.",
        "Eine Anlaufstelle am Abend wäre auch für unsere Arbeit eine Entlastung.",
    ),
    "mb": (
        "Ohne Elterntaxi geht bei uns am Wochenende nichts.",
        "Der Takt am Abend ist für Jugendliche unbrauchbar, das wissen wir seit Jahren.",
        "Unsere Trainingszeiten richten sich inzwischen nach dem Bus.",
        "Ein Rufbus wäre bezahlbar, man müsste ihn nur wollen.",
    ),
    "mr": (
        "An der Kreuzung bei der Schule passiert irgendwann etwas.",
        "Viele Wege in {raum} sind zu Fuß gut zu schaffen, das wird unterschätzt.",
        "Der Ausbau des Radwegs ist beschlossen, die Mittel stehen im nächsten Haushalt.",
        "Ich lasse meine Tochter im Dunkeln nicht mit dem Rad fahren.",
    ),
    "fs": (
        "Wir haben zweihundert Kinder im Verein und sechs Leute, die alles machen.",
        "Mit vierzehn hören viele auf, das ist bei uns nicht anders als anderswo.",
        "Wer bei uns mitmacht, übernimmt früh Verantwortung, das prägt.",
        "Die Juleica-Schulung müsste vor Ort stattfinden, nicht eine Stunde entfernt.",
        "Wir würden gern mehr Kinder aus {raum} erreichen, wissen aber nicht, wie.",
    ),
    "fk": (
        "Die Musikschule ist gut, aber nicht jede Familie kann sie bezahlen.",
        "Beim Handy streiten wir zu Hause jeden Tag.",
        "Das Ferienprogramm ist jedes Jahr in einer Stunde ausgebucht.",
        "Kultur für junge Menschen wird bei uns von drei Ehrenamtlichen getragen.",
    ),
    "sd": (
        "Meine Tochter ist nach der Schule so erschöpft, dass sie nur noch schläft.",
        "Wir sehen mehr Kinder, die nicht mehr zur Schule gehen, als noch vor der Pandemie.",
        "Der Ganztag nimmt den Vereinen die Nachmittage, das muss man offen sagen.",
        "Die Klassen sind zu groß, da fällt ein stilles Kind nicht auf.",
    ),
    "su": (
        "Die Betriebe in {raum} suchen, und trotzdem gehen Jugendliche ohne Vertrag aus der Schule.",
        "Mein Sohn wusste nach der Schule ein Jahr lang nicht, wohin.",
        "Die Jugendberufsagentur ist richtig, sie ist nur zu weit weg von den Jugendlichen.",
    ),
    "be": (
        "Im Ausschuss sitzen Jugendliche als Gäste, reden dürfen sie am Ende.",
        "Das Jugendparlament hat sich nach zwei Jahren aufgelöst, weil wenig daraus folgte.",
        "Bei der Spielplatzplanung haben die Kinder Modelle gebaut, das hat alle überzeugt.",
        "Elternbefragungen gibt es viele, Ergebnisse sehe ich selten.",
    ),
    "bw": (
        "Ich wünsche mir, dass junge Leute über einen Teil des Geldes selbst bestimmen.",
        "Beteiligung sollte dort stattfinden, wo die Jugendlichen sind.",
        "Wir müssen lernen, auch ein Nein gut zu begründen.",
    ),
    "zs": (
        "Die Zahlen geben die Sorge nicht her, das Gefühl vieler Menschen ist ein anderes.",
        "Seit die Beleuchtung erneuert ist, ist es am Weg zum Sportplatz ruhiger.",
        "Ich hole meine Tochter abends ab, auch wenn es nur zehn Minuten sind.",
        "Präsenz hilft, aber Jugendarbeit hilft länger.",
    ),
    "za": (
        "Über {raum} wird schlecht geredet, meist von Leuten, die nie dort sind.",
        "In unserem Verband haben wir uns vorgenommen, offener zu werden, das dauert.",
        "Wenn Familien aus anderen Ländern kommen, ist die Sprache oft nur die kleinste Hürde.",
        "Kinder grenzen weniger aus als wir Erwachsenen.",
    ),
    "ak": (
        "Der Beitrag ist niedrig, aber Schuhe, Fahrten und Trikots kommen dazu.",
        "Wir zahlen für zwei Kinder im Monat fast hundert Euro nur für Freizeit.",
        "Der Antrag auf Teilhabe ist so kompliziert, dass wir im Verein beim Ausfüllen helfen.",
        "Freier Eintritt ins Bad in den Ferien wäre ein einfaches Zeichen.",
    ),
    "aw": (
        "Bezahlbare Wohnungen für Familien gibt es in {raum} kaum noch.",
        "Ich bin allein mit drei Kindern, da ist der Nachmittag eine Frage der Organisation.",
        "Viele Großeltern springen ein, und wenn die fehlen, wird es eng.",
        "Bei uns melden sich mehr Familien, die schlicht überfordert sind.",
    ),
    "vs": (
        "Schule und Jugendarbeit planen nebeneinander her, das kostet alle Kraft.",
        "Die Schule öffnet uns die Halle, im Gegenzug machen wir eine Sport-AG.",
        "Ein gemeinsamer Kalender aller Angebote wäre schon ein Fortschritt.",
        "{wer} hält die Fäden zusammen, ohne diese Person liefe wenig.",
    ),
    "vp": (
        "Die Zuschüsse sind seit Jahren gleich, die Kosten sind es nicht.",
        "Wir wollen die Förderung für die ganze Wahlperiode beschließen, damit die Träger planen können.",
        "Ohne Hauptamt bricht das Ehrenamt irgendwann zusammen.",
        "Die Verwaltung hat eine Stelle für die Planung, und die ist halb.",
    ),
}
