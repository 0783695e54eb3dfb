import { breaking } from './breaking.ts'

export const reset = breaking('reset', 'The connection is reset (TCP RST), in the middle of the answer or without one.')
