from django import template

register = template.Library()


@register.simple_tag(takes_context=True)
def place(context, document: str, location: str) -> str:
    """The place as it is told in the document of this key; to members it opens a file of the paper at its page."""
    if "read_full_texts" not in context.get("may_do", ()):
        return location
    return context["papers"].place(document, location)
