import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../components/core/component";
import { trust } from "../components/pod-identity";
import { type AddOn, addOns, buildFor } from "./add-on-table";
import type { Part } from "./part";

export interface AddOnsArgs {
  readonly cluster: { readonly name: pulumi.Output<string>; readonly version: string };
  readonly made: AddOn["made"];
  /** What must stand first. */
  readonly after: readonly Part[];
}

/** Half of the add-ons that EKS installs for us: those that nodes need, or those that need nodes. */
export class AddOns extends Component implements Part {
  readonly ready: readonly pulumi.Resource[];

  constructor(name: string, args: AddOnsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("atelier:infra:AddOns", name, opts);
    this.ready = Object.entries(addOns)
      .filter(([, { made }]) => made === args.made)
      .map(([called, addOn]) => this.addOn(called, addOn, args));
    this.registerOutputs({});
  }

  private addOn(called: string, addOn: AddOn, { cluster, after }: AddOnsArgs): aws.eks.Addon {
    const identity = addOn.identity && this.identity(called, cluster.name, addOn.identity);
    return new aws.eks.Addon(
      this.child(called),
      {
        clusterName: cluster.name,
        addonName: called,
        addonVersion: buildFor(addOn, cluster.version),
        configurationValues: addOn.configuration && JSON.stringify(addOn.configuration),
        podIdentityAssociations: identity ? [identity.association] : [],
        // Nobody edits an add-on by hand: what stands here is what runs.
        resolveConflictsOnCreate: "OVERWRITE",
        resolveConflictsOnUpdate: "OVERWRITE",
      },
      { ...this.within, dependsOn: [...after.flatMap(({ ready }) => ready), ...(identity ? [identity.attached] : [])] },
    );
  }

  /**
   * The add-on makes the association itself, with the pods: one made apart could come after them, and they would run
   * without credentials until somebody restarts them.
   */
  private identity(called: string, cluster: pulumi.Output<string>, identity: NonNullable<AddOn["identity"]>) {
    const role = new aws.iam.Role(
      this.child(`${called}-role`),
      {
        name: this.physical("iam role", called),
        assumeRolePolicy: trust({ cluster, namespace: "kube-system", serviceAccount: identity.serviceAccount }),
      },
      this.within,
    );
    const attached = new aws.iam.RolePolicyAttachment(
      this.child(`${called}-policy`),
      { role: role.name, policyArn: `arn:aws:iam::aws:policy/${identity.policy}` },
      this.within,
    );
    return { association: { serviceAccount: identity.serviceAccount, roleArn: role.arn }, attached };
  }
}
