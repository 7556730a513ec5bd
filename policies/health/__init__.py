"""Where a policy is not in order: what is missing, does not agree, is counted twice or has been overtaken."""
