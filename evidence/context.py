from evidence.basket import Basket
from evidence.full_texts.reading import Papers


def basket(request):
    """`basket`: the studies this visitor has put aside to compare. Theirs alone: kept in the session."""
    return {"basket": Basket.of(request.session)} if hasattr(request, "session") else {}


def papers(request):
    """`papers`: read by the tag `place`, which stands wherever a page tells the place of a figure or a citation."""
    return {"papers": Papers()}
