import { createHash } from "node:crypto";
import type { Check, Given, Table } from "./model";
import { numeric, text } from "./values";

/** As many bytes as wanted, always the same for one URN and its keepers. */
function bytes({ urn, inputs }: Given, length: number): Buffer {
  const seed = `${urn}\n${JSON.stringify(inputs.keepers ?? {})}`;
  const blocks = Array.from({ length: Math.ceil(length / 64) }, (_, block) =>
    createHash("sha512").update(`${seed}\n${block}`).digest(),
  );
  return Buffer.concat(blocks).subarray(0, length);
}

const classes = [
  { use: "lower", least: "minLower", letters: "abcdefghijklmnopqrstuvwxyz" },
  { use: "upper", least: "minUpper", letters: "ABCDEFGHIJKLMNOPQRSTUVWXYZ" },
  { use: "numeric", least: "minNumeric", letters: "0123456789" },
  { use: "special", least: "minSpecial", letters: "!@#$%&*()-_=+[]{}<>:?" },
] as const;

const used = ({ inputs }: Given) =>
  classes
    .filter(({ use }) => inputs[use] !== false && !(use === "numeric" && inputs.number === false))
    .map((one) =>
      one.use === "special" && text(inputs.overrideSpecial) !== ""
        ? { ...one, letters: text(inputs.overrideSpecial) }
        : one,
    );

/** Text of the asked length from the asked classes, at least as many of each as asked. */
function letters(given: Given): string {
  const length = numeric(given.inputs.length) ?? 0;
  const chosen = used(given);
  const all = chosen.map((one) => one.letters).join("");
  const required = chosen.flatMap(({ letters: some, least }) =>
    Array.from({ length: numeric(given.inputs[least]) ?? 0 }, () => some),
  );
  return [...bytes(given, length)]
    .map((byte, index) => {
      const from = required[index] ?? all;
      return from[byte % from.length];
    })
    .join("");
}

const sized: Check = (given) => {
  const length = numeric(given.inputs.length) ?? 0;
  const least = used(given).reduce((sum, one) => sum + (numeric(given.inputs[one.least]) ?? 0), 0);
  return [
    length < 1 && `Invalid Attribute Value: length must be at least 1, not ${length}`,
    length < least &&
      `Invalid Attribute Value: length (${length}) must be at least the sum of the least of each class (${least})`,
    used(given).length === 0 && "Invalid Attribute Value: at least one class of characters is needed",
  ];
};

const inputs = [
  "keepers",
  "length",
  "lower",
  "upper",
  "numeric",
  "number",
  "special",
  "overrideSpecial",
  "minLower",
  "minUpper",
  "minNumeric",
  "minSpecial",
];

export const random: Table = {
  "random:index/randomPassword:RandomPassword": {
    id: ({ hex }) => hex(20),
    checks: [sized],
    replaces: inputs,
    secrets: ["result", "bcryptHash"],
    outputs: (given) => ({
      result: letters(given),
      bcryptHash: `$2a$10$${bytes(given, 40).toString("hex").slice(0, 53)}`,
    }),
  },
  "random:index/randomString:RandomString": {
    id: letters,
    checks: [sized],
    replaces: inputs,
    outputs: (given) => ({ result: letters(given) }),
  },
  "random:index/randomId:RandomId": {
    id: (given) => bytes(given, numeric(given.inputs.byteLength) ?? 0).toString("base64url"),
    replaces: ["keepers", "byteLength", "prefix"],
    outputs: (given) => {
      const value = bytes(given, numeric(given.inputs.byteLength) ?? 0);
      const prefix = text(given.inputs.prefix);
      const hex = value.toString("hex");
      return {
        hex: prefix + hex,
        dec: `${prefix}${BigInt(`0x${hex || "0"}`)}`,
        b64Std: prefix + value.toString("base64"),
        b64Url: prefix + value.toString("base64url"),
      };
    },
  },
  "random:index/randomBytes:RandomBytes": {
    id: ({ hex }) => hex(20),
    replaces: ["keepers", "length"],
    secrets: ["base64", "hex"],
    outputs: (given) => {
      const value = bytes(given, numeric(given.inputs.length) ?? 0);
      return { base64: value.toString("base64"), hex: value.toString("hex") };
    },
  },
};
