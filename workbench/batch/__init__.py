"""Every report for every place: plan, run, remember."""
