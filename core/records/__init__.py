"""What is kept: users, photographs, inspections and the audit trail."""
