import { beginRun } from "./support/run-folder";

/** Makes the folder of this run before anything else. The processes of the run end with those that start them. */
export default function begin(): void {
  beginRun();
}
