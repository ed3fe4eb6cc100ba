-- What of a machine or a bill a line pays for, and by which rule its part was made. Lines of before
-- say neither.
ALTER TABLE allocation_lines ADD COLUMN IF NOT EXISTS component LowCardinality(String) DEFAULT '-';

ALTER TABLE allocation_lines ADD COLUMN IF NOT EXISTS split_rule LowCardinality(String) DEFAULT '';
