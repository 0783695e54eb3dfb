import { breaking } from './breaking.ts'

/** The connection is closed, in the middle of the answer or without one. */
export const cut = breaking('cut')
