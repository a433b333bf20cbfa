"""Words that typer says on its own, in German: help pages and usage errors."""

import difflib
import re
from collections.abc import Sequence
from typing import Any

from typer.core import TyperCommand, TyperGroup

_HELP = {
    "Usage: ": "Aufruf: ",
    "Options:": "Optionen:",
    "Arguments:": "Argumente:",
    "Commands:": "Befehle:",
    "Show this message and exit.": "Diese Hilfe zeigen.",
    "[default: ": "[Vorgabe: ",
    "[required]": "[nötig]",
}
_FAULTS = (
    (r"No such command '(.*?)'\.(?: Did you mean '(.*?)'\?)?.*", "Den Befehl »{0}« gibt es nicht.", " Meinten Sie »{1}«?"),
    (r"No such option: (\S+)(?: .*?(--.*))?", "Die Option »{0}« gibt es nicht.", " Meinten Sie »{1}«?"),
    (r"Missing option '(.*?)'.*", "Die Option »{0}« fehlt.", ""),
    (r"Missing argument '(.*?)'.*", "Die Angabe »{0}« fehlt.", ""),
    (r"Invalid value for '(.*?)':.*? '(.*?)' does not match the formats?.*", "»{1}« passt nicht zur Option »{0}« – erwartet ein Datum (TT.MM.JJJJ).", ""),
    (r"Invalid value for '(.*?)': Input should be greater than or equal to (\d+).*", "Der Wert der Option »{0}« ist zu klein – erwartet eine Zahl ab {1}.", ""),
    (r"Invalid value for '(.*?)'.*", "Der Wert der Option »{0}« passt nicht – erwartet eine Zahl.", ""),
    (r"Option '?(\S+?)'? requires an argument.*", "Die Option »{0}« braucht einen Wert.", ""),
    (r"Got unexpected extra argument.*\((.*)\)", "»{0}« ist zu viel.", ""),
)
_NAMED = r"\bworkbench (?:approve|check|pack|plan|run|status)\b"


class _German:
    """Translates the words that typer adds to a help page."""

    def get_help(self, ctx: Any) -> str:  # noqa: ANN401 (typer's context has no public type)
        """Help page in German."""
        text: str = super().get_help(ctx)  # type: ignore[misc] # mixed into typer's classes
        for english, german in _HELP.items():
            words = r"\s+".join(map(re.escape, english.split()))  # a line may break in it
            text = re.sub(words, german.rstrip(), text)
        return text


class Commands(_German, TyperGroup):
    """The command line as a whole."""


class Command(_German, TyperCommand):
    """One command."""


def said(message: str) -> str:
    """Usage error in German, with the way to the help.

    Examples
    --------
    >>> said("No such command 'rnu'. Did you mean 'run'?")
    'Den Befehl »rnu« gibt es nicht. Meinten Sie »run«? Hilfe: workbench --help'
    """
    for pattern, german, hint in _FAULTS:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            word, *others = found.groups()
            near = difflib.get_close_matches(word, re.findall(r"[\w-]+", others[0]), n=1, cutoff=0) if others and others[0] else []
            return german.format(word, *others) + (hint.format(word, *near) if near else "") + " Hilfe: workbench --help"
    return message


def meant(message: str, words: Sequence[str]) -> str:
    """Text with the project and its folder of reports in the commands that it names: without them they would be about others.

    Parameters
    ----------
    message
        What is printed.
    words
        The command line that led to it.

    Returns
    -------
    str
        The same where neither was given, or where they stand there already.

    Examples
    --------
    >>> meant("Bitte: workbench run, dann workbench plan leer", ["workbench", "status", "--project", "nord"])
    'Bitte: workbench run --project nord, dann workbench plan --project nord leer'
    """
    given = re.findall(r"\0(--out|--project)[\0=]([^\0]+)", "\0".join(words))
    for option, value in sorted(given):  # the last one stands first
        named = f' {option} "{value}"' if " " in value else f" {option} {value}"
        message = re.sub(rf"{_NAMED}(?!.*{option}\b)", "\\g<0>" + named.replace("\\", r"\\"), message)
    return message
