"""Exporters for `jupyter nbconvert --to …`: gate first, then the document in one format. A batch needs no nbconvert."""

from typing import Any, ClassVar

from nbconvert.exporters import Exporter
from traitlets import List

from workbench.export import formats
from workbench.export.gate import passed


class DocumentExporter(Exporter):
    """Exporter of one of our formats."""

    form: ClassVar[str]
    default_preprocessors = List(["nbconvert.preprocessors.ExecutePreprocessor"]).tag(config=True)  # any other could change outputs

    def from_notebook_node(self, nb: Any, resources: dict[str, Any] | None = None, **kw: Any) -> tuple[str | bytes, dict[str, Any]]:  # type: ignore[override]  # noqa: ANN401 (nbconvert's signature; its subclasses return other things too)
        """Executed notebook as a finished file.

        Parameters
        ----------
        nb
            The notebook, executed.
        resources
            nbconvert's; the name of the notebook is read from it for messages, nothing of it reaches the file.
        kw
            Passed on.

        Returns
        -------
        tuple
            Content and resources.

        Raises
        ------
        GateError
            If the notebook holds something that must not leave.
        """
        copy, resources = super().from_notebook_node(nb, resources, **kw)
        name = (resources.get("metadata") or {}).get("name", "")
        return formats.content(passed(copy, name), self.form), resources


class HtmlExporter(DocumentExporter):
    """`jupyter nbconvert --to planungsbericht`."""

    form = "html"
    export_from_notebook = "Planungsbericht (HTML)"
    file_extension = ".html"
    output_mimetype = "text/html"


class PdfExporter(DocumentExporter):
    """`jupyter nbconvert --to planungsbericht-pdf`."""

    form = "pdf"
    export_from_notebook = "Planungsbericht (PDF)"
    file_extension = ".pdf"
    output_mimetype = "application/pdf"


class DocxExporter(DocumentExporter):
    """`jupyter nbconvert --to planungsbericht-docx`."""

    form = "docx"
    export_from_notebook = "Planungsbericht (Word)"
    file_extension = ".docx"
    output_mimetype = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class XlsxExporter(DocumentExporter):
    """`jupyter nbconvert --to planungsbericht-xlsx`."""

    form = "xlsx"
    export_from_notebook = "Planungsbericht (Excel)"
    file_extension = ".xlsx"
    output_mimetype = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
