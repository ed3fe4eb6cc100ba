-- One row: how many versions of the price book are published, and the content of the newest.
SELECT count(), if(count() = 0, '', argMax(content_hash, recorded_at))
FROM price_book_loads
