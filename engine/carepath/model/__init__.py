"""What a pathway is: frozen values, built only by the loader.

A pathway that exists has passed every check, so nothing after the loader checks it again.
Every clause carries its `Source` (file and line) and, where the author gave one, its `Citation`.
"""

from carepath.model.conditions import ALWAYS, AllOf, AnyOf, Condition, Done, Known, Not, OneOf, Value, Within
from carepath.model.counting import ClockRule, Deadline, Level, Milestone, Nonworking, PauseRule, Trigger, Unclear
from carepath.model.forms import FieldFrom, Form, FormField, FormPart
from carepath.model.graph import Effect, Exit, Reentry, StartRule, State, Task, Transition
from carepath.model.pathway import Governance, Pathway, Routes
from carepath.model.rules import FieldOf, FieldTest, Pattern, Rule
from carepath.model.sources import UNCITED, Citation, Reference, Source
from carepath.model.transfers import DatasetItem, Transfer
from carepath.model.vocabulary import AttributeType, EventType, Listing, Organisation, Role

__all__ = [
    "ALWAYS",
    "UNCITED",
    "AllOf",
    "AnyOf",
    "AttributeType",
    "Citation",
    "ClockRule",
    "Condition",
    "DatasetItem",
    "Deadline",
    "Done",
    "Effect",
    "EventType",
    "Exit",
    "FieldFrom",
    "FieldOf",
    "FieldTest",
    "Form",
    "FormField",
    "FormPart",
    "Governance",
    "Known",
    "Level",
    "Listing",
    "Milestone",
    "Nonworking",
    "Not",
    "OneOf",
    "Organisation",
    "Pathway",
    "Pattern",
    "PauseRule",
    "Reentry",
    "Reference",
    "Role",
    "Routes",
    "Rule",
    "Source",
    "StartRule",
    "State",
    "Task",
    "Transfer",
    "Transition",
    "Trigger",
    "Unclear",
    "Value",
    "Within",
]
