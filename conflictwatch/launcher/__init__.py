"""``make run``: engines, web, worker and beat as one program that starts and ends as one."""
