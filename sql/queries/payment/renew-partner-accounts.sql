-- Bank accounts of partners under another key. $1 renewed json: [{key, cipher, hash}]. No result.
update partner t set bank_account_cipher = r.cipher, bank_account_hash = r.hash
from json_to_recordset($1::json) as r(key text, cipher text, hash text)
where t.partner_no = r.key;
