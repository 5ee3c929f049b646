"""Every table of the centre: whoever creates them imports this module, so that none is forgotten."""

from central import service_tables, tables, visit_tables

metadata = tables.metadata
_DECLARING = (tables, visit_tables, service_tables)
