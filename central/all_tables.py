"""Every table of the centre: whoever creates them imports this module, so that none is forgotten."""

from central import health_tables, service_tables, staff_tables, tables, visit_tables

metadata = tables.metadata
_DECLARING = (tables, visit_tables, service_tables, health_tables, staff_tables)
