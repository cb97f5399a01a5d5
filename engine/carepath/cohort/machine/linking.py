"""How compiled functions are put together: each is read once, and all become machine code at once.

By itself numba makes machine code of every function with all that it calls in it, again on each level of calls. Here
a function that only compiled code calls stays as it is read, and the whole is made once. This rests on parts of numba
that it does not promise to keep; `carepath.cohort.machine.compiled` does without them where they are not to be found.
"""

from __future__ import annotations

from typing import Any

from numba import types
from numba.core import codegen, compiler, compiler_machinery, typed_passes, untyped_passes

JITCodeLibrary: Any = codegen.JITCodeLibrary  # numba has no types: hence the `misc` ignores on what is made of these
CompilerBase: Any = compiler.CompilerBase
LoweringPass: Any = compiler_machinery.LoweringPass
PassManager: Any = compiler_machinery.PassManager
Function: Any = types.Function
unliteral: Any = types.unliteral
STEPS: Any = compiler.DefaultPassBuilder
registered: Any = compiler_machinery.register_pass
FEW = 8  # blocks; a function of no more may be written into those that call it


class Part(JITCodeLibrary):  # type: ignore[misc]
    """The code of one function, which is linked into a whole and not used by itself."""

    def finalize(self) -> None:
        """Leave the code as it is read; a long function stays a function of its own, which keeps the whole short."""
        self._raise_if_finalized()
        self._finalize_dynamic_globals()
        for function in self._final_module.functions:
            if not function.is_declaration and sum(1 for _ in function.blocks) > FEW:
                function.add_function_attribute("noinline")
        self._finalized = True


class Whole(JITCodeLibrary):  # type: ignore[misc]
    """The code of a function that Python calls, and of all that it calls."""

    def add_linking_library(self, library: Any) -> None:
        """Link a library, and what it calls if it is a part, each once."""
        if library in self._linking_libraries:
            return
        super().add_linking_library(library)
        if isinstance(library, Part):
            for called in library._linking_libraries:
                self.add_linking_library(called)


@registered(mutates_CFG=False, analysis_only=False)
class Naming(LoweringPass):  # type: ignore[misc]
    """Make a part known to the code that calls it, though it has no address."""

    _name = "carepath_naming"

    def __init__(self) -> None:
        super().__init__()

    def run_pass(self, state: Any) -> bool:
        """Register the part under an object of its own."""
        key = list[int]().append  # numba asks for a built-in function; it is never called
        state.targetctx.insert_user_function(key, state["cr"].fndesc, [state.library])
        state["cr"] = state["cr"]._replace(cfunc=key)
        return True


KNOWN: dict[Any, Any] = {}  # what operations on plain types are, for as long as the process lasts
PLAIN: Any = (
    untyped_passes.TranslateByteCode, untyped_passes.FixupArgs, untyped_passes.IRProcessing,
    untyped_passes.ReconstructSSA, typed_passes.NopythonTypeInference, typed_passes.PreLowerStripPhis,
    typed_passes.IRLegalization, typed_passes.NativeLowering, Naming, typed_passes.NoPythonBackend,
)  # fmt: skip


class Remembering:
    """The typing context, which remembers what an operation on plain types is, whatever the numbers in it.

    By itself numba tries all its readings of each `+` and `[]` anew: some fifty thousand times for this code.
    """

    def __init__(self, own: Any) -> None:
        self._own = own

    def __getattr__(self, name: str) -> Any:
        return getattr(self._own, name)

    def resolve_function_type(self, func: Any, args: Any, kws: Any) -> Any:
        """Return the signature of a call."""
        if kws or not isinstance(func, Function):
            return self._own.resolve_function_type(func, args, kws)
        key = (func, *(unliteral(each) for each in args))
        if key not in KNOWN:
            KNOWN[key] = self._own.resolve_function_type(func, args, kws)
        return KNOWN[key]


def _library(kind: Any, state: Any) -> Any:
    made = kind(state.targetctx.codegen(), state.func_id.func_qualname)
    made.enable_object_caching()
    return made


class PartCompiler(CompilerBase):  # type: ignore[misc]
    """Compiles what only compiled code calls."""

    def define_pipelines(self) -> list[Any]:
        """Return the steps that plain functions of numbers and arrays need, without machine code."""
        self.state.library = _library(Part, self.state)
        self.state.flags.no_compile = True
        self.state.typingctx = Remembering(self.state.typingctx)
        steps = PassManager("carepath_part")
        for step in PLAIN:
            steps.add_pass(step, step.__name__)
        steps.finalize()
        return [steps]


class WholeCompiler(CompilerBase):  # type: ignore[misc]
    """Compiles what Python calls."""

    def define_pipelines(self) -> list[Any]:
        """Return the usual steps."""
        self.state.library = _library(Whole, self.state)
        return [STEPS.define_nopython_pipeline(self.state)]
