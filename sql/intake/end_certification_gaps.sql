-- These are certified again; clocks go on (R-W5). $1 now timestamptz. No result.
update certification_gap g set until_at = greatest($1, g.from_at)
from changed_partner c
join partner p on p.partner_no = c.partner_no
where g.partner_no = c.partner_no and g.until_at is null and p.business_info = 'certified';
