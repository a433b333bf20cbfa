"""Entry point of papermill's engine »workbench«: a notebook executed in this very process.

Papermill loads every entry point when it is imported, so nothing is imported here.
"""

from typing import Any


class Engine:
    """What papermill asks of an engine: `papermill --engine workbench NOTEBOOK OUTPUT`."""

    @classmethod
    def execute_notebook(cls, nb: Any, kernel_name: str, **options: Any) -> Any:  # noqa: ANN401 (papermill is untyped)
        """Execute the cells of a notebook: in this process the first one, in a kernel those after it and those with a time limit.

        Parameters
        ----------
        nb
            The notebook, with its parameters.
        kernel_name
            Name of the kernel; it runs in this process, whatever it is called.
        options
            As papermill's own engine takes them.

        Returns
        -------
        NotebookNode
            The notebook with its outputs and with papermill's metadata.
        """
        from papermill.engines import NBClientEngine

        from workbench.batch.kernel import InProcess, taken

        alone = taken() or options.get("execution_timeout")  # neither a second notebook nor a clock has room in one process
        return (NBClientEngine if alone else InProcess).execute_notebook(nb, kernel_name, **options)

    @classmethod
    def nb_kernel_name(cls, nb: Any, name: str | None = None) -> str:  # noqa: ANN401 (as above)
        """Name of the kernel as the notebook has it, unless another is given."""
        from papermill.utils import nb_kernel_name

        return str(nb_kernel_name(nb, name))

    @classmethod
    def nb_language(cls, nb: Any, language: str | None = None) -> str:  # noqa: ANN401 (as above)
        """Language as the notebook has it, unless another is given."""
        from papermill.utils import nb_language

        return str(nb_language(nb, language))
