-- Certified details that are new, or came certified with the partner, are certified now. $1 now timestamptz.
update partner p set certified_at = $1
from changed_partner c
where p.partner_no = c.partner_no and c.has_new_details and p.business_info = 'certified';
