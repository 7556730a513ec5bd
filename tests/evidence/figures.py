"""The figures of the base as short texts, to be pinned in tests."""

from evidence.models import EffectEstimate, Measurement


def interval(figure) -> str:
    level = f"{figure.ci_level}% CI" if figure.ci_level else "interval"
    bounds = (
        f" ({level} {figure.ci_lower or '?'} to {figure.ci_upper or '?'})" if figure.ci_lower or figure.ci_upper else ""
    )
    return bounds + (f" I2={figure.i2}" if figure.i2 else "")


def measured(figure: Measurement) -> str:
    """ "median 9 months range 4 to 15", "proportion 90 percent 63 of ?", without the endpoint and the arm."""
    bound = f"{figure.bound} " if figure.bound[-1:].isalpha() else figure.bound
    said = f"{figure.statistic} {bound}{figure.value}".strip()
    said += " not reached" if figure.not_reached else ""
    said += f" {figure.unit}" if figure.unit else ""
    if figure.events or figure.participants:
        said += f" {figure.events or '?'} of {figure.participants or '?'}"
    said += f" ± {figure.spread}" if figure.spread else ""
    said += f" range {figure.range_lower} to {figure.range_upper}" if figure.range_lower or figure.range_upper else ""
    said += f" IQR {figure.iqr_lower} to {figure.iqr_upper}" if figure.iqr_lower else ""
    return said + interval(figure)


def compared(effect: EffectEstimate) -> str:
    """ "HR 0.69 (95% CI 0.54 to 0.88) p=0.0013", without the endpoint and the arms."""
    said = f"{effect.measure} {effect.bound}{effect.estimate}".strip() + interval(effect)
    return said + (f" p{effect.p_comparator}{effect.p_value}" if effect.p_value else "")


def arms(effect: EffectEstimate) -> str:
    both = [effect.intervention_arm, effect.comparator_arm]
    return " v ".join(arm.key.rpartition("/")[2] if arm else "-" for arm in both)


def figures_of(document: str, study: str, endpoint: str) -> set[tuple[str, str]]:
    """(arm, figure) of everything a document reports of a study for an endpoint; "" is the whole study."""
    where = {"outcome__account__document__key": document, "outcome__account__study__key": study}
    where["outcome__endpoint"] = endpoint
    found = Measurement.objects.filter(**where).select_related("arm")
    effects = EffectEstimate.objects.filter(**where).select_related("intervention_arm", "comparator_arm")
    return {(figure.arm.key.rpartition("/")[2] if figure.arm else "", measured(figure)) for figure in found} | {
        (arms(effect), compared(effect)) for effect in effects
    }
