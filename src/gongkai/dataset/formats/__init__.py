"""A dataset in other formats than CSV, each made from the written CSV files: they stay the single truth.

``declared`` lists the formats, ``make`` writes them in the folder in which a dataset is built, ``source`` gives them the CSV files.
Their list stands in ``datapackage.json`` under ``gongkai.formats``; its resources stay the CSV files.
"""
