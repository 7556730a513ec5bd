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
from policies.views.drafts import comments as draft_comments
from policies.views.drafts import drafts, editor, publishing, signing
from policies.views.drafts import evidence as draft_evidence
from policies.views.drafts import parts as draft_parts

urlpatterns = [
    path("drafts/<path:key>/evidence/link/", draft_evidence.draft_evidence_link, name="draft-evidence-link"),
    path("drafts/<path:key>/evidence/remove/", draft_evidence.draft_evidence_remove, name="draft-evidence-remove"),
    path("drafts/<path:key>/evidence/reason/", draft_evidence.draft_evidence_reason, name="draft-evidence-reason"),
    path("drafts/<path:key>/evidence/undo/", draft_evidence.draft_evidence_undo, name="draft-evidence-undo"),
    path("drafts/<path:key>/evidence/", draft_evidence.draft_evidence, name="draft-evidence"),
    path("drafts/<path:key>/comments/add/", draft_comments.draft_comment_add, name="draft-comment-add"),
    path(
        "drafts/<path:key>/comments/<int:pk>/answer/", draft_comments.draft_comment_answer, name="draft-comment-answer"
    ),
    path(
        "drafts/<path:key>/comments/<int:pk>/settle/", draft_comments.draft_comment_settle, name="draft-comment-settle"
    ),
    path("drafts/<path:key>/comments/", draft_comments.draft_comments, name="draft-comments"),
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
    path("drafts/<path:key>/signing/submit/", signing.draft_submit, name="draft-submit"),
    path("drafts/<path:key>/signing/recall/", signing.draft_recall, name="draft-recall"),
    path("drafts/<path:key>/signing/sign/", signing.draft_sign, name="draft-sign"),
    path("drafts/<path:key>/signing/reassign/", signing.draft_reassign, name="draft-reassign"),
    path("drafts/<path:key>/publishing/class/", publishing.draft_class, name="draft-class"),
    path("drafts/<path:key>/publishing/announce/", publishing.draft_announce, name="draft-announce"),
    path("drafts/<path:key>/publishing/publish/", publishing.draft_publish, name="draft-publish"),
    path("drafts/<path:key>/publishing/withdraw/", publishing.draft_withdraw, name="draft-withdraw"),
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
