"""The pathway compiled to integer tables, for engines over columns. Standard library only."""

from carepath.plan.names import Names
from carepath.plan.programs import Programs
from carepath.plan.tables import Plan, plan

__all__ = ["Names", "Plan", "Programs", "plan"]
