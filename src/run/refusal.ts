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
    super(spell(reason))
    this.name = 'Refusal'
    this.reason = reason
  }
}

function spell(reason: Reason): string {
  switch (reason.kind) {
    case 'script':
      return `${reason.command}: ${reason.why}`
    case 'status':
      return `${reason.command}: a run that is ${reason.status} does not take it`
    case 'missing_outputs':
      return `submit_tool_outputs: expected ${reason.expected.join(', ')}, got ${reason.got.join(', ')}`
    case 'duplicate_outputs':
      return `submit_tool_outputs: duplicates in ${reason.got.join(', ')}`
  }
}
