"""Degrees and metres, against published points."""

import numpy as np
import pytest

from workbench.read.utm import project, unproject


def test_degrees_become_the_published_metres():
    # chrisveness/geodesy, test/utm-mgrs-tests.js: Bergen lies in zone 32 (Karney's method, WGS 84)
    assert project(np.array([[5.3249, 60.39135]]))[0] == pytest.approx([297_508.410, 6_700_645.296], abs=0.0006)


def test_the_other_zones_are_the_same_formula():
    # same source: Eiffel tower in zone 31, and (1, 1) in zone 31 to a hundredth of a millimetre
    points = project(np.array([[2.2945, 48.8583], [1, 1]]), zone=31)
    assert points[0] == pytest.approx([448_251.898, 5_411_943.794], abs=0.0006)
    assert points[1] == pytest.approx([277_438.26352, 110_597.97252], abs=0.00001)


def test_places_in_germany_agree_with_proj():
    # PROJ 9.5 (pyproj 3.7.2), EPSG:4258 to EPSG:25832: Aachen, Borkum, Berlin, Görlitz, Zugspitze
    degrees = np.array([[6.0834, 50.7766], [6.6667, 53.5833], [13.4050, 52.5200], [14.9885, 51.1500], [10.9853, 47.4211]])
    metres = [[294379.861925, 5629038.323802], [345542.468852, 5939692.521688], [798812.802574, 5827999.899986], [918691.292462, 5683573.961977], [649741.126306, 5253871.800717]]
    assert np.abs(project(degrees) - metres).max() < 0.000_01


def test_there_and_back_is_the_same_point():
    degrees = np.column_stack([np.linspace(5, 16, 50), np.linspace(47, 56, 50)])
    for zone in (32, 33):
        assert np.abs(unproject(project(degrees, zone), zone) - degrees).max() < 1e-11
