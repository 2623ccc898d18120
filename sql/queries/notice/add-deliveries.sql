-- Adds copies of a notice, one a channel and recipient; one that is there already stays as it is.
-- $1 notice_key text, $2 copies jsonb: channel, recipient, state, addressMasked, reason, reasonDetails of each.
-- Returns delivery_id, round of those that are new and wait.
with added as (
  insert into notice_delivery
    (notice_key, channel, recipient, state, address_masked, reason, reason_details)
  select $1::text, (c.copy->>'channel')::notice_channel, c.copy->>'recipient',
    (c.copy->>'state')::notice_delivery_state, c.copy->>'addressMasked', c.copy->>'reason',
    nullif(c.copy->'reasonDetails', 'null')
  from jsonb_array_elements($2::jsonb) with ordinality as c (copy, place)
  order by c.place
  on conflict on constraint notice_delivery_key_uq do nothing
  returning delivery_id, round, state
)
select delivery_id, round from added where state = 'waiting' order by delivery_id;
