-- No rows: gives every part of a table a second name, in the engine's folder of this backup.
ALTER TABLE {table:Identifier} FREEZE WITH NAME 'gpuledger_backup'
