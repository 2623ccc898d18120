-- Mobile numbers under another key. $1 renewed json: [{key, cipher, hash}]. No result.
update partner t set mobile_cipher = r.cipher, mobile_hash = r.hash
from json_to_recordset($1::json) as r(key text, cipher text, hash text)
where t.partner_no = r.key;
