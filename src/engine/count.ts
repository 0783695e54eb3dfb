import { ControlError } from './control_error.ts'

/** @throws ControlError where it is no whole number, or a smaller one */
export function mustCount(name: string, count: number, least: number): void {
  if (!Number.isInteger(count) || count < least)
    throw new ControlError('invalid_count', `"${name}" is a whole number from ${least}, not ${String(count)}.`)
}
