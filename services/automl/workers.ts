import type * as pulumi from "@pulumi/pulumi";
import { type CacheUser, cacheDatabases } from "../../components/cache-user";
import type { Access } from "../../components/core/access";
import { Component } from "../../components/core/component";
import type { CacheServer, Namespace } from "../../components/core/shapes";
import { Probe } from "../../components/probes";
import { Workload } from "../../components/workload";
import { queues } from "./contract";
import type { AutoMlSettings } from "./settings";
import type { Size, Sizes } from "./sizes";

export interface WorkersArgs {
  readonly namespace: Namespace;
  readonly cache: CacheServer;
  readonly redis: CacheUser;
  readonly settings: Pick<AutoMlSettings, "images" | "celeryApp" | "longestTrainingHours">;
  readonly sizes: Pick<Sizes, "cpuWorker" | "gpuWorker" | "scheduler">;
  /** There are nodes for GPU workers. */
  readonly gpu: boolean;
  readonly env: (part: "cpuWorker" | "gpuWorker" | "scheduler") => Readonly<Record<string, string>>;
  /** Of those that train. */
  readonly access: readonly Access[];
  /** Of the one that only says when. */
  readonly schedulerAccess: readonly Access[];
  readonly waitFor: readonly pulumi.Resource[];
}

interface WorkerKind {
  readonly part: "cpuWorker" | "gpuWorker";
  readonly size: Size;
  /** Which Celery queue it takes from. */
  readonly queue: string;
  /** What decides how many there are: what waits, and what workers still hold. */
  readonly keys: readonly string[];
  readonly concurrency: number;
  readonly gpus: 0 | 1;
}

/** Celery's hash of what its workers hold and have not yet acknowledged; one for all queues. */
const held = "unacked";

/** The process that wrote the file is there. */
const running = (pidFile: string): Probe => Probe.exec(["sh", "-c", `kill -0 "$(cat ${pidFile})"`]);

/** What trains, and what says when. */
export class Workers extends Component {
  constructor(
    name: string,
    private readonly args: WorkersArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("atelier:automl:Workers", name, opts);
    const { sizes, gpu } = args;

    this.worker("cpu", {
      part: "cpuWorker",
      size: sizes.cpuWorker,
      queue: queues.cpu,
      keys: [queues.cpu, held],
      concurrency: 4,
      gpus: 0,
    });
    if (gpu) {
      // Only what waits: what CPU workers hold would bring up a GPU. Who is told to stop ends its training first.
      this.worker("gpu", {
        part: "gpuWorker",
        size: sizes.gpuWorker,
        queue: queues.gpu,
        keys: [queues.gpu],
        concurrency: 1,
        gpus: 1,
      });
    }
    this.scheduler();
    this.registerOutputs({});
  }

  private worker(called: string, { part, size, queue, keys, concurrency, gpus }: WorkerKind): void {
    const { namespace, settings, env, access, waitFor, cache, redis } = this.args;
    const app = settings.celeryApp;
    // A worker loads its libraries to answer, so it is asked seldom and given time.
    const answers = Probe.exec(
      ["sh", "-c", `celery --app ${app} inspect ping --timeout 20 --destination ${called}@$HOSTNAME`],
      { every: "60 seconds", within: "30 seconds" },
    );
    const pid = "/tmp/worker.pid";
    new Workload(
      this.child(`${called}-worker`),
      {
        namespace,
        image: settings.images.worker,
        command: ["celery", "--app", app, "worker"],
        args: [
          "--queues",
          queue,
          "--concurrency",
          String(concurrency),
          "--hostname",
          `${called}@%h`,
          "--loglevel",
          "INFO",
          "--pidfile",
          pid,
        ],
        env: env(part),
        access,
        replicas: size.replicas,
        queues: {
          keys,
          database: cacheDatabases.broker,
          perReplica: concurrency,
          host: cache.host,
          port: cache.port,
          username: redis.username,
          password: redis.password,
        },
        cpu: size.cpu,
        memory: size.memory,
        gpus,
        temporary: "20Gi",
        sharedMemory: "2Gi",
        health: answers,
        // Not whether it answers, which takes Redis too: nobody ends a training because the cache is away.
        alive: running(pid),
        startsWithin: "10 minutes",
        // Over the longest training: whoever is told to stop takes nothing new and ends what it has begun.
        stopWithin: `${settings.longestTrainingHours * 60 + 10} minutes`,
        waitFor,
      },
      this.within,
    );
  }

  private scheduler(): void {
    const { namespace, settings, sizes, env, schedulerAccess, waitFor } = this.args;
    const [schedule, pid] = ["/tmp/schedule", "/tmp/scheduler.pid"];
    new Workload(
      this.child("scheduler"),
      {
        namespace,
        image: settings.images.worker,
        command: ["celery", "--app", settings.celeryApp, "beat"],
        args: ["--schedule", schedule, "--pidfile", pid],
        env: env("scheduler"),
        access: schedulerAccess,
        replicas: "exactly one",
        cpu: sizes.scheduler.cpu,
        memory: sizes.scheduler.memory,
        // It listens nowhere; that its process lives is all it can show.
        health: running(pid),
        waitFor,
      },
      this.within,
    );
  }
}
