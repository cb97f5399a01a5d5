"""Charts of measures: XmR over time and funnel over providers, as SVG and as text. The arithmetic is elsewhere.

    from carepath_renderers import charts
    from carepath_renderers.funnels import Count, funnel
    from carepath_renderers.limits import xmr

Each picture states its finding in its title; a special cause has a shape of its own besides its colour.
"""

from __future__ import annotations

from collections.abc import Sequence

from carepath_renderers.charting import funnel_chart, xmr_chart
from carepath_renderers.charting.canvas import Picture
from carepath_renderers.charting.tables import cell, table
from carepath_renderers.funnels import Funnel
from carepath_renderers.limits import Better, Xmr

PERCENT = (0.0, 100.0)


def xmr_svg(chart: Xmr, labels: Sequence[str], *, subject: str, unit: str = "%") -> str:
    """Return an XmR chart as SVG. `labels` name the points; `subject` says what is measured.

    `unit` stands behind numbers; shares (%) have a scale that stays within 0 and 100. ValueError unless each point
    has a label.
    """
    return xmr_picture(chart, labels, subject=subject, unit=unit).to_svg()


def xmr_picture(chart: Xmr, labels: Sequence[str], *, subject: str, unit: str = "%") -> Picture:
    """Return the same as marks with places, for measuring."""
    if len(labels) != len(chart.points):
        raise ValueError(f"{len(chart.points)} points need as many labels, not {len(labels)}")
    return xmr_chart.drawn(chart, labels, subject, unit, PERCENT if unit == "%" else xmr_chart.UNBOUND)


def xmr_markdown(chart: Xmr, labels: Sequence[str], *, subject: str, unit: str = "%") -> str:
    """Return the finding, the numbers behind it, and a table of the points."""
    rows = [
        (label, f"{float(point.value):g}{unit}", point.kind if point.causes else "", ", ".join(point.causes))
        for point, label in zip(chart.points, labels, strict=True)
    ]
    said = [cell(fact) for fact in xmr_chart.facts(chart, unit)]
    head = f"# {cell(xmr_chart.headline(chart, subject))}"
    return "\n".join((head, "", *said, "", *table(("When", "Value", "Special cause", "Why"), rows))).rstrip() + "\n"


def funnel_svg(
    shown: Funnel, *, subject: str, size: str = "Patients", standard: float | None = None, better: Better = "up"
) -> str:
    """Return a funnel plot as SVG; `size` names what providers are ordered by, `standard` is a share (0.85)."""
    return funnel_picture(shown, subject=subject, size=size, standard=standard, better=better).to_svg()


def funnel_picture(
    shown: Funnel, *, subject: str, size: str = "Patients", standard: float | None = None, better: Better = "up"
) -> Picture:
    """Return the same as marks with places, for measuring."""
    return funnel_chart.drawn(shown, subject, size, standard, better)


def funnel_markdown(shown: Funnel, *, subject: str) -> str:
    """Return the finding, what the limits rest on, and a table of the providers."""
    rows = [
        (
            each.count.name, f"{each.count.met} of {each.count.of}", f"{each.share:.1%}",
            f"{each.limits.lowest:.1%} to {each.limits.highest:.1%}", funnel_chart.SAID[each.position],
        )
        for each in shown.providers
    ]  # fmt: skip
    said = [cell(fact) for fact in funnel_chart.facts(shown)]
    head = f"# {cell(funnel_chart.headline(shown, subject))}"
    columns = ("Provider", "Met", "Share", "99.8% limits", "Standing")
    return "\n".join((head, "", *said, "", *table(columns, rows))).rstrip() + "\n"
