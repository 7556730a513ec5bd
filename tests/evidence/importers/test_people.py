import pytest

from evidence.importers.people import printed, without_et_al


@pytest.mark.parametrize(
    ("name", "as_printed"),
    [
        ("Mulcahy, Mary F.", "Mulcahy MF"),
        ("Mulcahy, MF", "Mulcahy MF"),
        ("Shannon,Claude E.", "Shannon CE"),
        ("van Hazel, Guy A., Jr.", "van Hazel GA Jr."),
        ("Beethoven, Ludwig van", "van Beethoven L"),
        ("Adler D.G.", "Adler DG"),
        ("Liu R.", "Liu R"),
        ("Pinto-Gouveia, José-María", "Pinto-Gouveia JM"),
        ("SMITH, JOHN", "SMITH J"),
        ("Food and Drug Administration", "Food and Drug Administration"),
        ("Center for Devices, Office of Science, FDA", "Center for Devices, Office of Science, FDA"),
        ("Plato,", "Plato"),
        ("", ""),
    ],
)
def test_names_as_reference_lists_print_them(name, as_printed):
    assert printed(name) == as_printed


def test_et_al_is_no_author():
    assert without_et_al(["Ng A", "et al."]) == (["Ng A"], True)
    assert without_et_al(["Ng A"]) == (["Ng A"], False)
