from evidence.basket import Basket


def basket(request):
    """`basket`: the studies this visitor has put aside to compare. Theirs alone: kept in the session."""
    return {"basket": Basket.of(request.session)} if hasattr(request, "session") else {}
