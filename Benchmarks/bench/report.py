"""Figures: kept as JSON, shown as a table beside their budgets."""

import json
import os
import statistics
import time


class Report:
    def __init__(self, machine):
        self.machine = machine
        self.started = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        self.figures = []
        self.load = 0.0

    def begin(self):
        """Notes the machine's load before the next figures."""
        self.load = os.getloadavg()[0]

    def add(self, number, name, values, unit, budget=None, at_most=True):
        """A figure with its repetitions; `budget` is a bound, from above unless `at_most` is false."""
        values = list(values)
        value = statistics.median(values)
        met = None if budget is None else (value <= budget if at_most else value >= budget)
        figure = {
            "number": number, "name": name, "value": value, "unit": unit, "values": values, "budget": budget,
            "bound": "at most" if at_most else "at least", "met": met, "loadBefore": self.load,
        }
        self.figures.append(figure)
        print("    " + self._line(figure), flush=True)

    def write(self, folder):
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps({"started": self.started, "machine": self.machine, "figures": self.figures}, indent=2)
        for name in (f"{self.started.replace(':', '')}.json", "latest.json"):
            (folder / name).write_text(text + "\n")

    @staticmethod
    def _line(figure):
        budget, note = "", ""
        if figure["budget"] is not None:
            budget = f"{'≤' if figure['bound'] == 'at most' else '≥'} {figure['budget']:g}"
            note = "ok" if figure["met"] else "MISSED"
        value = figure["value"]
        shown = f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
        return (
            f"{figure['number']:<4} {figure['name']:<58} {shown:>9} {figure['unit']:<7} {budget:<9} {note:<7}"
            f" load {figure['loadBefore']:.1f}"
        ).rstrip()

    def print_table(self):
        machine = self.machine
        print(f"\n{machine['cores']} cores, {machine['model']}, {machine['memoryMiB']} MiB, {self.started}")
        for figure in self.figures:
            print(self._line(figure))
