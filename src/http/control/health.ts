import { clockModes } from '../../engine/clock/clock.ts'
import { version } from '../../package.ts'
import { defineControl } from './control.ts'

export const health = defineControl({
  method: 'get',
  path: '/health',
  about: 'one',
  result: [
    'Health',
    (z) => z.strictObject({ status: z.literal('ok'), version: z.string(), clock: z.enum(clockModes) }),
  ],
  summary: 'Whether the server is up.',
  answer: 'Its version, and the clock of the project.',
  serve: ({ project }) => ({ status: 'ok', version: version(), clock: project.clock.mode }),
})
