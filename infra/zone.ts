import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../components/core/component";
import { type DataClass, protection } from "../components/core/data-class";

/** Where the names of a stack are kept: in a zone of its own beneath `parent`, or in one that exists for its domain. */
export type HostedZone =
  /** Id of the zone of a domain above. The stack makes its own zone and delegates to it. */
  | { readonly parent: string }
  /** Id of the zone of the domain itself, or of one above. The stack only makes records in it. */
  | { readonly existing: string };

export interface ZoneArgs {
  readonly domain: string;
  /** Id of the zone of a domain above this one. */
  readonly parent: string;
  readonly data: DataClass;
}

/**
 * A hosted zone and its delegation, made together: a certificate never waits for a delegation that nobody made.
 * Records hang on `zoneId` and so are gone before the zone is.
 */
export class Zone extends Component {
  readonly zoneId: pulumi.Output<string>;
  /** Names of the zone resolve from here on. */
  readonly delegation: pulumi.Resource;

  constructor(name: string, { domain, parent, data }: ZoneArgs, opts?: pulumi.ComponentResourceOptions) {
    super("atelier:infra:Zone", name, opts);
    const { protect, forceDestroy } = protection[data];

    // A zone that is made again has other name servers; resolvers remember the old ones for up to two days.
    const zone = new aws.route53.Zone(
      this.child("zone"),
      { name: domain, comment: "Names of this stack", forceDestroy },
      { ...this.within, protect },
    );

    this.delegation = new aws.route53.Record(
      this.child("delegation"),
      { zoneId: parent, name: domain, type: "NS", ttl: 300, records: zone.nameServers },
      this.within,
    );

    this.zoneId = zone.zoneId;
    this.registerOutputs({});
  }
}
