"""One look for all: colours, font and their contrast."""

FONT = "DejaVu Sans, Verdana, sans-serif"

INK = "#1f2933"  # text and axes
MUTED = "#5b6770"  # secondary text, outlines of areas
STEP_BACK = "#87929b"  # marks that are not meant
GRID = "#dde3e7"  # helps the eye, carries no meaning
PAPER = "#ffffff"
ACCENT = "#0b5e8a"

# Told apart with normal sight and with protanopia, deuteranopia and tritanopia (Machado et al. 2009): CIELAB distance above 20.
PALETTE = (ACCENT, "#c8660a", "#7a2fb8", "#561616", "#8a7d64", "#14184a")
STEPS = ("#dbe9f1", "#a9cbdf", "#6ba5c6", "#2f7aa8", "#0b4a6e")  # light to dark, also in grey
DASHES = ("-", (0, (5, 1.5)), (0, (1.5, 1.2)), (0, (6, 1.5, 1.5, 1.5)), (0, (3, 1, 1, 1, 1, 1)), (0, (8, 2)))
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


def text_on(ground: str) -> str:
    """White or black, whichever can be read on a colour; one of them always reaches 4.5."""
    return PAPER if contrast(PAPER, ground) >= 4.5 else "#000000"


def _luminance(colour: str) -> float:
    """Relative luminance."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
