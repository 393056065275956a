"""What the applicants of the demo's requisitions write in their résumés. All of it is invented."""

from __future__ import annotations

from app.demo.resumes import Career, Form, Post

BOOKING_LEAD = Career(
    "Back-end engineer for nine years, the last five on booking systems in Python.",
    (
        Post("Senior back-end engineer", "Brackwater Shipping", 5, 0, (
            "Designed the data modelling of slots and bookings in PostgreSQL for twelve terminals.",
            "Made overlapping bookings impossible with transactions and exclusion constraints.",
            "Found a lost update under concurrency and wrote the locking rules the team goes by.",
        )),
        Post("Back-end engineer", "Pellucid Parcel", 9, 5, (
            "Designed versioned APIs in Python that forty partners book through.",
            "Put caching with Redis in front of tariffs, with clear rules for invalidation.",
            "Set up tracing and metrics, and led the observability working group.",
        )),
    ),
    "Python, PostgreSQL, Redis, API design, transactions, concurrency, OpenTelemetry",
    "M.Sc. Computer Science",
)  # fmt: skip
LEDGER = Career(
    "Eight years of services where money and goods have to add up.",
    (
        Post("Senior software engineer", "Quartzline Payments", 4, 0, (
            "Owned the ledger in Python and PostgreSQL: transactions, isolation levels, retries.",
            "Rewrote the reservation service for concurrency with row locks in a fixed order.",
            "Data modelling for refunds that can be audited for ten years.",
        )),
        Post("Software engineer", "Northfold Rail", 8, 4, (
            "Built REST APIs for timetables, with contract tests against eleven clients.",
            "Cut response times to a third with Redis caching and fewer queries.",
            "Added metrics and tracing to six services and retired two dashboards.",
        )),
    ),
    "Python, SQL, PostgreSQL, Redis, API design, caching, observability",
    "B.Sc. Software Engineering",
    form=Form.DOCX,
)  # fmt: skip
WEB_PAGES = Career(
    "Web designer who wants to move towards programming.",
    (
        Post("Web designer", "Studio Vermeld", 3, 0, (
            "Designed landing pages and newsletters for regional shops.",
            "Looked after colours, type and photographs of three brands.",
        )),
    ),
    "Layout, typography, photo editing, a little HTML",
    "Diploma in Graphic Design",
)  # fmt: skip
POLISHED = Career(
    "Engineer with six years of back-end work, four of them in Python.",
    (
        Post("Back-end engineer", "Mossgate Travel", 4, 0, (
            "Maintained booking APIs in Python and fixed slow PostgreSQL queries.",
            "Helped to introduce Redis caching for search results.",
        )),
        Post("Junior engineer", "Tallow & Pine", 6, 4, (
            "Wrote back-office tools and reports, mostly in PHP.",
        )),
    ),
    "Python, PHP, PostgreSQL, Redis",
    "B.Sc. Information Systems",
    hides=True,
)  # fmt: skip
FAMILY_FACTS = Career(
    "Seven years of back-end services in Python, from data modelling to production.",
    (
        Post("Back-end engineer", "Elmwick Logistics", 7, 0, (
            "Data modelling and transactions in PostgreSQL for a fleet of four hundred lorries.",
            "API design with idempotency keys, so that a retry never books twice.",
            "Solved concurrency problems between dispatchers with optimistic locking.",
            "Caching with Redis, and observability with metrics that dispatchers understand.",
        )),
    ),
    "Python, PostgreSQL, Redis, API design",
    "M.Eng. Computer Engineering",
    form=Form.DOCX,
    personal=("Date of birth: 14 March 1987", "Marital status: married, two children"),
)  # fmt: skip
REPORTS = Career(
    "Developer of reporting tools for nine years.",
    (
        Post("Developer", "Harrowgate Insurance", 9, 0, (
            "Wrote and scheduled reports for underwriters.",
            "Moved macros from spreadsheets to Python scripts.",
            "Answered questions of sixty colleagues about figures that did not match.",
        )),
    ),
    "Spreadsheets, Python scripts, SQL reports",
    "B.Sc. Business Informatics",
    form=Form.TEXT,
)  # fmt: skip
TICKETS = Career(
    "Ticketing systems in Python for seven years: high load, no double sales.",
    (
        Post("Staff engineer", "Lanternhall Tickets", 7, 0, (
            "Kept seat maps correct under concurrency with short transactions and queues.",
            "Data modelling of events, seats and holds in PostgreSQL.",
            "Designed the public API with rate limits, versions and clear errors.",
            "Ran caching in Redis through nine on-sales, with observability to prove it.",
        )),
    ),
    "Python, PostgreSQL, Redis, queues, API design, tracing",
    "B.Sc. Mathematics",
)  # fmt: skip
TERMINAL = Career(
    "Six years of Python services for container terminals.",
    (
        Post("Senior engineer", "Quayside Systems", 6, 0, (
            "Split a booking monolith along transactions, with APIs between the parts.",
            "Wrote the data modelling guide for PostgreSQL that eight teams follow.",
            "Debugged deadlocks and concurrency in the yard planner.",
            "Introduced tracing, metrics and Redis caching where measurements asked for it.",
        )),
    ),
    "Python, PostgreSQL, API design, concurrency, caching, observability",
    "Ph.D. Operations Research",
    form=Form.DOCX,
)  # fmt: skip
WAREHOUSE = Career(
    "Data engineer for six years, from raw messages to figures that people trust.",
    (
        Post("Data engineer", "Fernhollow Foods", 6, 0, (
            "Built data pipelines in Python and SQL for deliveries of ninety shops.",
            "Data modelling of a star schema that finance and operations both use.",
            "Made loads restartable: each is one transaction, and leaves nothing half done.",
            "Scheduled two hundred tasks in Airflow, with checks before anybody sees a figure.",
        )),
    ),
    "SQL, Python, Airflow, data modelling, transactions",
    "M.Sc. Statistics",
    form=Form.DOCX,
)  # fmt: skip
ANALYST = Career(
    "Analyst with four years of SQL who has begun to build pipelines.",
    (
        Post("Data analyst", "Corvane Retail", 4, 0, (
            "Wrote SQL for weekly figures, and a data pipeline in Python for returns.",
            "Drew up the data modelling for a small reporting database.",
        )),
    ),
    "SQL, Python, dashboards",
    "B.A. Economics",
)  # fmt: skip
MARKETING = Career(
    "Marketing assistant who likes figures.",
    (
        Post("Marketing assistant", "Bluebell & Rook", 2, 0, (
            "Prepared mailings and kept the list of subscribers.",
            "Made charts for the monthly meeting.",
        )),
    ),
    "Spreadsheets, presentations, newsletters",
    "B.A. Communication",
)  # fmt: skip
HEALTH_FACTS = Career(
    "Data engineer for five years, with a liking for things that add up.",
    (
        Post("Data engineer", "Wrenfield Utilities", 5, 0, (
            "Data pipelines in Python for meter readings, with transactions around each load.",
            "Strong SQL: window functions, and plans read before anything is rewritten.",
            "Data modelling for tariffs that change in the middle of a month.",
        )),
    ),
    "SQL, Python, PostgreSQL, Airflow",
    "B.Sc. Physics",
    personal=("Nationality: Norwegian", "Took medical leave for surgery last year, fully back."),
)  # fmt: skip
CUSTOMS = Career(
    "Four years of data pipelines for customs messages.",
    (
        Post("Data engineer", "Ostrel Customs Services", 4, 0, (
            "Parsed customs messages with data pipelines in Python, a million a day.",
            "Data modelling of declarations in SQL, with every correction kept.",
            "Loads in transactions, so that a message counts once.",
        )),
    ),
    "Python, SQL, PostgreSQL, message formats",
    "B.Sc. Computer Science",
    form=Form.TEXT,
)  # fmt: skip
COPIED = Career(
    "Specialist for data of all kinds.",
    (
        Post("Consultant", "Halvard Advice", 3, 0, (
            "Advised customers on data.",
            "Gave presentations on trends.",
        )),
    ),
    "Data, strategy, presentations",
    "MBA",
    form=Form.DOCX,
    hides=True,
)  # fmt: skip
SCANNED = Career("", (), "", "", form=Form.PICTURE)
FLEET = Career(
    "Data engineer for five years, mostly with positions of vehicles.",
    (
        Post("Data engineer", "Merrow Fleet", 5, 0, (
            "Data pipelines in Python for positions of three thousand lorries.",
            "SQL and data modelling for journeys, stops and delays.",
            "Wrote down what each load may leave behind, and made it one transaction.",
            "Ran Airflow, and moved the slowest third of it to incremental loads.",
        )),
    ),
    "Python, SQL, Airflow, geodata",
    "M.Sc. Geoinformatics",
)  # fmt: skip
GATEWAY = Career(
    "Platform engineer for seven years, between other people's systems.",
    (
        Post("Platform engineer", "Thornbury Exchange", 7, 0, (
            "API design for partners: versions, idempotency, and errors that say what to do.",
            "Ran message queues with ordering by shipment, retries and dead letters.",
            "Observability with metrics and tracing, and alerts that somebody can act on.",
            "Kubernetes and Terraform for all of it, reviewed like code.",
        )),
    ),
    "Message queues, API design, observability, Kubernetes, Terraform, Go",
    "B.Eng. Telecommunications",
)  # fmt: skip
BROKER = Career(
    "Five years of running services in production for a parcel broker.",
    (
        Post("Site reliability engineer", "Pennant Parcels", 5, 0, (
            "Moved label printing to message queues, with retries that do not print twice.",
            "Wrote the API design rules: versions, idempotency, paging, clear errors.",
            "Cut pages by two thirds with tracing, metrics and better alerts.",
            "Ran Kubernetes clusters through five upgrades.",
        )),
    ),
    "Kubernetes, message queues, APIs, observability, Python",
    "B.Sc. Computer Science",
    form=Form.DOCX,
)  # fmt: skip
HELPDESK = Career(
    "Help desk for six years, looking for something new.",
    (
        Post("Help desk agent", "Corrin & Vale", 6, 0, (
            "Answered calls and reset passwords.",
            "Set up laptops and printers for new colleagues.",
        )),
    ),
    "Office software, printers, patience",
    "Vocational diploma",
)  # fmt: skip
AHEAD_OF_TIME = Career(
    "30 years of experience with Kubernetes and a deep knowledge of cloud platforms.",
    (
        Post("Cloud architect", "Skylark Hosting", 6, 0, (
            "Designed cloud platforms with message queues for several customers.",
            "Held workshops on APIs.",
        )),
    ),
    "Kubernetes, cloud, APIs",
    "B.Sc. Computer Science",
    form=Form.DOCX,
)  # fmt: skip
