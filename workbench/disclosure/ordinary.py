"""Ordinary words that are surnames too and that a report, or the format of its file, says: »Sommer« alone is no name in it, »Frau Sommer« is."""

from workbench.schemas.terms import MONTHS, WEEKDAYS

_SAID = """
    alt braun ernst frei fremd froh früh grau groß grün gut hart heiß hoch jung kalt klein klug kurz lang lange laut leer neu offen recht reich rot rund scharf schmal schnell schön schwarz
    spät stark still stolz süß teuer treu voll wahr weich weiß weit wenig wild zart
    abend frost frühling herbst morgen nebel regen schnee sommer sonne stern sturm tag wetter wind winter woche
    acker bach berg damm feld fels fluss furt graben grund hafen heide hügel insel land moor mühle park rain sand see stein strom tal teich ufer wald wall wasser weide weiher wiese
    apfel baum birke birne blatt blume buche busch eiche erle esche gras holz kirsche klee kraut linde rose strauch tanne ulme wurzel
    fisch fuchs hahn hase igel vogel wolf
    bauer bäcker bürger bischof förster gärtner kaufmann koch lehrer maler maurer meister pfarrer pfleger reiter rektor richter sänger spieler
    bruder engel freund gast geist kind mann nachbar vater
    bank bau brücke burg dach dorf ecke garten haus heim hof kammer kapelle keller kirche kreis markt mauer platz ring saal schloss schule stadt stall steg straße tor turm weg winkel zaun
    band brett feder feuer fuß glas glocke gold hammer hand herz hut kessel kette kopf korb kranz kreuz krone leder mantel nagel pfeil rad schuh silber spiegel stahl stock topf wagen
    bier brot butter honig kohl kuchen mehl pfeffer salz speck wein zucker
    beispiel muster frage freude frieden glück hoffnung kraft kurs lob lohn lust pause preis punkt ruhe schatz sieg spiel sprung streit teil trost wechsel wohl
    anfang alter angst auge bad bahn bild blick bruch bund druck ende enge fall farbe fest gegner gewicht grenze gruppe hilfe jahr jugend kanal karte klasse kultur lage leute linie liste mal
    mitte mittel monat musik name nord ordnung ort ost person plan politik profil quelle rand rang rat raum regel ruf satz schutz seite sicher sitz sorge sorgen sport stamm stand stelle strich
    stunde süd summe takt text treff träger verband verein viertel wahl wand werk wert west wort zahl zeichen zeit ziel zimmer zufall
    custom first footer hans kartika last latha link mangal marked normal page part range roman root row strong title vera
"""
WORDS = frozenset({*_SAID.split(), *(word.casefold() for word in (*MONTHS, *WEEKDAYS))})
