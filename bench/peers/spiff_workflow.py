"""SpiffWorkflow: a BPMN process with a manual task and an exclusive gateway for each state, run once for each case."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from graphs import Graph, Names
from lxml import etree
from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser

HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="definitions" targetNamespace="og">'
    '<bpmn:process id="og" isExecutable="true">'
)


def stepper(graph: Graph) -> Callable[[Names], str]:
    """Return a function that steps the events of a case and returns the last state."""
    parser = BpmnParser()
    parser.add_bpmn_xml(etree.parse(BytesIO(_process(graph).encode())))
    process = parser.get_spec("og")

    def run(names: Names) -> str:
        workflow = BpmnWorkflow(process)
        workflow.do_engine_steps()
        for name in names:
            task = workflow.get_next_task(state=TaskState.READY, manual=True)
            task.data["told"] = name
            task.run()
            workflow.do_engine_steps()
        task = workflow.get_next_task(state=TaskState.READY, manual=True)
        return str(task.task_spec.name).removeprefix("in_")

    return run


def _process(graph: Graph) -> str:
    flows = [("begin_flow", "start", f"in_{graph.states[0]}", None)]
    for state in graph.states:
        flows.append((f"leave_{state}", f"in_{state}", f"from_{state}", None))
        flows.append((f"stay_{state}", f"from_{state}", f"in_{state}", None))
    for number, (state, name, to) in enumerate(graph.edges):
        flows.append((f"edge_{number}", f"from_{state}", f"in_{to}", f"told == '{name}'"))
    parts = [HEAD, '<bpmn:startEvent id="start"><bpmn:outgoing>begin_flow</bpmn:outgoing></bpmn:startEvent>']
    for state in graph.states:
        parts.append(f'<bpmn:manualTask id="in_{state}" name="{state}">{_ends(flows, f"in_{state}")}</bpmn:manualTask>')
        gateway = f'<bpmn:exclusiveGateway id="from_{state}" default="stay_{state}">'
        parts.append(f"{gateway}{_ends(flows, f'from_{state}')}</bpmn:exclusiveGateway>")
    for flow, before, after, when in flows:
        test = f"<bpmn:conditionExpression>{when}</bpmn:conditionExpression>" if when else ""
        ends = f'id="{flow}" sourceRef="{before}" targetRef="{after}"'
        parts.append(f"<bpmn:sequenceFlow {ends}>{test}</bpmn:sequenceFlow>")
    return "".join(parts) + "</bpmn:process></bpmn:definitions>"


def _ends(flows: list[tuple[str, str, str, str | None]], node: str) -> str:
    incoming = "".join(f"<bpmn:incoming>{flow}</bpmn:incoming>" for flow, _, after, _ in flows if after == node)
    outgoing = "".join(f"<bpmn:outgoing>{flow}</bpmn:outgoing>" for flow, before, _, _ in flows if before == node)
    return incoming + outgoing
