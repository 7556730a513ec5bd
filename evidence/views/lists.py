from django.core.paginator import Page, Paginator


def page_of(request, paginator: Paginator) -> Page:
    """The page asked for; what is not a number is the first, what is too large the last."""
    return paginator.get_page(request.GET.get("page"))
