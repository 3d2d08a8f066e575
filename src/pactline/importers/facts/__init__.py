"""The fact files of a contract folder, one small file each: what happened besides the contact records."""
