import { expect, test } from "@jest/globals";
import {
  containerSecurity,
  defaultUser,
  home,
  lowestUser,
  podSecurity,
  temporary,
} from "../../components/pod-security";

test("a pod runs as a user that no process of the node has", () => {
  expect(podSecurity()).toEqual({
    runAsNonRoot: true,
    runAsUser: 10_001,
    runAsGroup: 10_001,
    fsGroup: 10_001,
    seccompProfile: { type: "RuntimeDefault" },
  });
  expect(defaultUser).toBeGreaterThanOrEqual(lowestUser);
  expect(podSecurity(12_345)).toMatchObject({ runAsUser: 12_345, runAsGroup: 12_345, fsGroup: 12_345 });
});

test("a container may become nobody else and write nowhere", () => {
  expect(containerSecurity).toEqual({
    privileged: false,
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ["ALL"] },
  });
});

test("but in /tmp, up to a size, where its home is too", () => {
  const { volume, mount } = temporary("2Gi");

  expect(volume).toEqual({ name: "tmp", emptyDir: { sizeLimit: "2Gi" } });
  expect(mount).toEqual({ name: volume.name, mountPath: "/tmp" });
  expect(home).toEqual({ HOME: mount.mountPath });
});
