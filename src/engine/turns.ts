import { hash, seeded } from '../scenario/invent/faker.ts'
import { splitter } from '../scenario/tokenizer.ts'
import type { Clock } from './clock/clock.ts'
import type { Files } from './files/files.ts'
import { deriveId } from './ids.ts'
import type { RunNode } from './nodes.ts'
import type { Play } from './player/play.ts'
import { lastUserMessage, type Turn } from './player/turn.ts'
import { scope } from './scope.ts'
import { Reach } from './vector_stores/reach.ts'
import type { VectorStores } from './vector_stores/vector_stores.ts'
import { view } from './view.ts'

export interface TurnsOptions {
  clock: Clock
  seed: () => string
  files: Files
  vectorStores: VectorStores
}

/** Gathers what a model turn knows, from all over the project. */
export class Turns {
  readonly #project: TurnsOptions

  constructor(project: TurnsOptions) {
    this.#project = project
  }

  of(node: RunNode, play: Play): Turn {
    const { state, thread, scenario } = node
    const { assistant, request } = node.active!
    const { clock, files, vectorStores } = this.#project
    const seed = this.#project.seed()
    const around = () => view(state.run, assistant, thread, [], state.steps)
    return {
      state,
      thread,
      play,
      seed,
      now: clock.now(),
      reach: () => new Reach(files, vectorStores, [assistant.tool_resources, thread.thread.tool_resources]),
      newCallId: () => deriveId('call', node.id, play.calls++),
      split: splitter(scenario.tokenizer),
      view: around,
      scope: () => scope(around(), request, () => seeded(hash(seed, lastUserMessage(thread), String(play.draws++)))),
    }
  }
}
