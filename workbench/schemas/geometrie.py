"""Outlines of the areas."""

from workbench.read import geo
from workbench.schemas._column import AREA_DIGITS, Column
from workbench.schemas._foreign import Foreign
from workbench.schemas._table import Table

TABLE = Table(
    name="geometrie",
    title="Umrisse der Räume",
    description="GeoJSON-Datei geometrie.geojson: eine FeatureCollection, je Raum eine Fläche mit der Eigenschaft »Raum«. Koordinaten in ETRS89/UTM 32N (EPSG:25832, Meter); Längen- und Breitengrade (WGS 84) und EPSG:25833 werden umgerechnet. Eine Zeile je Teilfläche.",
    columns=(
        Column("Raum", "key", "Schlüssel des Raums", role="key", example="01", refers="raeume", through="zuordnung", complete=True, digits=AREA_DIGITS),
        Column("Ring", "object", "Ringe der Fläche als Listen von Punkten (x, y): zuerst der Umriss, dann Löcher", unit="Meter (EPSG:25832)"),
    ),
    foreign=Foreign(geo.FILE, geo.read, only=True, said=geo.said),
)
