"""One file per source of account posts. Every source gives ``Post`` values and says whether its look was whole."""
