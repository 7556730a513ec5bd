from django.urls import path

from policies.views import criteria, health, home, impact, policies, statements

urlpatterns = [
    path("", home.home, name="home"),
    path("policies/", policies.policy_list, name="policies"),
    path("policies/<path:key>/health/", health.policy_health, name="policy-health"),  # before the greedy one
    path("policies/<path:key>/", policies.policy_detail, name="policy"),
    path("impact/", impact.impact, name="impact"),
    path("statements/<path:key>/", statements.statement_detail, name="statement"),
    path("context/<path:key>/", statements.statement_context, name="statement-context"),
    path("letters/<path:key>/", statements.statement_letter, name="letter"),
    path("criteria/<path:key>/", criteria.criterion_detail, name="criterion"),
]
