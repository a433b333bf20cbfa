"""A chooser above a figure: alive in JupyterLab, in a batch the figure of the values that the parameters name."""

import html
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from workbench.errors import WorkbenchError
from workbench.present import preview
from workbench.present.description import Description, live
from workbench.start import Report, start

if TYPE_CHECKING:
    from ipywidgets import VBox

_LABELS = {"indikator": "Indikator", "ab_jahr": "von", "bis_jahr": "bis", "einrichtung": "Einrichtung", "jahr": "Jahr", "thema": "Thema"}


Choices = Mapping[str, Mapping[str, str]]  # choice → what a menu shows → its value


def explore(choices: Callable[[Report], Choices], show: Callable[..., Description], bericht: Report, **chosen: Any) -> "Description | VBox":  # noqa: ANN401 (typed by the notebook's parameters)
    """Show a figure with menus for the municipality and for all that it lets choose.

    Parameters
    ----------
    choices
        Report → options of each choice, in the order of the menus.
    show
        Report and chosen values → description.
    bericht
        The report whose place is shown first.
    chosen
        First value of each choice.

    Returns
    -------
    Description or ipywidgets.VBox
        In a batch the figure of the chosen values; where a person looks on, menus and the figure below them.
    """
    first = {name: str(value) for name, value in chosen.items()}
    return _Chooser(choices, show, bericht, first).box if live() else show(bericht, **first)


class _Chooser:
    """Menus, and the figure that follows them."""

    def __init__(self, choices: Callable[[Report], Choices], show: Callable[..., Description], report: Report, first: Mapping[str, str]) -> None:
        from ipywidgets import HTML, Dropdown, HBox, VBox

        places = [(p.name, key) for key, p in report.project.orte.items()]
        self.choices, self.show, self.report, self.resting = choices, show, report, True
        self.place = Dropdown(description="Gemeinde", options=places, value=report.place.key if report.place else None)
        self.menus = {name: Dropdown(description=_LABELS.get(name, name)) for name in choices(report)}
        self.picture = HTML()
        self.box = VBox([HBox([self.place, *self.menus.values()]), self.picture])
        self._offer(first)
        self.place.observe(self._moved, names="value")
        for menu in self.menus.values():
            menu.observe(self._chosen, names="value")
        self._draw()

    def _offer(self, wanted: Mapping[str, Any]) -> None:
        """Fill the menus with what the place has, keeping a choice that is still there."""
        self.resting = False
        for name, options in self.choices(self.report).items():
            values = list(options.values())
            self.menus[name].options = list(options.items())
            self.menus[name].value = wanted[name] if wanted.get(name) in values else next(iter(values), None)
        self.resting = True

    def _draw(self) -> None:
        """Show the figure."""
        self.picture.value = preview.html(self.show(self.report, **{name: menu.value for name, menu in self.menus.items()}))

    def _moved(self, change: Mapping[str, Any]) -> None:
        """Another municipality: other choices, another figure; a fault of its data in words."""
        try:
            self.report = start(change["new"])
            self._offer({name: menu.value for name, menu in self.menus.items()})
            self._draw()
        except WorkbenchError as fault:
            self.picture.value = f"<pre>{html.escape(str(fault))}</pre>"

    def _chosen(self, _change: object) -> None:
        """Another choice: another figure."""
        if self.resting:
            self._draw()
