-- What became of answers that came before. $1 answer_keys in hex text[]. Returns answer_key in hex, outcome, ordered.
select encode(answer_key, 'hex') as answer_key, outcome
from bank_answer
where answer_key in (select decode(k, 'hex') from unnest($1::text[]) k)
order by 1, 2;
