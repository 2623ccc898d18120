-- What a schema needs of the server under it.
-- Parameters: none. Returns: one row: version (for people), version_number (e.g. 150020), encoding.
select
  current_setting('server_version') as version,
  current_setting('server_version_num')::integer as version_number,
  current_setting('server_encoding') as encoding;
