from django.urls import path

from policies.views import (
    alerts,
    comparison,
    coverage,
    criteria,
    guidelines,
    health,
    home,
    impact,
    lifecycle,
    paper,
    policies,
    statements,
    versions,
)
from policies.views.drafts import publishing, signing

urlpatterns = [
    path("", home.home, name="home"),
    path("policies/", policies.policy_list, name="policies"),
    path("policies/<path:key>/guidelines/", guidelines.policy_guidelines, name="policy-guidelines"),
    path("policies/<path:key>/reaffirm/", lifecycle.policy_reaffirm, name="policy-reaffirm"),
    path("policies/<path:key>/retire/", lifecycle.policy_retire, name="policy-retire"),
    path("policies/<path:key>/correct/", lifecycle.policy_correct, name="policy-correct"),
    path("policies/<path:key>/health/", health.policy_health, name="policy-health"),  # before the greedy one
    path("policies/<path:key>/paper/", paper.policy_paper, name="policy-paper"),
    path("policies/<path:key>/paper.docx", paper.policy_file, {"form": "docx"}, name="policy-docx"),
    path("policies/<path:key>/paper.pdf", paper.policy_file, {"form": "pdf"}, name="policy-pdf"),
    path("policies/<path:key>/", policies.policy_detail, name="policy"),
    path("drafts/<path:key>/signing/", signing.draft_signing, name="draft-signing"),
    path("drafts/<path:key>/publishing/", publishing.draft_publishing, name="draft-publishing"),
    path("alerts/", alerts.alert_list, name="alerts"),
    path("alerts/<int:pk>/close/", alerts.alert_close, name="alert-close"),
    path("versions/<path:key>/", policies.version_detail, name="version"),
    path("impact/", impact.impact, name="impact"),
    path("statements/<path:key>/", statements.statement_detail, name="statement"),
    path("context/<path:key>/", statements.statement_context, name="statement-context"),
    path("letters/<path:key>/", statements.statement_letter, name="letter"),
    path("compare/versions/", versions.compare_versions, name="compare-versions"),
    path("coverage/", coverage.coverage_matrix, name="coverage-matrix"),
    path("coverage/<path:key>/", coverage.coverage_indication, name="coverage-indication"),
    path("compare/policies/", comparison.compare_policies, name="compare-policies"),
    path("criteria/<path:key>/", criteria.criterion_detail, name="criterion"),
]
