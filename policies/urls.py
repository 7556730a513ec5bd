from django.urls import path

from policies.views import (
    comparison,
    coverage,
    criteria,
    guidelines,
    health,
    home,
    impact,
    paper,
    policies,
    statements,
    versions,
)
from policies.views.drafts import drafts, editor
from policies.views.drafts import parts as draft_parts

urlpatterns = [
    path("", home.home, name="home"),
    path("policies/", policies.policy_list, name="policies"),
    path("policies/<path:key>/guidelines/", guidelines.policy_guidelines, name="policy-guidelines"),
    path("policies/<path:key>/health/", health.policy_health, name="policy-health"),  # before the greedy one
    path("policies/<path:key>/paper/", paper.policy_paper, name="policy-paper"),
    path("policies/<path:key>/paper.docx", paper.policy_file, {"form": "docx"}, name="policy-docx"),
    path("policies/<path:key>/paper.pdf", paper.policy_file, {"form": "pdf"}, name="policy-pdf"),
    path("policies/<path:key>/", policies.policy_detail, name="policy"),
    path("versions/<path:key>/", policies.version_detail, name="version"),
    path("impact/", impact.impact, name="impact"),
    path("statements/<path:key>/", statements.statement_detail, name="statement"),
    path("context/<path:key>/", statements.statement_context, name="statement-context"),
    path("letters/<path:key>/", statements.statement_letter, name="letter"),
    path("compare/versions/", versions.compare_versions, name="compare-versions"),
    path("coverage/", coverage.coverage_matrix, name="coverage-matrix"),
    path("coverage/<path:key>/", coverage.coverage_indication, name="coverage-indication"),
    path("drafts/", drafts.draft_list, name="drafts"),
    path("drafts/new/", drafts.draft_new, name="draft-new"),
    path("drafts/<path:key>/give-up/", drafts.draft_give_up, name="draft-give-up"),
    path("drafts/<path:key>/presence/", editor.draft_presence, name="draft-presence"),
    path("drafts/<path:key>/row/", draft_parts.draft_row, name="draft-row"),
    path("drafts/<path:key>/parts/<slug:part>/", draft_parts.draft_part, name="draft-part"),
    path("drafts/<path:key>/", editor.draft, name="draft"),  # after the longer ones
    path("compare/policies/", comparison.compare_policies, name="compare-policies"),
    path("criteria/<path:key>/", criteria.criterion_detail, name="criterion"),
]
