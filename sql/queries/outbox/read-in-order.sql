-- Lets the transaction read along an index also where statistics, which know nothing of a burst of messages
-- yet, promise that sorting all of them for each batch is quicker.
select set_config('enable_bitmapscan', 'off', true), set_config('enable_sort', 'off', true);
