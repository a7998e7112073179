"""A host of another kind: a site that any program has built gets our pages, and threads where its pages ask for one."""
