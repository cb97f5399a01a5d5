"""Some of the points of a definition, numbered anew without the others: paths are walked for few points at a time."""

from __future__ import annotations

from dataclasses import dataclass, field

from carepath.authoring.checks.temporal.steps import NEVER, NOTHING, QUIET, Effect, Masks, Open, Stay, Steps, World


@dataclass(frozen=True, slots=True)
class Focus:
    """The numbers of the points that are looked at, in order; point n of the focus is `points[n]` of all."""

    points: tuple[int, ...]
    total: int
    bits: int
    narrowed: dict[int, int] = field(default_factory=dict, compare=False)
    widened: dict[int, int] = field(default_factory=dict, compare=False)

    def narrow(self, bits: int) -> int:
        """Return those of some points that are looked at, in the numbers of the focus."""
        bits &= self.bits
        found = self.narrowed.get(bits)
        if found is None:
            found = sum(1 << place for place, point in enumerate(self.points) if bits >> point & 1)
            self.narrowed[bits] = found
        return found

    def wide(self, bits: int) -> int:
        """Return points of the focus in the numbers of all."""
        found = self.widened.get(bits)
        if found is None:
            found = sum(1 << point for place, point in enumerate(self.points) if bits >> place & 1)
            self.widened[bits] = found
        return found

    def wide_rows(self, rows: tuple[int, ...]) -> tuple[int, ...]:
        """Return a row of points for each point of all, given one for each point of the focus."""
        found = [0] * self.total
        for point, row in zip(self.points, rows, strict=True):
            found[point] = self.wide(row)
        return tuple(found)

    def masks(self, masks: Masks) -> Masks:
        """Return which of these points are what."""
        return Masks(
            self.narrow(masks.handovers),
            self.narrow(masks.telling),
            self.narrow(masks.after_transfers),
            self.narrow(masks.known),
            tuple(self.narrow(masks.supersets[point]) for point in self.points),
        )

    def effect(self, effect: Effect, read: int) -> Effect:
        """Return what a step does to these points, and tells of the conditions that they read."""
        maybe, sure, done, not_done, handed, senders, clears, tells, opened = effect
        if not (maybe | done | not_done | handed) & self.bits and not (clears | tells) & read:
            return NOTHING  # what it surely is and who sends are among these
        narrow = self.narrow
        return Effect(
            narrow(maybe),
            narrow(sure),
            narrow(done),
            narrow(not_done),
            narrow(handed),
            narrow(senders),
            clears & read,
            tells & read,
            self._open(opened),
        )

    def stay(self, stay: Stay, read: int) -> Stay:
        """Return what a state does to these points, and to the conditions that they read."""
        maybe, must, holds, clears, opened, must_open = stay
        if not (maybe | holds) & self.bits and not clears & read:
            return QUIET
        narrow = self.narrow
        return Stay(
            narrow(maybe), narrow(must), narrow(holds), clears & read, self._open(opened), self._open(must_open)
        )

    def _open(self, parts: tuple[Open, ...]) -> tuple[Open, ...]:
        return tuple(Open(self.narrow(points), *flags) for points, *flags in parts if points & self.bits)

    def steps(self, steps: Steps) -> tuple[Steps, tuple[World, ...]]:
        """Return the same steps for these points, each distinct world once, and for each a world of all points."""
        parts = [part for effect in steps.effects for part in effect.open]
        parts += [part for stay in steps.stays for part in stay.open]
        read = 0
        for points, holds, fails in parts:
            if points & self.bits:
                read |= holds | (fails if fails != NEVER else 0)
        effects = [self.effect(each, read) for each in steps.effects]
        stays = [self.stay(each, read) for each in steps.stays]
        kept_effects = {each: number for number, each in enumerate(dict.fromkeys((NOTHING, *effects)))}
        kept_stays = {each: number for number, each in enumerate(dict.fromkeys((QUIET, *stays)))}
        of_effect = [kept_effects[each] for each in effects]
        of_stay = [kept_stays[each] for each in stays]
        worlds: dict[World, World] = {}
        for world in steps.worlds:
            ways = tuple([(to, of_effect[number]) for to, number in world.ways])
            rests = tuple([of_stay[number] for number in world.stays])
            worlds.setdefault(World(ways, rests, tuple([of_effect[number] for number in world.moves])), world)
        return Steps(steps.graph, tuple(kept_effects), tuple(kept_stays), tuple(worlds)), tuple(worlds.values())
