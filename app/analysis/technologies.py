"""Technologies by name: how people write them, and since when anybody can have used them.

The year is that of the first public release, after which a claim of experience can begin.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_KNOWN = """
Python|python3, cpython|1991
Django||2005
Flask||2010
FastAPI|fast-api|2018
pandas||2008
NumPy||2006
pytest||2004
Java||1996
Spring Boot|springboot|2014
Kotlin||2011
Scala||2004
Groovy||2003
JavaScript|js, ecmascript|1995
TypeScript||2012
Node.js|node, nodejs|2009
React|react.js, reactjs|2013
React Native||2015
Angular|angularjs, angular.js|2010
Vue.js|vue, vuejs|2014
Svelte|sveltekit|2016
Next.js|nextjs|2016
jQuery||2006
Go|golang|2009
Rust||2010
C++|cpp|1985
C#|csharp|2001
.NET|dotnet|2002
Ruby||1995
Ruby on Rails|rails|2004
PHP||1995
Laravel||2011
Symfony||2005
Swift||2014
SwiftUI||2019
Objective-C||1984
Flutter||2017
Dart||2011
Elixir||2012
Erlang||1998
Haskell||1990
Clojure||2007
Perl||1987
R||1995
MATLAB||1984
Julia||2012
SQL||1979
PostgreSQL|postgres, psql|1996
MySQL||1995
MariaDB||2009
Oracle||1979
SQL Server|mssql|1989
SQLite||2000
MongoDB|mongo|2009
Redis||2009
Cassandra||2008
DynamoDB||2012
Elasticsearch|elastic|2010
OpenSearch||2021
Neo4j||2007
ClickHouse||2016
Snowflake||2014
BigQuery||2010
Redshift||2012
Databricks||2013
dbt||2016
Apache Spark|spark, pyspark|2010
Hadoop||2006
Apache Kafka|kafka|2011
Apache Flink|flink|2011
Apache Airflow|airflow|2015
RabbitMQ||2007
Celery||2009
GraphQL||2015
gRPC||2015
REST|restful|2000
Docker||2013
Kubernetes|k8s|2014
Helm||2015
Istio||2017
Terraform||2014
Pulumi||2018
Ansible||2012
Puppet||2005
Chef||2009
Jenkins||2011
GitHub Actions||2018
GitLab CI|gitlab|2011
CircleCI||2011
Argo CD|argocd|2018
AWS|amazon web services|2006
AWS Lambda|lambda|2014
Azure||2010
Google Cloud|gcp, google cloud platform|2008
Linux||1991
Nginx||2004
Git||2005
Prometheus||2012
Grafana||2014
Datadog||2010
OpenTelemetry||2019
Splunk||2003
TensorFlow||2015
PyTorch||2016
Keras||2015
scikit-learn|sklearn|2007
XGBoost||2014
Hugging Face|huggingface|2016
LangChain||2022
ChatGPT||2022
GPT-4||2023
Claude||2023
LLM|llms, large language model, large language models|2018
Tableau||2003
Power BI|powerbi|2015
Looker||2012
Excel||1985
SAP||1972
Salesforce||1999
ServiceNow||2004
HubSpot||2006
Jira||2002
Confluence||2004
Figma||2016
Sketch||2010
Adobe XD||2016
Photoshop||1990
AutoCAD||1982
SolidWorks||1995
Selenium||2004
Cypress||2015
Playwright||2020
JUnit||1997
Unity||2005
Unreal Engine|unreal|1998
WebAssembly|wasm|2017
Tailwind CSS|tailwind|2017
CSS||1996
HTML||1993
Webpack||2012
Solidity||2015
Ethereum||2015
QuickBooks||1992
Xero||2006
"""
# Names that are everyday words too: they count only as they are written here.
_CASED = {
    "Go",
    "R",
    "REST",
    "Spark",
    "Swift",
    "Chef",
    "Puppet",
    "Oracle",
    "Rust",
    "Flask",
    "Helm",
} | {
    "Excel",
    "Sketch",
    "Unity",
    "Looker",
    "Dart",
    "React",
    "Elastic",
    "Lambda",
    "Rails",
    "Node",
    "Istio",
    "Keras",
    "Julia",
    "Claude",
    "Ruby",
    "Celery",
    "Angular",
    "Spring Boot",
    "Cassandra",
    "Cypress",
    "Playwright",
    "Unreal",
    "Ruby on Rails",
    "Perl",
    "Scala",
    "Flutter",
    "Splunk",
    "SAP",
}


@dataclass(frozen=True, slots=True)
class Technology:
    """A technology: its name, the ways it is written, and the year of its first release."""

    name: str
    pattern: re.Pattern[str]
    year: int


def _pattern(name: str, also: str) -> re.Pattern[str]:
    ways = {name, *filter(None, also.split(", "))}
    either = "|".join(_form(way) for way in sorted(ways, key=lambda way: (-len(way), way)))
    return re.compile(rf"(?<![\w.+#])(?:{either})(?![\w+#])")


def _form(way: str) -> str:
    cased = next((one for one in _CASED if one.casefold() == way.casefold()), None)
    return re.escape(cased) if cased else f"(?i:{re.escape(way)})"


@lru_cache(maxsize=1)
def technologies() -> tuple[Technology, ...]:
    """Everything known, in a fixed order."""
    rows = (line.split("|") for line in _KNOWN.strip().splitlines())
    return tuple(Technology(name, _pattern(name, also), int(year)) for name, also, year in rows)


@lru_cache(maxsize=512)
def technologies_in(text: str) -> tuple[tuple[Technology, int, int], ...]:
    """Each mention, `(technology, start, end)`, in the order of the text."""
    found = [
        (one, match.start(), match.end())
        for one in technologies()
        for match in one.pattern.finditer(text)
    ]
    whole = [
        one
        for one in found
        if not any(
            other is not one
            and other[1] <= one[1]
            and one[2] <= other[2]
            and other[2] - other[1] > one[2] - one[1]
            for other in found
        )
    ]
    return tuple(sorted(whole, key=lambda one: (one[1], one[2])))


def is_technology(word: str) -> bool:
    """Whether a word alone is the name of a technology."""
    return any(one.pattern.fullmatch(word) for one in technologies())
