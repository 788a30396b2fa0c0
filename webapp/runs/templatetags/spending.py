"""What a person spent on models, for the page of the account, whose views know no runs."""

from django import template

from webapp.runs.execution.spending import spent_this_month

register = template.Library()
register.simple_tag(spent_this_month)
