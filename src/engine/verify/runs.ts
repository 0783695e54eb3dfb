import type { RunTrace } from '../journal/traces.ts'
import type { Project } from '../project.ts'
import type { RunExpectation } from './expectation.ts'
import { type Flaws, partFlaws, quote, textFlaws, textsFlaws } from './match.ts'

/** In what a run differs from what is expected of it. */
export function runFlaws(project: Project, trace: RunTrace, expected: RunExpectation): Flaws {
  const run = currentRun(project, trace)
  const tools = run.tools.map(toolName).sort()
  return [
    ...assistantFlaws(project, run.assistant_id, expected.assistant),
    ...textFlaws('the model', expected.model, run.model),
    ...textFlaws('instructions', expected.instructions, run.instructions),
    ...(expected.tools && String([...expected.tools].sort()) !== String(tools)
      ? [`the tools are ${tools.join(', ') || 'none'}, not ${[...expected.tools].sort().join(', ') || 'none'}`]
      : []),
    ...textsFlaws('metadata', expected.metadata, run.metadata),
    ...(expected.stream !== undefined && expected.stream !== (trace.request.stream === true)
      ? [`it was ${expected.stream ? 'not ' : ''}asked to stream`]
      : []),
    ...(expected.request ? partFlaws('request', expected.request, trace.request) : []),
    ...textFlaws('the scenario', expected.scenario, trace.created.scenario),
    ...textFlaws('the status', expected.status, run.status),
    ...outputFlaws(expected.tool_outputs, trace),
  ]
}

/** As it is now; where it is gone, as it was last told. */
export function currentRun({ threads }: Project, { run }: RunTrace) {
  return threads.all.get(run.thread_id)?.runs.get(run.id)?.run ?? run
}

/** A run in a line: `run_1 (request 3): gpt-4o, completed`. */
export function spellRun(project: Project, trace: RunTrace): string {
  const { id, model, tools, status } = currentRun(project, trace)
  const named = tools.length > 0 ? `, tools ${tools.map(toolName).join(', ')}` : ''
  const outputs = trace.outputs.map(({ name, output }) => `${name} ${quote(output)}`).join(', ')
  return `${id} (request ${trace.created.n}): ${model}${named}, ${status}${outputs && `, tool outputs ${outputs}`}`
}

export const toolName = (tool: RunTrace['run']['tools'][number]) =>
  tool.type === 'function' ? tool.function.name : tool.type

function assistantFlaws(project: Project, id: string, expected: RunExpectation['assistant']): Flaws {
  const flaws = textFlaws('the assistant', expected, id)
  const name = project.assistants.get(id)?.name
  return flaws.length > 0 && name != null ? textFlaws('the assistant', expected, name) : flaws
}

function outputFlaws(expected: RunExpectation['tool_outputs'], { outputs }: RunTrace): Flaws {
  if (!expected) return []
  const wanted = (Array.isArray(expected) ? expected : [expected]).flatMap((each) => Object.entries(each))
  const left = [...outputs]
  const flaws: Flaws = []
  for (const [name, text] of wanted) {
    const at = left.findIndex((output) => output.name === name && textFlaws('', text, output.output).length === 0)
    const other = left.findIndex((output) => output.name === name)
    if (at < 0)
      flaws.push(
        ...(other < 0
          ? [`there is no output of ${name}`]
          : textFlaws(`the output of ${name}`, text, left[other]!.output)),
      )
    if (at >= 0 || other >= 0) left.splice(at >= 0 ? at : other, 1)
  }
  return [...flaws, ...left.map(({ name, output }) => `there is another output, of ${name}: ${quote(output)}`)]
}
