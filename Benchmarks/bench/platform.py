"""The platform that is measured: its API, database, processes and machine."""

import json
import os
import platform as machine
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = os.sysconf("SC_PAGE_SIZE")
TICKS = os.sysconf("SC_CLK_TCK")
SERVICES = ("scheduler", "run-executor-1", "api-gateway")


class Platform:
    def __init__(self):
        self.home = Path(os.environ["NUCLEUS_HOME"])
        self.port = int(os.environ["NUCLEUS_HTTP_PORT"])
        self.key = Path(os.environ["NUCLEUS_ADMIN_KEY_FILE"]).read_text().strip()
        self.database_url = os.environ["NUCLEUS_DATABASE_URL"]
        self.results_folder = Path(os.environ["NUCLEUS_BENCH_DIR"])
        # The gateway is on this machine, whatever proxy the environment names.
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        self.load_generator = self._build_load_generator()

    @staticmethod
    def _build_load_generator():
        command = ["swift", "build", "--configuration", "release", "--product", "load-generator"]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
        return ROOT / ".build/release/load-generator"

    @staticmethod
    def machine():
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            models = [line.split(":", 1)[1].strip() for line in file if line.startswith("model name")]
        with open("/proc/meminfo", encoding="utf-8") as file:
            memory = int(file.readline().split()[1]) // 1024
        return {"cores": os.cpu_count(), "model": models[0] if models else machine.machine(), "memoryMiB": memory}

    # The API.

    def ask(self, document, **variables):
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/graphql",
            json.dumps({"query": document, "variables": variables}).encode(),
            {"Content-Type": "application/json", "Authorization": f"Bearer {self.key}"},
        )
        with self.opener.open(request, timeout=60) as response:
            answer = json.load(response)
        if answer.get("errors"):
            raise RuntimeError(answer["errors"][0])
        return answer["data"]

    def register(self, name, template, parameters):
        return self.ask(
            "mutation ($input: EndpointInput!) { registerEndpoint(input: $input) { id } }",
            input={"name": name, "config": {"templateId": template, "parameters": parameters}},
        )["registerEndpoint"]["id"]

    def collect(self, endpoint, limit=120):
        """Triggers the endpoint's collection and waits for its end."""
        run = self.ask(TRIGGER_ENDPOINT, id=endpoint)["triggerEndpointCollection"]["id"]
        deadline = time.monotonic() + limit
        while time.monotonic() < deadline:
            found = self.ask("query ($id: ID!) { collectionRun(id: $id) { id status error stats } }", id=run)["collectionRun"]
            if found["status"] == "SUCCEEDED":
                return found
            if found["status"] in ("FAILED", "SKIPPED"):
                raise RuntimeError(f"the run ended {found['status']}: {found['error']}")
            time.sleep(0.02)
        raise RuntimeError(f"the run is still {found['status']}")

    # The load generator.

    def load(self, requests, connections=16, seconds=60.0, count=None, pause=0.0, once=False):
        plan = {
            "host": "127.0.0.1", "port": self.port, "bearer": self.key, "requests": requests, "once": once,
            "connections": connections, "seconds": seconds, "count": count, "pause": pause,
        }
        with tempfile.TemporaryDirectory() as folder:
            plan_file, results_file = Path(folder, "plan.json"), Path(folder, "results.json")
            plan_file.write_text(json.dumps(plan))
            subprocess.run([self.load_generator, plan_file, results_file], check=True)
            return json.loads(results_file.read_text())

    # The database.

    def sql(self, statement, database=None):
        """The rows of a statement, as lists of texts."""
        environment = {**os.environ, "DATABASE_URL": self.database_url}
        arguments = ["--dbname", database] if database else []
        done = subprocess.run(
            [sys.executable, ROOT / "dev/lib/database-url", "psql", "--field-separator=\t", *arguments],
            input=statement, env=environment, check=True, capture_output=True, text=True,
        )
        return [line.split("\t") for line in done.stdout.splitlines()]

    def number(self, statement):
        return float(self.sql(statement)[0][0])

    def wait_for_rest(self, limit=120):
        """Waits until no run is active and no message is unsent."""
        deadline = time.monotonic() + limit
        query = """select (select count(*) from nucleus.run where status in ('QUEUED', 'RUNNING'))
                     + (select count(*) from nucleus.outbox)"""
        while self.number(query) > 0:
            if time.monotonic() > deadline:
                raise RuntimeError("runs or messages are left over")
            # Each look costs the measured processes some of the machine.
            time.sleep(0.5)

    # Processes.

    def pid(self, process):
        try:
            pid = int((self.home / f"run/{process}.pid").read_text())
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0]
            return pid if state not in "ZX" else None
        except (OSError, ValueError):
            return None

    def memory(self, process, kind="Rss"):
        """Resident memory in MiB; `Pss` parts what several processes share among them."""
        if kind == "Rss":
            # Far cheaper than what follows, so it can be read often.
            return int(Path(f"/proc/{self.pid(process)}/statm").read_text().split()[1]) * PAGE / 1_048_576
        for line in Path(f"/proc/{self.pid(process)}/smaps_rollup").read_text().splitlines():
            if line.startswith(f"{kind}:"):
                return int(line.split()[1]) / 1024
        return 0.0

    def cpu(self, process):
        """Seconds of processor time the process and its children have used, children's children aside."""
        pid = self.pid(process)
        pids = [pid] + [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
        used = 0.0
        for one in pids:
            try:
                fields = Path(f"/proc/{one}/stat").read_text().rpartition(") ")[2].split()
            except OSError:
                continue
            used += (int(fields[11]) + int(fields[12])) / TICKS
        return used

    def stop(self, process):
        pid = self.pid(process)
        os.kill(pid, signal.SIGTERM)
        while self.pid(process) == pid:
            time.sleep(0.005)

    def start(self, process, wait=True):
        words = {"scheduler": ["scheduler"], "api-gateway": ["api-gateway"], "run-executor-1": ["executor"]}[process]
        child = subprocess.Popen([ROOT / "dev/start", *words], stdout=subprocess.DEVNULL)
        if wait and child.wait() != 0:
            raise RuntimeError(f"{process} did not start")
        return child

    def probe_port(self, process):
        return self.port if process == "api-gateway" else int((self.home / f"ports/{process}").read_text())


TRIGGER_ENDPOINT = "mutation ($id: ID!) { triggerEndpointCollection(endpointId: $id) { id } }"
TRIGGER_COLLECTION = "mutation ($id: ID!) { triggerCollection(collectionId: $id) { id } }"


def post(document, **variables):
    """A GraphQL request for the load generator."""
    return {"method": "POST", "path": "/graphql", "body": json.dumps({"query": document, "variables": variables})}


def get(path):
    return {"method": "GET", "path": path, "body": ""}
