"""FreeSWITCH mod_callcenter: events and call detail records become queue visits and agents' time."""
