import { setTimeout as pause } from "node:timers/promises";
import type { Client } from "./client";
import { Refused } from "./connection";
import type { KubernetesObject } from "./objects";

const name = "nothing-in-default";

const policy: KubernetesObject = {
  apiVersion: "admissionregistration.k8s.io/v1",
  kind: "ValidatingAdmissionPolicy",
  metadata: { name },
  spec: {
    failurePolicy: "Fail",
    matchConstraints: {
      namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "default" } },
      resourceRules: [
        {
          apiGroups: ["*"],
          apiVersions: ["*"],
          operations: ["CREATE", "UPDATE"],
          resources: ["*"],
          // To a selector of namespaces, what belongs to none matches.
          scope: "Namespaced",
        },
      ],
    },
    // The server keeps its own address there.
    matchConditions: [{ name: "not-the-server", expression: 'request.userInfo.username != "system:apiserver"' }],
    validations: [
      { expression: "false", message: "the namespace default has no owner, quota or policy: name another namespace" },
    ],
  },
};

const binding: KubernetesObject = {
  apiVersion: "admissionregistration.k8s.io/v1",
  kind: "ValidatingAdmissionPolicyBinding",
  metadata: { name },
  spec: { policyName: name, validationActions: ["Deny"] },
};

const stray: KubernetesObject = { apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace: "default" } };

/**
 * Has the server refuse whatever goes to the namespace `default`. A cluster would take it: an object without a namespace
 * ends there, outside of all that a product's namespace has. Settles when the server has begun to refuse.
 */
export async function nothingInDefault(client: Client): Promise<void> {
  await client.apply(policy);
  await client.apply(binding);
  while (!(await refuses(client))) await pause(20);
}

async function refuses(client: Client): Promise<boolean> {
  try {
    await client.apply(stray, { dryRun: true });
    return false;
  } catch (error) {
    if (error instanceof Refused && error.message.includes(name)) return true;
    throw error;
  }
}
