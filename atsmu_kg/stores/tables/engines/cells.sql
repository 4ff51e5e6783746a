-- How many cells the table has that these files make.
SELECT sum(num_rows) * (SELECT count(*) FROM (DESCRIBE SELECT * FROM read_parquet($files)))
FROM parquet_file_metadata($files)
