"""Everything taught that is not notebook prose, and the modules that read it. Nothing else knows where files lie."""
