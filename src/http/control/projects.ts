import { defineControl } from './control.ts'
import { projects as projectsResult } from './results.ts'

export const projects = defineControl({
  method: 'get',
  path: '/projects',
  about: 'none',
  result: ['ProjectList', projectsResult],
  library: 'emulator.projects()',
  summary: 'The projects there are, those used longest ago first.',
  answer: 'For each its name, clock, seed, and how much it holds.',
  serve: ({ services }) => ({
    object: 'list',
    data: [...services.projects].map(({ name, clock, origin, assistants, threads, journal }) => ({
      name,
      clock: { mode: clock.mode, now: new Date(clock.now()).toISOString() },
      seed: origin.given,
      assistants: assistants.size,
      threads: threads.all.size,
      requests: journal.size,
    })),
  }),
})
