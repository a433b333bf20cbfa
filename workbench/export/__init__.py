"""From an executed notebook to the documents that leave."""
