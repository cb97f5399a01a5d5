"""What is due over all cases, most urgent first."""

from __future__ import annotations

import argparse
import json

from carepath.commands.cases import Cases, gathered, progress
from carepath.commands.options import Misuse, as_of, meant, pathway_and_events
from carepath.serial import due_dict
from carepath.worklist import listed, worklist


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    pathway_and_events(parser)
    parser.add_argument("--as-of", type=as_of, required=True, metavar="DATE", help="the day to look from")
    parser.add_argument("--role", metavar="ROLE", help="only what this role does")
    parser.add_argument("--provider", metavar="ODS", help="only what this provider does")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="json: a line for each action")
    parser.add_argument("--progress", action="store_true", help="say how far it is also where nobody looks")


def run(options: argparse.Namespace) -> int:
    """Print the worklist."""
    cases = gathered(options)
    _known(cases, options.role, options.provider)
    assessed = [case.assessed(options.as_of, options.known_at) for case in progress(cases.all, options.progress)]
    items = worklist(assessed, options.role, options.provider)
    if options.format == "json":
        for item in items:
            named = {"case": item.case, "pathway": item.pathway, "version": item.version}
            print(json.dumps(named | due_dict(item.due), ensure_ascii=False))
    elif items:
        print(*listed(items), sep="\n")
    else:
        print("Nothing is due.")
    return cases.status


def _known(cases: Cases, role: str | None, provider: str | None) -> None:
    """Raise Misuse for a role or a provider that neither the definitions nor the events know."""
    pathways = {case.pathway.name: case.pathway for case in cases.all}.values()
    roles = {name for pathway in pathways for name in pathway.roles}
    if role is not None and cases.all and role not in roles:
        raise Misuse(f"there is no role '{role}'{meant(role, roles)} The roles are: {', '.join(sorted(roles))}")
    providers = {entry.provider for entry in cases.log.entries if entry.provider}
    for pathway in pathways:
        providers |= set(pathway.organisations)
        providers |= {listing.provider for each in pathway.roles.values() for listing in each.listings}
    if provider is not None and cases.all and provider not in providers:
        raise Misuse(f"neither the definition nor the events know a provider '{provider}'{meant(provider, providers)}")
