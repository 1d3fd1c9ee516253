"""Files made to hurt: what may lie in an archive that a hundred thousand strangers filled."""
