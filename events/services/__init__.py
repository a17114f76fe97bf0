"""Every write, as a named atomic action with ``by=``: one module a noun."""
