import { defineControl, forEach } from './control.ts'
import { gate } from './results.ts'

export const openGate = defineControl({
  method: 'post',
  path: '/gates/:gate/open',
  about: 'each',
  result: ['Gate', gate],
  library: "emulator.openGate('approval')",
  summary: 'Opens a gate, for those that wait at it and those that will come; it stays open.',
  answer: 'The name of the gate, and whether it is open.',
  serve: (request) =>
    forEach(request, ({ gates }) => {
      gates.open(request.param('gate'))
      return { gate: request.param('gate'), open: true }
    }),
})

export const shutGate = defineControl({
  method: 'post',
  path: '/gates/:gate/shut',
  about: 'each',
  result: ['Gate', gate],
  library: "emulator.shutGate('approval')",
  summary: 'Shuts a gate again, for those that will come.',
  answer: 'The name of the gate, and whether it is open.',
  serve: (request) =>
    forEach(request, ({ gates }) => {
      gates.shut(request.param('gate'))
      return { gate: request.param('gate'), open: false }
    }),
})
