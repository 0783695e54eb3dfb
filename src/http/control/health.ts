import { version } from '../../package.ts'
import { defineControl } from './control.ts'

export const health = defineControl({
  method: 'get',
  path: '/health',
  summary: 'Whether the server is up.',
  answer: 'Its version, and the clock of the project.',
  serve: ({ project }) => ({ status: 'ok', version: version(), clock: project.clock.mode }),
})
