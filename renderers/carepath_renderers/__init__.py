"""Pictures and pages of pathways and assessments; knows only carepath's public names."""
