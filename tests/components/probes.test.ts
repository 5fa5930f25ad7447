import { expect, test } from "@jest/globals";
import { Probe, probes } from "../../components/probes";

const health = Probe.http("/health");
const startsWithin = "2 minutes" as const;

test("one check answers three questions, and restarting takes the most failures", () => {
  const check = { httpGet: { path: "/health", port: 8000 }, periodSeconds: 10, timeoutSeconds: 5 };

  expect(probes({ health, startsWithin }, 8000)).toEqual({
    startupProbe: { ...check, failureThreshold: 12 },
    readinessProbe: { ...check, failureThreshold: 3 },
    livenessProbe: { ...check, failureThreshold: 12 },
  });
});

test("a slow start is given its time in tries, and the last one falls after it", () => {
  const tries = (within: "45 seconds" | "15 minutes") => probes({ health, startsWithin: within }, 1).startupProbe;

  expect(tries("45 seconds")).toMatchObject({ periodSeconds: 10, failureThreshold: 5 });
  expect(tries("15 minutes")).toMatchObject({ periodSeconds: 10, failureThreshold: 90 });
});

test("what asks a database decides about work only, never about starting again", () => {
  const { startupProbe, readinessProbe, livenessProbe } = probes(
    { health, alive: Probe.http("/alive"), startsWithin },
    8000,
  );

  expect(readinessProbe).toMatchObject({ httpGet: { path: "/health" } });
  expect(livenessProbe).toMatchObject({ httpGet: { path: "/alive" } });
  expect(startupProbe).toMatchObject({ httpGet: { path: "/alive" } });
});

test("a probe may have a port of its own", () => {
  const { readinessProbe } = probes({ health: Probe.http("/health/ready", { port: 9000 }), startsWithin }, 8080);

  expect(readinessProbe).toMatchObject({ httpGet: { path: "/health/ready", port: 9000 } });
});

test("a program is run as often and given as long as it says", () => {
  const ping = Probe.exec(["celery", "inspect", "ping"], { every: "60 seconds", within: "30 seconds" });

  expect(probes({ health: ping, startsWithin }, undefined).livenessProbe).toEqual({
    exec: { command: ["celery", "inspect", "ping"] },
    periodSeconds: 60,
    timeoutSeconds: 30,
    failureThreshold: 12,
  });
});

test("a path that can be asked on no port is refused", () => {
  expect(() => probes({ health, startsWithin }, undefined)).toThrow("there is no port to ask for /health");
});
