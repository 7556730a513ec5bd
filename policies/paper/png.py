"""A drawing as PNG, by Typst, for programs that show no SVG. Pure. The same drawing is the same bytes."""

PAGE = b"""#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg", alt: "")"""
PIXELS_PER_INCH = 160  # of a drawing 12.5 inches wide, which is printed on half of that
NO_TIME = 0


def png(svg: str) -> bytes:
    import typst

    from policies.paper.pdf import NotSetError, fonts  # here, since Typst takes memory that few processes need

    try:
        made = typst.Compiler(font_paths=fonts(of_system=False)).compile(
            PAGE, format="png", ppi=PIXELS_PER_INCH, sys_inputs={"svg": svg}, timestamp=NO_TIME
        )
    except typst.TypstError as fault:
        raise NotSetError(f"a drawing: {fault.message}") from fault
    if not isinstance(made, bytes):
        raise NotSetError("a drawing: it takes several pages")
    return made
