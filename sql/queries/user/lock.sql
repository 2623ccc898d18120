-- One changes users at a time, so that the first is an admin and the last admin stays. No parameters, no result.
lock table app_user in share row exclusive mode;
