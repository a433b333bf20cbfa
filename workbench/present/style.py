"""One look for all: colours, font and their contrast."""

import colorsys

FONT = "DejaVu Sans, Verdana, sans-serif"

INK = "#1f2933"  # text and axes
MUTED = "#5b6770"  # secondary text, outlines of areas
STEP_BACK = "#87929b"  # marks that are not meant
GRID = "#dde3e7"  # helps the eye, carries no meaning
PAPER = "#ffffff"
NIGHT = "#14191d"  # paper in the dark
ACCENT = "#0b5e8a"
TINT = "#f3f6f8"  # ground of what stands apart
WARNING, WARNING_GROUND = "#5c4300", "#fff4d6"  # of what must not be overlooked, on its ground

# Told apart with normal sight and with protanopia, deuteranopia and tritanopia (Machado et al. 2009): CIELAB distance above 20.
PALETTE = (ACCENT, "#c8660a", "#7a2fb8", "#561616", "#8a7d64", "#14184a")
STEPS = ("#dbe9f1", "#a9cbdf", "#6ba5c6", "#2f7aa8", "#0b4a6e")  # light to dark, also in grey
DASHES: tuple[tuple[float, ...], ...] = ((), (5, 1.5), (1.5, 1.2), (6, 1.5, 1.5, 1.5), (3, 1, 1, 1, 1, 1), (8, 2))  # in widths of the line
MARKERS = ("o", "s", "^", "D", "v", "P")


def contrast(colour: str, ground: str = PAPER) -> float:
    """Contrast of two colours.

    Parameters
    ----------
    colour, ground
        As ``#rrggbb``.

    Returns
    -------
    float
        From 1 to 21.

    Notes
    -----
    WCAG 2.1, relative luminance and contrast ratio: text needs 4.5, marks need 3.

    Examples
    --------
    >>> contrast("#000000")
    21.0
    """
    light, dark = sorted((_luminance(colour), _luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def legible(colour: str, ground: str = PAPER, least: float = 4.5) -> str:
    """Nearest colour of the same hue and saturation that can be read on a ground.

    Parameters
    ----------
    colour, ground
        As ``#rrggbb``.
    least
        Contrast that text needs.

    Returns
    -------
    str
        The colour itself where it has that contrast; else darker on a light ground, lighter on a dark one.

    Examples
    --------
    >>> legible("#0b5e8a"), legible("#ff8800"), legible("#0b5e8a", NIGHT)
    ('#0b5e8a', '#b46000', '#1088c8')
    """
    hue, light, saturation = colorsys.rgb_to_hls(*_parts(colour))
    end = float(contrast(PAPER, ground) > contrast("#000000", ground))
    ways = (colour, *(_hex(hue, light + (end - light) * step / 255, saturation) for step in range(1, 256)))
    return next(c for c in ways if contrast(c, ground) >= least)


def text_on(ground: str) -> str:
    """White or black, whichever can be read on a colour; one of them always reaches 4.5."""
    return PAPER if contrast(PAPER, ground) >= 4.5 else "#000000"


def _luminance(colour: str) -> float:
    """Relative luminance."""
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parts(colour: str) -> tuple[float, float, float]:
    """Red, green and blue, from 0 to 1."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def _hex(hue: float, light: float, saturation: float) -> str:
    """Colour as ``#rrggbb``."""
    return "#" + "".join(f"{round(p * 255):02x}" for p in colorsys.hls_to_rgb(hue, light, saturation))
