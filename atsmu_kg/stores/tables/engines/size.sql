-- The bytes in memory of a table that files make, roughly: a number a cell, and texts as long as in the files.
SELECT coalesce(sum(8 * num_values + total_uncompressed_size), 0) FROM parquet_metadata($files)
