-- One row: the text of a version of the configured rules, in hexadecimal.
SELECT hex(rules)
FROM rule_versions
WHERE version_id = {version:String}
LIMIT 1
