-- R-W2: nothing is countersigned before every department that was asked has signed, whoever writes the record.
create function require_signatures() returns trigger language plpgsql as $$
begin
  if not exists (select from signature g join statement s using (statement_no, version, sign_round)
      where g.statement_no = new.statement_no)
    or exists (select from signature g join statement s using (statement_no, version, sign_round)
      where g.statement_no = new.statement_no and g.decision is distinct from 'signed') then
    raise exception 'R-W2: the departments asked about % have not all signed', new.statement_no
      using errcode = 'YJ002';
  end if;
  return new;
end $$;
create trigger transition_rests_on_signatures before insert on transition
  for each row when (new.to_status = 'countersigned' and new.event <> 'answer') execute function require_signatures();
