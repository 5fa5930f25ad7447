import type { Command, CommanderError } from "commander";
import { closest } from "../components/core/closest";
import { WrongInput } from "./wrong-input";

/** What somebody typed, out of commander's message: `error: unknown option '--jsn'`. */
const typed = (message: string): string => /'([^']*)'/.exec(message)?.[1] ?? message;

const flags = (command: Command): string[] => [...command.options.flatMap(({ long }) => long ?? []), "--help"];

function unknown(what: string, message: string, allowed: readonly string[], command: Command): WrongInput {
  const given = typed(message);
  const meant = closest(given, allowed);
  const remedy = meant === undefined ? `see "${path(command)} --help"` : `did you mean "${meant}"?`;
  return new WrongInput(`unknown ${what} "${given}"; allowed: ${allowed.join(", ")}; ${remedy}`);
}

const path = (command: Command): string =>
  command.parent === null ? command.name() : `${path(command.parent)} ${command.name()}`;

/** The same findings in our words: what, given, allowed, remedy. */
function said({ code, message }: CommanderError, command: Command): Error {
  switch (code) {
    case "commander.unknownOption":
      return unknown("option", message, flags(command), command);
    case "commander.unknownCommand":
      return unknown("command", message, [...command.commands.map((one) => one.name()), "help"], command);
    case "commander.help":
      return new WrongInput(`no command; see "${path(command)} --help"`);
    default:
      return new WrongInput(`${message.replace(/^error: /, "").replaceAll("'", '"')}; see "${path(command)} --help"`);
  }
}

/** Lets a command report wrong arguments by throwing, in our words, and leaves printing and exit codes to the caller. */
export function usage(command: Command): Command {
  return command
    .configureOutput({ writeErr: () => {} })
    .showSuggestionAfterError(false)
    .exitOverride((error: CommanderError) => {
      throw error.exitCode === 0 ? error : said(error, command);
    });
}
