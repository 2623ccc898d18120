-- When a run ended, by the real clock: runs of different settlees of one month go on side by side, and the one that
-- ended last tells how the month stands. Null: it ended before this migration, or has not ended.
alter table run add column closed_at timestamptz;
