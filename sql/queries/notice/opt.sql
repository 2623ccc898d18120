-- Notes whether somebody wants reminders. $1 recipient text, $2 opted_out boolean, $3 changed_at timestamptz,
-- $4 changed_by text. Returns a row where that is a change.
insert into notice_opt_out (recipient, opted_out, changed_at, changed_by)
values ($1::text, $2::boolean, $3::timestamptz, $4::text)
on conflict on constraint notice_opt_out_pk do update
set opted_out = excluded.opted_out, changed_at = excluded.changed_at, changed_by = excluded.changed_by
where notice_opt_out.opted_out <> excluded.opted_out
returning recipient;
