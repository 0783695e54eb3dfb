import type { Assistant, Metadata, Run, Thread } from '../run/objects.ts'
import type { Match, Scenario, TextMatch } from './scenario.ts'

/** What a matcher may look at: a run as it would be created, and what it belongs to. */
export interface RunRequestView {
  run: Pick<Run, 'model' | 'instructions' | 'tools' | 'metadata'>
  assistant: Pick<Assistant, 'id' | 'name' | 'metadata'>
  thread: Pick<Thread, 'metadata'>
  /** The text of the last user message, or ''. */
  last_message: string
}

/** How many conditions of the best fitting alternative hold; undefined where none fits whole. */
export function specificity({ match }: Scenario, view: RunRequestView): number | undefined {
  const fitting = match.map(conditions).filter((list) => list.every(({ holds }) => holds(view)))
  return fitting.length > 0 ? Math.max(...fitting.map((list) => list.length)) : undefined
}

interface Condition {
  holds: (view: RunRequestView) => boolean
}

function conditions(match: Match): Condition[] {
  const text = (test: TextMatch | undefined, get: (view: RunRequestView) => string | null): Condition[] =>
    test ? [{ holds: (view) => fits(test, get(view)) }] : []
  const metadata = (
    tests: Record<string, TextMatch> | undefined,
    get: (view: RunRequestView) => Metadata,
  ): Condition[] =>
    Object.entries(tests ?? {}).flatMap(([key, test]) =>
      text(test, (view) => (Object.hasOwn(get(view), key) ? get(view)[key]! : null)),
    )
  return [
    ...text(match.assistant_id, ({ assistant }) => assistant.id),
    ...text(match.assistant_name, ({ assistant }) => assistant.name),
    ...metadata(match.assistant_metadata, ({ assistant }) => assistant.metadata),
    ...text(match.model, ({ run }) => run.model),
    ...text(match.instructions, ({ run }) => run.instructions),
    ...metadata(match.metadata, ({ run }) => run.metadata),
    ...metadata(match.thread_metadata, ({ thread }) => thread.metadata),
    ...text(match.last_message, ({ last_message }) => last_message),
    ...(match.tools ?? []).map((name) => ({
      holds: ({ run }: RunRequestView) =>
        run.tools.some((tool) => name === (tool.type === 'function' ? tool.function.name : tool.type)),
    })),
  ]
}

function fits({ equals, contains }: TextMatch, text: string | null): boolean {
  if (text === null) return false
  return (equals === undefined || text === equals) && (contains === undefined || text.includes(contains))
}
