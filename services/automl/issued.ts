import type * as pulumi from "@pulumi/pulumi";
import { type Access, access } from "../../components/core/access";
import { issuedSecret } from "../../components/issued-secret";
import { clientSecretVariable } from "./contract";
import type { AutoMlSettings, SignIn } from "./settings";

type Within = pulumi.InvokeOutputOptions;

/** Names of the secrets that the settings point at. */
export const issuedSecrets = ({ signIn, assistant }: Pick<AutoMlSettings, "signIn" | "assistant">): readonly string[] =>
  [signIn.kind === "none" ? undefined : signIn.clientSecret, assistant.openai, assistant.anthropic].filter(
    (name) => name !== undefined,
  );

/** Ask the identity provider who somebody is. */
export const signInAccess = (signIn: SignIn, within: Within): readonly Access[] =>
  signIn.kind === "none" ? [] : [issuedSecret(signIn.clientSecret, clientSecretVariable(signIn.kind), within)];

/** Ask the model providers for whom there is a key. */
export const assistantAccess = (
  { openai, anthropic }: AutoMlSettings["assistant"],
  within: Within,
): readonly Access[] => [
  ...(openai === undefined ? [] : [issuedSecret(openai, "OPENAI_API_KEY", within)]),
  ...(anthropic === undefined ? [] : [issuedSecret(anthropic, "ANTHROPIC_API_KEY", within)]),
];

/** The UI's server calls the API as a browser does, by its public name. */
export const publicApi: Access = access("call the API by its public name", {
  reach: [{ to: "internet", what: "the API's public name" }],
});
