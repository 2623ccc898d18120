-- How a settlee is reached, and in which language. $1 partner_no text. Returns name, email, mobile_cipher, locale.
select name, email, mobile_cipher, locale
from partner
where partner_no = $1::text;
