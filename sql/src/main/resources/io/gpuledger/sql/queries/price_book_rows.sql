-- One row: how many prices of a version are stored.
SELECT count()
FROM price_book
WHERE load_id = {load:String}
