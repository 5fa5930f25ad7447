import type { DataClass } from "../components/core/data-class";
import type {
  CacheServer,
  DatabaseServer,
  EncryptionKey,
  Front,
  KubernetesCluster,
  PrivateNetwork,
} from "../components/core/shapes";
import type { AccessLog } from "../components/private-bucket";
import type { Here } from "./account";

/** What an environment is for; a product chooses its sizes by it. */
export type Environment = "production" | "staging" | "ephemeral";

/** Everything a product runs on. A whole stack makes one; a review stack may borrow staging's. */
export interface Platform {
  readonly environment: Environment;
  readonly region: string;
  /** Puts what is made into the stack's account and region. */
  readonly here: Here;
  /** What the stack's data is worth. */
  readonly data: DataClass;
  readonly network: PrivateNetwork;
  readonly cluster: KubernetesCluster;
  readonly postgres: DatabaseServer;
  readonly cache: CacheServer;
  readonly edge: Front;
  /** Encrypts what the products store. */
  readonly key: EncryptionKey;
  /** Where it is written down who asked for which object. */
  readonly accessLogs: AccessLog;
  /** There are nodes with GPUs, or there will be when a pod asks. */
  readonly gpu: boolean;
  /** Images of what runs beside the products, pinned by digest. */
  readonly images: { readonly awsCli: string; readonly postgres: string };
  /** Changing it makes every generated secret anew: `2027-01`. */
  readonly rotate: string;
}
