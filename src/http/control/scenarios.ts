import { defineControl } from './control.ts'

export const listScenarios = defineControl({
  method: 'get',
  path: '/scenarios',
  summary: 'The scenarios there are.',
  answer: 'For each its name and description, whether it was shipped, and whether it has a `match`.',
  serve: ({ services }) => ({
    object: 'list',
    data: services.catalog.list().map(({ scenario: { name, description, match }, shipped }) => ({
      name,
      description,
      shipped,
      matches: match.length > 0,
    })),
  }),
})
