-- One seals at a time. No parameters, no result.
lock table transition_seal in share row exclusive mode;
