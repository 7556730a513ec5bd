from urllib.parse import urlsplit

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from evidence.basket import Basket
from evidence.comparison.asked import MOST_STUDIES, asked
from evidence.models import Study
from evidence.permissions import get_or_404

FULL = f"{MOST_STUDIES} studies are put aside already, as many as one comparison shows. Take one out first."


@require_POST
def basket(request):
    """Puts one study aside (`add`), takes one out (`remove`), keeps those of an address (`keep`), or `empty`."""
    mine, study = Basket.of(request.session), None
    if key := request.POST.get("add") or request.POST.get("remove"):
        study = get_or_404(request.user, Study.objects, key.replace("\x00", ""))
    if "add" in request.POST and study:
        if mine.is_full and study.key not in mine.keys:
            messages.error(request, FULL)
        mine = mine.with_study(study.key)
    elif study:
        mine = mine.without_study(study.key)
    elif ids := request.POST.get("keep"):
        mine = Basket(asked([ids]).keys)
    elif "empty" in request.POST:
        mine = Basket()
    mine.keep(request.session)
    return _answer(request, study)


def _answer(request, study):
    """The page it came from; for htmx the button as it is now, and the bar."""
    if request.htmx and study:
        return render(request, "evidence/_basket_changed.html", {"key": study.key, "name": study})
    came_from = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure()):
        address = urlsplit(came_from)
        return redirect(f"{address.path}?{address.query}" if address.query else address.path)
    return redirect("compare-studies")
