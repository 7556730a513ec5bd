from evidence.design_groups import GROUP_OF, MEMBERS, DesignGroup
from evidence.vocabulary import StudyDesign


def test_every_design_is_in_one_group():
    listed = [design for designs in MEMBERS.values() for design in designs]
    assert sorted(listed) == sorted(StudyDesign)
    assert len(listed) == len(GROUP_OF)
    assert set(MEMBERS) == set(DesignGroup)
