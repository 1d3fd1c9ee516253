"""Every format beside CSV: values, programs, commands."""
