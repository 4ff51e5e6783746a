"""RDF as tables: a folder of Parquet files, which ``manifest.json`` lists."""
