import { defineControl, forEach } from './control.ts'
import { seed } from './results.ts'

export const readSeed = defineControl({
  method: 'get',
  path: '/seed',
  about: 'each',
  result: ['Seed', seed],
  library: 'emulator.seed',
  summary: 'The seed of the project.',
  answer: 'What its ids and its invented content follow from.',
  serve: (request) => forEach(request, ({ origin }) => ({ seed: origin.given })),
})

export const setSeed = defineControl({
  method: 'put',
  path: '/seed',
  about: 'each',
  result: ['Seed', seed],
  library: 'emulator.seed = 7',
  summary: 'Sets the seed of the project: ids and invented content follow from it from now on.',
  body: (z) =>
    z.strictObject({ seed: z.union([z.string(), z.number()]).transform(String).describe('Any text or number.') }),
  answer: 'The seed.',
  serve: (request, body) =>
    forEach(request, (project) => {
      project.origin.reseed(body.seed)
      return { seed: project.origin.given }
    }),
})
