"""custodyhcp: consent, record, briefing and oversight for healthcare in police custody."""

__version__ = "0.1.0"
