"""Invented outlines: many small Voronoi cells, joined to areas, so that neighbours share their jagged border exactly."""

import functools
import json
from pathlib import Path

import numpy as np
import shapely
from scipy.cluster.vq import kmeans2
from scipy.optimize import linear_sum_assignment
from scipy.spatial import cKDTree
from shapely.geometry import MultiPoint, MultiPolygon, Point, Polygon

from generator.base import stream
from generator.places import Spec

SOURCES = {"geometrie": "Umrisse, synthetisch"}  # tables written here, and where their data come from

CELLS = 40  # small cells per area
COMPASS = {"nord": (0, 0.55), "süd": (0, -0.55), "ost": (0.55, 0), "west": (-0.55, 0)}


def outline(spec: Spec) -> Polygon:
    """Soft round shape of the true size around the true middle."""
    rng = stream(spec.key, "umriss")
    angle = np.linspace(0, 2 * np.pi, 160, endpoint=False)
    waves = sum(rng.normal(0, 0.13 / k) * np.cos(k * angle + rng.uniform(0, 2 * np.pi)) for k in range(2, 9))
    radius = np.sqrt(spec.km2 * 1e6 / np.pi / 0.85) * (1 + waves)
    x, y = spec.centre
    return Polygon(np.column_stack([x + radius * np.cos(angle), y + 0.85 * radius * np.sin(angle)]))


@functools.cache
def shapes(spec: Spec) -> dict[str, Polygon | MultiPolygon]:
    """Shape per area key."""
    hull, rng = outline(spec), stream(spec.key, "zellen")
    inland = [k for k, name, _ in spec.areas if name != "Borkum"]
    low, high = np.array(hull.bounds[:2]), np.array(hull.bounds[2:])
    points = rng.uniform(low - 2000, high + 2000, (CELLS * len(inland) * 2, 2))
    seeds, _ = kmeans2(points[shapely.contains_xy(hull, points)], len(inland), rng=rng, minit="++", iter=30)
    cells = shapely.voronoi_polygons(MultiPoint(points))
    inside = [c for c in cells.geoms if hull.contains(c.centroid)]
    seeds = _arranged(spec, seeds)
    nearest = cKDTree(seeds).query([(c.centroid.x, c.centroid.y) for c in inside])[1]
    rounded = shapely.set_precision(np.array(inside), 1.0, mode="pointwise")
    result = {key: shapely.unary_union(rounded[nearest == n]) for n, key in enumerate(inland)}
    if len(inland) < len(spec.areas):
        result[spec.areas[0][0]] = _island(hull)
    return {key: result[key] for key in spec.keys}


def _arranged(spec: Spec, seeds: np.ndarray) -> np.ndarray:
    """Middles in the order of the areas: near the true spot of a member, and »Nord« in the north."""
    radius = np.sqrt(spec.km2 * 1e6 / np.pi)
    wanted = np.array(spec.spots, float) * 1000 / radius if spec.spots else np.array([_bearing(name) for _, name, _ in spec.areas])
    wanted = wanted[-len(seeds) :]  # the island comes first and has no cell
    where = (seeds - spec.centre) / radius
    gap = np.linalg.norm(wanted[:, None] - where[None], axis=2) ** 2
    return seeds[linear_sum_assignment(np.nan_to_num(gap, nan=0.2))[1]]


def _bearing(name: str) -> tuple[float, float]:
    """Direction that a name promises; nearer to the middle for the parts of the centre; unknown where it promises none."""
    parts = [vector for word, vector in COMPASS.items() if word in name.lower()]
    if not parts and name != "Mitte":
        return np.nan, np.nan
    scale = 0.4 if "Mitte" in name else 1.0
    return scale * sum(x for x, _ in parts), scale * sum(y for _, y in parts)


def _island(hull: Polygon) -> MultiPolygon:
    """Island with a sandbank before the coast."""
    west, _, _, north = hull.bounds
    parts = [Point(west - 4000, north - 3000).buffer(3000, 5), Point(west - 9000, north - 1500).buffer(900, 3)]
    return MultiPolygon([shapely.set_precision(p, 1.0, mode="pointwise") for p in parts])


def centres(spec: Spec) -> np.ndarray:
    """Middle of every area in metres, in the order of the areas."""
    return np.array([(s.centroid.x, s.centroid.y) for s in shapes(spec).values()])


def write(spec: Spec, folder: Path) -> None:
    """geometrie.geojson with whole metres."""
    features = [{"type": "Feature", "properties": {"Raum": key}, "geometry": json.loads(shapely.to_geojson(shape))} for key, shape in shapes(spec).items()]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25832"}}
    text = json.dumps({"type": "FeatureCollection", "crs": crs, "features": features}, separators=(",", ":")).replace(".0,", ",").replace(".0]", "]")
    (folder / "geometrie.geojson").write_text(text.replace('{"type":"Feature"', '\n{"type":"Feature"') + "\n", encoding="utf-8", newline="\n")
