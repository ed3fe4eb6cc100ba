-- One row: how many loads of a dataset are published.
SELECT count()
FROM dataset_loads
WHERE dataset = {dataset:String}
