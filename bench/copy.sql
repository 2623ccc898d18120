-- A bare copy of a CSV file with a header row.
copy bench_copy from stdin with (format csv, header true)
