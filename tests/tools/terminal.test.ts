import { expect, test } from "@jest/globals";
import { wantsColor } from "../../tools/terminal";

test.each([
  ["a terminal", true, {}, true],
  ["a pipe or a file", false, {}, false],
  ["somebody who has said no", true, { NO_COLOR: "1" }, false],
  ["an empty NO_COLOR, which says nothing", true, { NO_COLOR: "" }, true],
  ["a terminal that cannot", true, { TERM: "dumb" }, false],
])("colour for %s", (_, isTTY, env, wanted) => expect(wantsColor({ isTTY }, env)).toBe(wanted));
