# The default graph is the merge of the named graphs.
INSERT { ?s ?p ?o } WHERE { GRAPH ?graph { ?s ?p ?o } }
