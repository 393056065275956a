"""The Recruiting contract: requisitions, applications and interviews for dashboards and scripts."""
