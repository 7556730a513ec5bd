from django.urls import path

from evidence.views import (
    basket,
    comparisons,
    devices,
    documents,
    evidence_map,
    guidelines,
    references,
    studies,
    synonyms,
    terms,
)

urlpatterns = [
    path("documents/", documents.document_list, name="documents"),
    path("documents/<path:key>/", documents.document_detail, name="document"),
    path("references/", references.reference_list, name="references"),
    path("references/<path:key>/", references.reference_detail, name="reference"),
    path("studies/", studies.study_list, name="studies"),
    path("studies/<path:key>/", studies.study_detail, name="study"),
    path("trials/", studies.trial_list, name="trials"),
    path("trials/<path:key>/", studies.trial_detail, name="trial"),
    path("guidelines/", guidelines.guideline_list, name="guidelines"),
    path("guidelines/<path:key>/", guidelines.guideline_detail, name="guideline"),
    path("conditions/", terms.condition_list, name="conditions"),
    path("conditions/<path:key>/", terms.condition_detail, name="condition"),
    path("interventions/", terms.intervention_list, name="interventions"),
    path("interventions/<path:key>/", terms.intervention_detail, name="intervention"),
    path("synonyms/", synonyms.synonym_list, name="synonyms"),
    path("synonyms/<int:pk>/remove/", synonyms.synonym_remove, name="synonym-remove"),
    path("basket/", basket.basket, name="basket"),
    path("compare/studies/", comparisons.compare_studies, name="compare-studies"),
    path("evidence-map/", evidence_map.show, name="evidence-map"),
    path("devices/", devices.device_list, name="devices"),
    path("devices/<path:key>/", devices.device_detail, name="device"),
]
