import fc from 'fast-check'
import { move as moveAll } from '../moving.ts'
import { command, place } from './command.ts'

export const move = command('move', fc.record({ place }), { play: (_, __, world) => moveAll(world) })
