"""Words of the field that mean the same: what people say for what a reference point says.

Vectors of words know that "quick" is like "fast", but short forms of the trade are rare in the text
that the model was trained on, and come out far from what they stand for. A word is read as another
only where the item itself uses that other word, so nothing is bent towards a subject it is not
about. Short forms with two meanings ("auth") become whichever the item speaks of.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

# Each line a group, its members between bars; a member of several words counts where the item has
# all of them.
_GROUPS = """
db | database
dbs | databases
dbms | rdbms | database
repo | repository
repos | repositories
k8s | kubernetes
auth | authentication
auth | authorisation
auth | authorization
authn | authentication
authz | authorisation
authz | authorization
config | configuration
configs | configurations
env | environment
envs | environments
prod | production
infra | infrastructure
perf | performance
async | asynchronous
sync | synchronous
param | parameter | argument
params | parameters | arguments
args | arguments | parameters
func | function | method
funcs | functions | methods
impl | implementation
doc | documentation
docs | documentation
spec | specification
specs | specifications
msg | message
msgs | messages
req | request
reqs | requests
resp | response
app | application
apps | applications
vm | virtual machine
vms | virtual machines
lb | load balancer
ttl | time to live
lru | least recently used
fifo | first in first out
lifo | last in first out
cdn | content delivery network
pk | primary key
fk | foreign key
fks | foreign keys
orm | object relational
js | javascript
ts | typescript
py | python
golang | go
regex | regular expression
gc | garbage collector | garbage collection
oom | out of memory
ram | memory
mem | memory
cpu | processor
cpus | processors
io | input output
os | operating system
fs | file system
ssh | secure shell
tls | ssl
cert | certificate
certs | certificates
mfa | two-factor | multi-factor
2fa | two-factor | second factor
sso | single sign-on
rbac | role-based
xss | cross-site scripting
csrf | cross-site request forgery
pii | personal data
e2e | end-to-end
ci | continuous integration
cd | continuous delivery | continuous deployment
pr | pull request
prs | pull requests
mr | merge request | pull request
iac | infrastructure as code
slo | service level objective | objective
slos | service level objectives | objectives
sla | service level agreement | agreement
sli | service level indicator | indicator
rps | requests per second | throughput
qps | queries per second | throughput
latency | response time
rto | recovery time
ha | high availability
ml | machine learning
ai | artificial intelligence
llm | language model
llms | language models
nn | neural network
cnn | convolutional network
lr | learning rate
dwh | data warehouse | warehouse
bi | business intelligence
kpi | metric
kpis | metrics
ui | interface
gui | interface
ux | user experience
a11y | accessibility
i18n | internationalisation
l10n | localisation
spa | single-page
ssr | server-side rendering | rendered on the server
pubsub | publish and subscribe
mq | queue | message queue
dlq | dead-letter queue
dedupe | deduplicate | duplicates
paginate | pages | paging
pagination | paging
devs | developers
dev | developer
ops | operations
sre | reliability
oncall | on-call
postmortem | post-mortem | review
rca | root cause
"""


def _index() -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for line in _GROUPS.strip().splitlines():
        members = [member.strip() for member in line.split("|")]
        for member in members:
            found[member] += [other for other in members if other != member]
    return {word: tuple(others) for word, others in found.items() if " " not in word}


_OTHERS = _index()


def said_for(form: str, terms: Collection[str]) -> str | None:
    """What a word stands for in an item that uses these lower-case words; None for itself."""
    if form in terms:
        return None
    for other in _OTHERS.get(form, ()):
        if all(word in terms for word in other.split()):
            return other
    return None
