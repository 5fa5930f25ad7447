import { type Properties, secretTexts } from "../../../sandbox/wire";
import { Refused } from "./connection";

/** Does the work, and says what the server says to it: without the secrets that the server repeats. */
export async function hiding<T>(inputs: Properties, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    throw new Error(withoutSecrets(`${error.reason}: ${error.message}`, inputs));
  }
}

function withoutSecrets(message: string, inputs: Properties): string {
  const words = secretTexts(inputs).flatMap((word) => [word, Buffer.from(word).toString("base64")]);
  return words.reduce((text, word) => text.replaceAll(word, "[secret]"), message);
}
