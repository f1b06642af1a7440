"""A teacher's own changes to lessons, and the doctor who looks at them and at the installation."""
