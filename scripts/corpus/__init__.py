"""Makes annual reports of invented agencies with known truth: for fixtures, tests, measurements and evaluation.

``make_truth(seed, form, **options)`` invents a report; ``to_docx``, ``to_html``, ``to_text`` and ``to_pdf`` print it;
``compare`` holds what was extracted against the truth. All is drawn from ``random.Random(seed)`` alone.
"""
