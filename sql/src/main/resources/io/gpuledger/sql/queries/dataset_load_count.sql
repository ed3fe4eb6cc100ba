-- One row: how many loads of a dataset are published, and how many of them brought the same.
SELECT count(), countIf(content_hash = {content:String})
FROM dataset_loads
WHERE dataset = {dataset:String}
