-- One row: when a version of the price book was published, in microseconds since the epoch; none if it was not.
SELECT toUnixTimestamp64Micro(recorded_at)
FROM price_book_loads
WHERE load_id = {load:String}
LIMIT 1
