import type { EmulatorOptions } from '../emulator.ts'
import type { ClockMode } from '../engine/clock/clock.ts'
import type { Profile } from '../http/render.ts'
import { duration, list, orOff, share, text, toggle, whole, word } from './flags.ts'
import type { Subcommand } from './subcommand.ts'

/** What an emulator is told on the command line, however it is started. */
export interface Settings {
  scenarios: string[]
  clock: ClockMode
  seed: string
  profile: Profile
  pollAfter: number | null
  unmatched: 'default' | 'error'
  sunset: number
  apiKey: string[]
  lenient: boolean
  maxBody: number
  maxFile: number
  projects: number
  projectIdle: number
  maxObjects: number
  maxStreams: number
}

export function settingFlags(clock: ClockMode): Subcommand<Settings>['flags'] {
  return {
    scenarios: list('PATH', 'A scenario file, or a folder of them, to add to the shipped ones; repeatable.'),
    clock: word(['real', 'skip', 'manual'], clock, 'Scripted waits take their time, or none, or all until told.'),
    seed: text('TEXT', '0', 'What invented content, and ids unless the clock is real, follow from.'),
    profile: word(['recorded', 'spec'], 'recorded', 'Objects as the service really sent them, or as its schema says.'),
    pollAfter: orOff(
      whole('MS', [0, 60_000], 10, 'What poll helpers are told to wait between reads; the service sent no such hint.'),
    ),
    unmatched: word(
      ['default', 'error'],
      'default',
      'What becomes of a run that none of your matching scenarios takes.',
    ),
    sunset: share(
      'SHARE',
      'Answer every Assistants call, or that share of them, with the 404 of a service that has been shut down.',
    ),
    apiKey: list('KEY', 'An API key that is accepted; repeatable. Any is, unless one is given.'),
    lenient: toggle('Accept requests without the header OpenAI-Beta: assistants=v2, as the service did not.'),
    maxBody: whole(
      'BYTES',
      [1, 2 ** 29],
      26_214_400,
      'The longest body that a request may have, unless it is an upload.',
    ),
    maxFile: whole('BYTES', [1, 2 ** 40], 536_870_912, 'The longest file that may be uploaded.'),
    projects: whole(
      'COUNT',
      [1, 1_000_000],
      10_000,
      'How many projects there may be; the one used longest ago makes room.',
    ),
    projectIdle: duration(
      'TIME',
      '1h',
      'How long a project may go without a request before it is dropped, once another is used.',
    ),
    maxObjects: whole('COUNT', [1, 2 ** 31], 1_000_000, 'How many objects a project may hold.'),
    maxStreams: whole('COUNT', [1, 2 ** 31], 20_000, 'How many streams may be open at once.'),
  }
}

export function emulatorOptions(settings: Settings): EmulatorOptions {
  const { apiKey, maxBody, maxFile, projects, projectIdle, maxObjects, maxStreams, ...same } = settings
  return {
    ...same,
    ...(apiKey.length > 0 && { apiKeys: apiKey }),
    maxBodyBytes: maxBody,
    maxFileBytes: maxFile,
    projects: { count: projects, idle: projectIdle },
    limits: { objects: maxObjects, streams: maxStreams },
  }
}
