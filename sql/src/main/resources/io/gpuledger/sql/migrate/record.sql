INSERT INTO schema_history (version, name, checksum, applied_at)
SELECT toUInt32(?), ?, ?, now64(6, 'UTC')
