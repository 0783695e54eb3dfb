import type { RunStatus } from './lifecycle.ts'

/** Why a command was not carried out. The HTTP side puts it into the service's words. */
export type Reason =
  | { kind: 'status'; command: string; status: RunStatus }
  | { kind: 'missing_outputs'; expected: string[]; got: string[] }
  | { kind: 'duplicate_outputs'; got: string[] }
  /** A script asked for something that cannot be, such as text while no message is open. */
  | { kind: 'script'; command: string; status: RunStatus; why: string }

export class Refusal extends Error {
  readonly reason: Reason
  constructor(reason: Reason) {
    super(reason.kind === 'script' ? `${reason.command}: ${reason.why}` : `refused: ${JSON.stringify(reason)}`)
    this.name = 'Refusal'
    this.reason = reason
  }
}
