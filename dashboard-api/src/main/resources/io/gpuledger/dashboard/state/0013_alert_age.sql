-- What a look at the alerts reads is what is open or new, however much is kept beside it; and what
-- is old enough can be found and taken away.

-- Whether an alert is open, for an index of those that are. A recovery is what ends one.
ALTER TABLE alerts ADD COLUMN is_open INTEGER NOT NULL DEFAULT 1;
UPDATE alerts SET is_open = 0 WHERE alert_id IN (SELECT alert_id FROM alert_recoveries);
CREATE INDEX alerts_open ON alerts (is_open) WHERE is_open = 1;
CREATE TRIGGER alert_is_over AFTER INSERT ON alert_recoveries BEGIN UPDATE alerts SET is_open = 0 WHERE alert_id = new.alert_id; END;
CREATE INDEX alerts_by_teams ON alerts (team_scope);
CREATE INDEX alert_recoveries_by_age ON alert_recoveries (recovered_at, alert_id);

-- Crossings are asked for by the periods that run, and are taken away with their alert.
DROP INDEX crossings_by_standing;
CREATE INDEX crossings_by_period ON crossings (period, kind, recovered_at);
CREATE INDEX crossings_by_alert ON crossings (alert_id);
CREATE INDEX crossing_changes_by_alert ON crossing_changes (alert_id);
CREATE INDEX alert_members_by_name ON alert_members (alert_kind, member);
CREATE INDEX live_spend_by_period ON live_spend (period);

-- One row per channel and state: how many messages there are. Triggers keep it.
CREATE TABLE channel_counts (
  channel TEXT NOT NULL,
  state TEXT NOT NULL,
  messages INTEGER NOT NULL,
  PRIMARY KEY (channel, state)
) STRICT;
INSERT INTO channel_counts SELECT channel, state, count(*) FROM alert_deliveries GROUP BY channel, state;
CREATE TRIGGER alert_delivery_added AFTER INSERT ON alert_deliveries BEGIN INSERT INTO channel_counts VALUES (new.channel, new.state, 1) ON CONFLICT (channel, state) DO UPDATE SET messages = messages + 1; END;
CREATE TRIGGER alert_delivery_moved AFTER UPDATE OF state ON alert_deliveries WHEN old.state <> new.state BEGIN UPDATE channel_counts SET messages = messages - 1 WHERE channel = old.channel AND state = old.state; INSERT INTO channel_counts VALUES (new.channel, new.state, 1) ON CONFLICT (channel, state) DO UPDATE SET messages = messages + 1; END;
CREATE TRIGGER alert_delivery_gone AFTER DELETE ON alert_deliveries BEGIN UPDATE channel_counts SET messages = messages - 1 WHERE channel = old.channel AND state = old.state; END;
CREATE INDEX alert_deliveries_taken ON alert_deliveries (channel, delivered_at, delivery_id) WHERE state = 'delivered';
CREATE INDEX alert_deliveries_failed ON alert_deliveries (channel, delivery_id) WHERE state IN ('retrying', 'dead');
CREATE INDEX alert_deliveries_by_teller ON alert_deliveries (told_by) WHERE told_by <> 0;

-- Nobody is asked next about what somebody took on or what is over.
UPDATE alert_care SET escalate_at = '' WHERE alert_id IN (SELECT alert_id FROM alert_recoveries) OR alert_id IN (SELECT alert_id FROM acknowledgements);
-- When somebody did it; empty for what was done before this version.
ALTER TABLE alert_care ADD COLUMN snoozed_at TEXT NOT NULL DEFAULT '';
ALTER TABLE alert_care ADD COLUMN assigned_at TEXT NOT NULL DEFAULT '';

-- A commitment that is used too little is one cause, however many months it is billed in.
UPDATE OR IGNORE alert_members SET member = substr(member, 1, length(member) - 8) WHERE alert_kind = 'commitment_unused' AND member GLOB '* [0-9][0-9][0-9][0-9]-[0-9][0-9]';
