"""What a package must be: options that are on the table, and where it must be whole, one for every issue."""

from course.model.scenario import KnownScenario, Package

from .error import NegotiationError


def require_package(scenario: KnownScenario, package: Package | None, whole: bool) -> None:
    """Raise NegotiationError when a package names something not on the table, or (``whole``) leaves a gap."""
    if not package:
        raise NegotiationError("The package is empty. Choose an option for at least one issue.")
    options = {issue.id: [option.id for option in issue.options] for issue in scenario.issues}
    for issue, option in package.items():
        if issue not in options:
            raise NegotiationError(f"'{issue}' is not on the table. Choose from {', '.join(options)}.")
        if option not in options[issue]:
            raise NegotiationError(f"'{option}' is not an option for {issue}. Choose from {', '.join(options[issue])}.")
    missing = [issue for issue in options if issue not in package]
    if whole and missing:
        raise NegotiationError(
            f"The package says nothing about {', '.join(missing)}. Choose an option for every issue."
        )
