-- Parts below 131,072 rows are merged with all columns open at once unless told otherwise: some 400 MiB
-- a merge of charges, and four of them leave no memory for statements. Column by column it is 20 MiB.
ALTER TABLE charges MODIFY SETTING vertical_merge_algorithm_min_rows_to_activate = 1;

ALTER TABLE allocation_lines MODIFY SETTING vertical_merge_algorithm_min_rows_to_activate = 1;

ALTER TABLE cost_detail_daily MODIFY SETTING vertical_merge_algorithm_min_rows_to_activate = 1;

ALTER TABLE cost_daily MODIFY SETTING vertical_merge_algorithm_min_rows_to_activate = 1;

ALTER TABLE deliveries MODIFY SETTING vertical_merge_algorithm_min_rows_to_activate = 1;
