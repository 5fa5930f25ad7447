/** What every part of the rig is made of: programs, ports, processes and folders that leave nothing behind. */
export { cached, say } from "./cache";
export { type GoModule, goModule } from "./go";
export { freePort, listens, loopback, onFreePort, PortInUse } from "./port";
export { type ProcessArgs, type RunningProcess, runProcess, type ServerArgs, startProcess } from "./process";
export type { ToolName } from "./recipes";
export { runFolder, runVariable } from "./run-folder";
export { timed } from "./times";
export { tool } from "./tool";
export { processesOfRun, type Visible } from "./visible";
