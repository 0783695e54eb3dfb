/** The requests of a run at which something can go wrong on the wire, and what each is. */
export const moments = {
  create: 'creating a run, with its thread or on one, once the request is found valid and the thread free',
  stream: 'the event stream of such a request',
  poll: 'retrieving the run',
  submit: 'submitting tool outputs',
  submit_stream: 'the event stream of such a submission',
  cancel: 'cancelling the run',
  modify: 'modifying the run',
  list_runs: 'listing the runs of its thread',
  list_steps: 'listing its steps',
  retrieve_step: 'retrieving one of its steps',
  list_messages: 'listing the messages of its thread',
  retrieve_message: 'retrieving one of those messages',
  create_message: 'adding a message to its thread',
  modify_message: 'modifying a message of its thread',
  delete_message: 'deleting a message of its thread',
  retrieve_thread: 'retrieving its thread',
  modify_thread: 'modifying its thread',
  delete_thread: 'deleting its thread',
  any: 'any of these',
} as const

export type Moment = keyof typeof moments

export const allMoments = Object.keys(moments) as [Moment, ...Moment[]]

export const streams: readonly Moment[] = ['stream', 'submit_stream']

/** Requests that change nothing, whether they have been carried out or not. */
export function isRead(moment: Moment): boolean {
  return moment.startsWith('list_') || moment.startsWith('retrieve_')
}
