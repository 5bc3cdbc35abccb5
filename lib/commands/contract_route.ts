import { buildCommand, type Command, type CommandContext, type StricliProcess } from "@stricli/core";
import { type ContractFlags, contractFlags } from "./contract_flags.ts";

const HELP = `Replays the fixture requests against a target and says which promises of the API it keeps.

CASE is an id, a row of it ('ids-columns-are-uuids[flow]'), or a pattern with * and ?; a ! before it leaves cases out.

EXAMPLES
  proctor contract                                       all cases, on the embedded server
  proctor contract --list --grep uuid                    which cases there are
  proctor contract 'ids-*' '!*[tenant]' --level must     some of them
  proctor contract --watch 'ids-*'                       and again whatever an edit of a fixture touches
  proctor contract --failed                              what failed in the last run
  proctor contract --target http://localhost:4200 --wait-for 60
  proctor contract --target cloud --rate 5 --max-failures 10 --report junit=report.xml
  proctor contract --shard 2/4 --report json=part2.json  a quarter, for one of four machines
  proctor contract --record recorded                     keep requests and answers, without keys
  proctor contract --replay recorded                     judge them again, without a network
  proctor contract --diff local https://prefect.example  what two targets answer otherwise
  proctor contract --new my-case --document @q.graphql   begin a case of your own
  proctor contract --fixtures my-cases                   your own cases`;

/** `proctor contract`. */
export const contractCommand: Command<CommandContext> = buildCommand({
  async loader() {
    const { runContractCommand } = await import("./contract.ts");
    return async function (this: { process: StricliProcess }, flags: ContractFlags, ...cases: string[]) {
      this.process.exitCode = await runContractCommand(flags, cases, { terminal: this.process });
    };
  },
  parameters: {
    flags: contractFlags,
    positional: {
      kind: "array",
      parameter: { parse: String, placeholder: "CASE", brief: "Id of a case, or a pattern such as 'ids-*'" },
    },
  },
  docs: { brief: "Judge an API by its contract", fullDescription: HELP },
});
