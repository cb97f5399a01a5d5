"""Pictures of patients and of figures: rows, scales, marks and words of timelines, XmR and funnel charts."""
