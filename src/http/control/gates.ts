import { defineControl, forEach } from './control.ts'

export const openGate = defineControl({
  method: 'post',
  path: '/gates/:gate/open',
  summary: 'Opens a gate, for those that wait at it and those that will come; it stays open.',
  answer: 'The name of the gate.',
  serve: (request) =>
    forEach(request, ({ gates }) => {
      gates.open(request.param('gate'))
      return { gate: request.param('gate'), open: true }
    }),
})

export const shutGate = defineControl({
  method: 'post',
  path: '/gates/:gate/shut',
  summary: 'Shuts a gate again, for those that will come.',
  answer: 'The name of the gate.',
  serve: (request) =>
    forEach(request, ({ gates }) => {
      gates.shut(request.param('gate'))
      return { gate: request.param('gate'), open: false }
    }),
})
