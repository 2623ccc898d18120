-- Which jobs BullMQ holds, in any state; in the queue's schema. $1 queue text, $2 ids text[]. Returns id.
select id from job where queue = $1::text and id = any ($2::text[]) order by id;
