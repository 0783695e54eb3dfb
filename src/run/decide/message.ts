import type { ContentDelta, Event } from '../events.ts'
import type { Message } from '../objects.ts'
import type { RunState } from '../state.ts'
import { type CommandOf, type Context, newStep, openContent, openMessage, openStep, refuse } from './context.ts'

export function openMessageStep(state: RunState, context: Context): Event[] {
  if (openStep(state)) return refuse(state, 'open_message', 'a step is still open')
  const { run, steps } = state
  const id = context.newId('msg', run.id, steps.length)
  const step = newStep(state, context, { type: 'message_creation', message_creation: { message_id: id } })
  const message = newMessage(state, id, context.now)
  return [
    { event: 'thread.run.step.created', data: step },
    { event: 'thread.run.step.in_progress', data: step },
    { event: 'thread.message.created', data: message },
    { event: 'thread.message.in_progress', data: message },
  ]
}

/** A message of the assistant, in progress and empty. */
export function newMessage({ run }: RunState, id: string, now: number): Message {
  return {
    id,
    object: 'thread.message',
    created_at: now,
    assistant_id: run.assistant_id,
    thread_id: run.thread_id,
    run_id: run.id,
    status: 'in_progress',
    incomplete_details: null,
    incomplete_at: null,
    completed_at: null,
    role: 'assistant',
    content: [],
    attachments: [],
    metadata: {},
  }
}

/** The first delta of a text block has `annotations: []`, later ones only carry the key when they cite (protocol.md §5.4). */
export function appendText(state: RunState, { value, annotations, block }: CommandOf<'append_text'>): Event[] {
  const message = openContent(state, 'append_text')
  const last = message.content.at(-1)
  const continues = last?.type === 'text' && block !== 'new'
  const index = continues ? message.content.length - 1 : message.content.length
  const cited = continues ? last.text.annotations.length : 0
  const text = annotations?.length
    ? { value, annotations: annotations.map((annotation, n) => ({ index: cited + n, ...annotation })) }
    : continues
      ? { value }
      : { value, annotations: [] }
  return [delta(message, { index, type: 'text', text })]
}

export function appendImage(state: RunState, { image }: CommandOf<'append_image'>): Event[] {
  const message = openContent(state, 'append_image')
  return [delta(message, { index: message.content.length, ...image })]
}

export function appendRefusal(state: RunState, { value, block }: CommandOf<'append_refusal'>): Event[] {
  const message = openContent(state, 'append_refusal')
  const continues = message.content.at(-1)?.type === 'refusal' && block !== 'new'
  return [delta(message, { index: message.content.length - (continues ? 1 : 0), type: 'refusal', refusal: value })]
}

export function closeMessage(state: RunState, { usage }: CommandOf<'close_message'>, { now }: Context): Event[] {
  const message = openMessage(state, 'close_message')
  const step = openStep(state)!
  return [
    { event: 'thread.message.completed', data: { ...message, status: 'completed', completed_at: now } },
    { event: 'thread.run.step.completed', data: { ...step, status: 'completed', completed_at: now, usage } },
  ]
}

function delta({ id }: Pick<Message, 'id'>, content: ContentDelta): Event {
  return { event: 'thread.message.delta', data: { id, object: 'thread.message.delta', delta: { content: [content] } } }
}
