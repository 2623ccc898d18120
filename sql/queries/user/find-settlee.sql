-- Whom a partner is paid through. $1 partner_no. Returns partner_no, parent_partner_no (null: it is its own settlee);
-- no row: there is no such partner.
select partner_no, parent_partner_no from partner where partner_no = $1;
