import { breaking } from './breaking.ts'

export const cut = breaking('cut', 'The connection is closed, in the middle of the answer or without one.')
