import { breaking } from './breaking.ts'

/** The connection is reset (TCP RST), in the middle of the answer or without one. */
export const reset = breaking('reset')
