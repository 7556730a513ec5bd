from django.urls import path

from evidence.views import conflicts, devices, documents, flags, guidelines, references, studies, synonyms, terms

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
    path("flags/", flags.flag_list, name="flags"),
    path("flags/rules/", flags.flag_rules, name="flag-rules"),
    path("flags/<path:fingerprint>/accept/", flags.flag_accept, name="flag-accept"),
    path("flags/<path:fingerprint>/withdraw/", flags.flag_withdraw, name="flag-withdraw"),
    path("flags/<path:fingerprint>/", flags.flag_detail, name="flag"),
    path("conflicts/", conflicts.conflict_list, name="conflicts"),
    path("devices/", devices.device_list, name="devices"),
    path("devices/<path:key>/", devices.device_detail, name="device"),
]
