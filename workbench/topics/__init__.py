"""One analysis per file: frames in, frames out."""
