"""What a drawing program leaves and nobody sees goes; the picture stays."""

import pytest

from workbench.present.lean import lean


@pytest.mark.parametrize(
    ("drawn", "rest"),
    [
        ("<g><g><text>a</text></g></g><g/><defs>\n</defs>", "<text>a</text>"),
        ('<g clip-path="url(#a)"><g><path d="M 0 1\nL 2 3\nL 4 5\nz\n" style="fill: #0b5e8a"/></g></g>', '<g clip-path="url(#a)">\n<path d="M 0 1 2 3 4 5 z" fill="#0b5e8a" />\n</g>'),
        ('<path d="M 0 0\nL 9 9\n" style="fill: none"/>', ""),
        ('<path d="M 0 0\nL 9 9\nM 1 1\nL 2 2\n" style="fill: none; stroke: #000"/>', '<path d="M 0 0 9 9 M 1 1 2 2" fill="none" stroke="#000" />'),
        ('<path d="M 0 0\nC 1 1 2 2 3 3\nL 2 2\n"/>', '<path d="M 0 0 C 1 1 2 2 3 3 L 2 2" />'),
        ('<text style="font-size: 9px; text-anchor: start" x="1" transform="rotate(-0 1 2)">a</text>', '<text font-size="9px" x="1">a</text>'),
        ('<text transform="rotate(-45 1 2)">a</text>', '<text transform="rotate(-45 1 2)">a</text>'),
        ("<text>a &lt;b&gt; &amp; »c«</text>", "<text>a &lt;b&gt; &amp; »c«</text>"),
    ],
)
def test_only_what_is_seen_stays(drawn, rest):
    assert lean(f"<svg>{drawn}</svg>") == f"<svg>\n{rest}\n</svg>".replace("\n\n", "\n")
