import { defineControl } from './control.ts'

export const reset = defineControl({
  method: 'post',
  path: '/reset',
  about: 'together',
  result: ['Reset', (z) => z.strictObject({ reset: z.string() })],
  library: 'emulator.project(NAME).reset(), emulator.reset()',
  summary: 'Forgets all that a project has, and its settings; the next request finds it empty, its clock at the start.',
  answer: 'The name of the project, or `*`.',
  serve: ({ all, projectName, services }) => {
    if (all) services.projects.resetAll()
    else services.projects.reset(projectName)
    return { reset: projectName }
  },
})
