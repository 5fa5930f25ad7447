import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";
import { Component } from "../components/core/component";
import type { WebhookCertificate as Certificate } from "./charts";

export interface WebhookCertificateArgs {
  readonly service: string;
  readonly namespace: pulumi.Input<string>;
}

const hoursOfTenYears = 10 * 365 * 24;
/** An `up` in its last year makes another. */
const hoursOfOneYear = 365 * 24;

const keyKind = { algorithm: "ECDSA", ecdsaCurve: "P256" };
const lifetime = { validityPeriodHours: hoursOfTenYears, earlyRenewalHours: hoursOfOneYear };

/**
 * The certificate by which the API server trusts a webhook, from an authority that signs nothing else. Nobody outside the
 * cluster sees it, so it lives as long as a cluster might.
 */
export class WebhookCertificate extends Component implements Certificate {
  readonly authority: pulumi.Output<string>;
  readonly certificate: pulumi.Output<string>;
  readonly key: pulumi.Output<string>;

  constructor(name: string, { service, namespace }: WebhookCertificateArgs, opts?: pulumi.ComponentResourceOptions) {
    super("atelier:infra:WebhookCertificate", name, opts);
    const host = pulumi.interpolate`${service}.${namespace}.svc`;

    const authorityKey = new tls.PrivateKey(this.child("authority-key"), keyKind, this.within);
    const authority = new tls.SelfSignedCert(
      this.child("authority"),
      {
        privateKeyPem: authorityKey.privateKeyPem,
        isCaCertificate: true,
        subject: { commonName: this.child("authority") },
        allowedUses: ["cert_signing"],
        ...lifetime,
      },
      this.within,
    );
    const key = new tls.PrivateKey(this.child("key"), keyKind, this.within);
    const request = new tls.CertRequest(
      this.child("request"),
      { privateKeyPem: key.privateKeyPem, subject: { commonName: service }, dnsNames: [host] },
      this.within,
    );
    const certificate = new tls.LocallySignedCert(
      this.child("certificate"),
      {
        certRequestPem: request.certRequestPem,
        caCertPem: authority.certPem,
        caPrivateKeyPem: authorityKey.privateKeyPem,
        allowedUses: ["digital_signature", "key_encipherment", "server_auth"],
        ...lifetime,
      },
      this.within,
    );

    this.authority = authority.certPem;
    this.certificate = certificate.certPem;
    this.key = pulumi.secret(key.privateKeyPem);
    this.registerOutputs({});
  }
}
