"""Codebook of the interviews: themes, codes with definition and anchor example, questions of the guide."""

from typing import NamedTuple


class Code(NamedTuple):
    """A code below a theme."""

    theme: str
    name: str
    definition: str
    anchor: str


THEMES = {
    "Treffpunkte": "Orte, an denen junge Menschen Zeit verbringen, oder deren Fehlen.",
    "Mobilität": "Wege zu Schule, Freizeit und Freundinnen und Freunden.",
    "Freizeit": "Was junge Menschen außerhalb der Schule tun und tun möchten.",
    "Schule und Ausbildung": "Erfahrungen mit Schule, Ausbildung und dem Weg dazwischen.",
    "Beteiligung": "Mitreden und Mitentscheiden in Einrichtung, Schule und Gemeinde.",
    "Zusammenleben": "Miteinander und Konflikte im Gebiet.",
    "Teilhabe und Geld": "Was Geld, Wohnung und Familie ermöglichen oder verhindern.",
    "Zusammenarbeit": "Absprachen, Personal und Mittel der beteiligten Stellen.",
}
CODES = {
    "th": Code("Treffpunkte", "Offene Angebote", "Aussagen über Jugendhäuser, Treffs und offene Angebote.", "Im Treff kann ich einfach sein, ohne etwas kaufen zu müssen."),
    "td": Code("Treffpunkte", "Draußen", "Aussagen über Plätze, Parks und Straßen als Aufenthaltsorte.", "Wir sitzen meistens auf dem Platz hinter der Halle."),
    "tf": Code("Treffpunkte", "Fehlende Orte", "Wunsch nach Orten, die es nicht gibt oder die verloren gingen.", "Nach acht Uhr gibt es hier keinen Ort mehr für uns."),
    "mb": Code("Mobilität", "Bus und Bahn", "Takt, Preis und Zuverlässigkeit von Bus und Bahn.", "Der letzte Bus fährt um halb neun."),
    "mr": Code("Mobilität", "Rad und Fußweg", "Wege zu Fuß und mit dem Rad, auch ihre Sicherheit.", "Der Radweg hört mitten an der Landstraße auf."),
    "fs": Code("Freizeit", "Sport und Verein", "Sport, Vereine und Verbände.", "Montags und mittwochs bin ich im Training."),
    "fk": Code("Freizeit", "Kultur und Medien", "Musik, Kultur, Spiele und digitale Medien.", "Am liebsten mache ich Musik mit den anderen."),
    "sd": Code("Schule und Ausbildung", "Druck und Belastung", "Leistungsdruck, Müdigkeit und Sorgen um die Schule.", "Nach der Schule bin ich oft einfach nur müde."),
    "su": Code("Schule und Ausbildung", "Übergang in den Beruf", "Berufswahl, Praktikum und Ausbildung.", "Ich weiß noch nicht, was nach der Zehnten kommt."),
    "be": Code("Beteiligung", "Erfahrungen", "Erlebte Beteiligung, gelungen oder nicht.", "Wir durften die Farbe aussuchen, mehr nicht."),
    "bw": Code("Beteiligung", "Wünsche", "Wünsche, wie junge Menschen mitreden wollen.", "Man sollte uns fragen, bevor alles fertig ist."),
    "zs": Code("Zusammenleben", "Sicherheit", "Gefühl von Sicherheit oder Unsicherheit an Orten.", "Abends gehe ich da nicht allein durch."),
    "za": Code("Zusammenleben", "Ausgrenzung", "Benachteiligung, Abwertung und Rassismus, auch Zusammenhalt dagegen.", "Manche werden schon wegen ihres Namens anders behandelt."),
    "ak": Code("Teilhabe und Geld", "Kosten", "Kosten, die von Teilhabe ausschließen, und wie damit umgegangen wird.", "Kino ist einfach zu teuer."),
    "aw": Code("Teilhabe und Geld", "Familie und Wohnen", "Enge Wohnungen, Pflichten und Rückhalt in der Familie.", "Zu Hause habe ich kein eigenes Zimmer."),
    "vs": Code("Zusammenarbeit", "Schule und Jugendarbeit", "Verbindung von Schule und Jugendarbeit.", "Einmal in der Woche kommt jemand aus dem Treff in die Schule."),
    "vp": Code("Zusammenarbeit", "Personal und Mittel", "Personal, Räume, Geld und Planbarkeit der Arbeit.", "Mit einer halben Stelle kann man kein Haus offen halten."),
}
FREE = "Zitat frei"
FREE_DEFINITION = "Die befragte Person ist mit der wörtlichen Wiedergabe dieser Stelle einverstanden."
QUESTIONS = {
    "Treffpunkte": ("Wo trifft man sich hier?", "Welche Orte sind hier wichtig für junge Menschen?", "Wo halten sich Jugendliche in {raum} auf?"),
    "Mobilität": ("Wie kommt man hier von einem Ort zum anderen?", "Wie sind die Wege?", "Und wie kommt man dorthin?"),
    "Freizeit": ("Was passiert in der Freizeit?", "Welche Angebote werden genutzt?", "Was machen junge Menschen hier nach der Schule?"),
    "Schule und Ausbildung": ("Welche Rolle spielt die Schule?", "Was ist beim Thema Schule und Ausbildung wichtig?", "Wie geht es nach der Schule weiter?"),
    "Beteiligung": ("Wer entscheidet mit?", "Wo können junge Menschen mitreden?", "Wie sieht es mit der Beteiligung aus?"),
    "Zusammenleben": ("Wie ist das Miteinander in {raum}?", "Wo gibt es Schwierigkeiten?", "Wie sicher fühlt man sich hier?"),
    "Teilhabe und Geld": ("Welche Rolle spielt Geld?", "Können alle mitmachen?", "Wie ist die Lage der Familien?"),
    "Zusammenarbeit": ("Wie arbeiten die Stellen zusammen?", "Was gelingt in der Zusammenarbeit, was nicht?", "Was müsste sich bei den Einrichtungen ändern?"),
}
OPENINGS = ("Danke, dass Sie sich Zeit nehmen. Erzählen Sie bitte zuerst, was Sie mit {raum} verbinden.", "Beginnen wir mit dem Ort: Wie lebt es sich in {raum}?", "Schön, dass es geklappt hat. Was fällt Ihnen zu {raum} zuerst ein?")
OPENINGS_YOUTH = ("Schön, dass du da bist. Erzähl doch mal, wie es ist, in {raum} zu wohnen.", "Danke, dass du mitmachst. Was fällt dir zu {raum} zuerst ein?", "Fangen wir einfach an: Wie lebt es sich in {raum}?")
FILLERS = ("Also, da muss ich kurz überlegen.", "Hm, gute Frage.", "Ja, das ist ein großes Thema.", "Da gibt es mehreres.", "Das ist schnell gesagt.", "Darüber haben wir neulich erst gesprochen.", "Ich fange mal vorne an.", "Na ja.", "Da fällt mir sofort etwas ein.", "Das ist unterschiedlich.")
CLOSINGS = ("Von mir aus war das alles.", "Das wollte ich gern noch loswerden.", "Ich bin gespannt, was daraus wird.", "Gut, dass einmal jemand fragt.", "Hoffentlich liest das auch jemand, der etwas ändern kann.")
