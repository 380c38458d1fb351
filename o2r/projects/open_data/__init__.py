"""The open data of funded projects: pure functions from rows to files.

    rows = [open_project(project, page_url) for project in FundedProject.objects.in_open_data()
            .with_card_data()]
    csv_files.projects(rows), geojson.collection(rows), schema.table_schema(...)…

``rows`` defines what is published of a project, and nothing else ever leaves.
"""
