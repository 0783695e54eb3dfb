import type { Profile } from '../../src/http/render.ts'
import type { Mismatch } from './document.ts'
import type { Place } from './judge.ts'

/** Something that answers have and the OpenAPI document does not say, or the other way round, and who says that it is right. */
export interface Difference {
  /** Both where it is left out. */
  profile?: Profile
  channel?: Place['channel']
  /** What the document calls the operation; any where it is left out. */
  operation?: string
  object: string
  /** One of these places, each of which must be seen. */
  at: string[]
  is: string
  source: string
}

/**
 * The one list of what is answered otherwise than the document says. Whatever else differs is a mistake; so is an entry that nothing needs
 * any more (test/schema/surface.test.ts).
 */
export const differences: Difference[] = [
  // Runs and steps
  {
    profile: 'recorded',
    object: 'thread.run',
    at: ['tool_resources', 'reasoning_effort'],
    is: 'extra',
    source: 'protocol.md §2.1: real runs carry both; every run of openai-dotnet and openllmetry',
  },
  {
    profile: 'recorded',
    object: 'thread.run',
    at: ['usage.prompt_token_details', 'usage.completion_tokens_details'],
    is: 'extra',
    source: 'protocol.md §2.1, usage keys since 2025; openai-dotnet/StreamingToolCall',
  },
  {
    profile: 'recorded',
    object: 'thread.run',
    at: ['instructions'],
    is: 'null',
    source: 'protocol.md §2.2: copied from the assistant, which may have none; openai-dotnet/BasicRunOperationsWork',
  },
  {
    profile: 'recorded',
    object: 'thread.run',
    at: ['tools[].file_search.ranking_options.hybrid_search'],
    is: 'extra',
    source: 'protocol.md §2.2, echo normalisation; openai-dotnet/FileSearchStreamingWorks',
  },
  {
    object: 'thread.run',
    at: ['max_prompt_tokens', 'max_completion_tokens'],
    is: 'minimum',
    source: 'protocol.md §4.5: the service accepted 16, the document says 256; ruby-openai/runs_streamed_create',
  },
  {
    object: 'thread.run',
    at: ['last_error.code', 'incomplete_details.reason'],
    is: 'enum',
    source:
      'protocol.md §2.1 and §7 (13, 55): others were sighted, so a script may say any; emulator_script_error is our own',
  },
  {
    profile: 'recorded',
    object: 'thread.run.step',
    at: ['expires_at'],
    is: 'extra',
    source: 'protocol.md §2.3: the key is expires_at',
  },
  {
    profile: 'recorded',
    object: 'thread.run.step',
    at: ['expired_at', 'metadata'],
    is: 'missing',
    source: 'protocol.md §2.3 and §5.9: there are no such keys',
  },
  {
    profile: 'recorded',
    object: 'thread.run.step',
    at: ['usage.prompt_token_details', 'usage.completion_tokens_details'],
    is: 'extra',
    source: 'protocol.md §2.3: as for runs; openai-dotnet/StreamingToolCall',
  },
  {
    profile: 'recorded',
    object: 'thread.run.step',
    at: ['step_details.tool_calls[].file_search.results[].attributes'],
    is: 'extra',
    source: 'protocol.md §2.3, file_search call; openai-dotnet/FileSearchStreamingWorks',
  },
  {
    object: 'thread.run.step',
    at: ['step_details.tool_calls[].file_search.ranking_options.ranker'],
    is: 'enum',
    source: 'protocol.md §7 (32): default-2024-08-21 was sighted, so a script may say any',
  },
  {
    object: 'thread.run.step',
    at: ['last_error.code'],
    is: 'enum',
    source: 'a step fails with what its run fails with',
  },
  // Messages
  {
    profile: 'recorded',
    channel: 'json',
    object: 'thread.message',
    at: ['status', 'incomplete_details', 'incomplete_at', 'completed_at'],
    is: 'missing',
    source: 'protocol.md §2.4: absent from every answer that is no stream',
  },
  {
    profile: 'recorded',
    operation: 'modifyMessage',
    object: 'thread.message',
    at: ['attachments'],
    is: 'missing',
    source:
      'protocol.md §2.4: file_ids in its place; openai-dotnet/BasicMessageOperationsWork, ruby-openai/messages_modify',
  },
  {
    profile: 'recorded',
    operation: 'modifyMessage',
    object: 'thread.message',
    at: ['file_ids'],
    is: 'extra',
    source: 'the same',
  },
  // Assistants
  {
    profile: 'recorded',
    object: 'assistant',
    at: ['reasoning_effort'],
    is: 'extra',
    source: 'protocol.md §2.6; openai-dotnet/BasicAssistantOperationsWork',
  },
  {
    profile: 'recorded',
    object: 'assistant',
    at: ['tools[].file_search.ranking_options.hybrid_search'],
    is: 'extra',
    source: 'protocol.md §2.2, echo normalisation; openai-dotnet/FileSearchStreamingWorks',
  },
  // Pages
  {
    object: 'list',
    at: ['first_id', 'last_id'],
    is: 'null',
    source: 'protocol.md §6: so is an empty page; in the profile spec there is no id to give either',
  },
  // Files and vector stores
  {
    profile: 'recorded',
    object: 'file',
    at: ['expires_at', 'status_details'],
    is: 'null',
    source: 'openai-dotnet/FileSearchStreamingWorks, the upload',
  },
  {
    object: 'file',
    at: ['purpose'],
    is: 'enum',
    source: 'the document takes uploads for evals and then forgets them in the object',
  },
  {
    object: 'response',
    operation: 'downloadFile',
    at: ['content-type'],
    is: 'content-type',
    source: 'docs/choices.md: a file is its bytes; the document says that it is a string in JSON',
  },
  {
    object: 'ErrorResponse',
    at: ['detail'],
    is: 'extra',
    source: 'docs/choices.md: errors of the Files API say it twice; openai-dotnet 2026-05',
  },
  {
    profile: 'recorded',
    object: 'vector_store',
    at: ['description'],
    is: 'extra',
    source: 'docs/choices.md: recorded, openai-dotnet 2025-09',
  },
  {
    profile: 'recorded',
    object: 'vector_store',
    at: ['name', 'expires_after'],
    is: 'null',
    source: 'docs/choices.md: recorded, openai-dotnet 2025-09',
  },
  {
    profile: 'recorded',
    object: 'vector_store.file_batch',
    at: ['object'],
    is: 'enum',
    source: 'docs/choices.md: recorded, openai-dotnet 2025-09; the document says vector_store.files_batch',
  },
  // Streams
  {
    channel: 'stream',
    object: 'error',
    at: ['data.error'],
    is: 'extra',
    source: 'protocol.md §5.8: wrapped in `error`; clients do not see the bare form',
  },
  {
    channel: 'stream',
    object: 'error',
    at: ['data.type', 'data.message', 'data.param', 'data.code'],
    is: 'missing',
    source: 'the same',
  },
]

const seen = new Set<string>()

/** Every difference, place by place, that no answer has shown yet. */
export function unseen(): string[] {
  return differences.flatMap((each) => each.at.map((at) => title(each, at))).filter((each) => !seen.has(each))
}

export function forgetSeen(): void {
  seen.clear()
}

/** Whether the list says so; if it does, that was seen. */
export function isKnown({ object, at, is }: Mismatch, place: Place): boolean {
  const known = differences.find(
    (each) =>
      each.object === object &&
      each.is === is &&
      each.at.includes(at) &&
      (each.profile ?? place.profile) === place.profile &&
      (each.channel ?? place.channel) === place.channel &&
      (each.operation ?? place.operation) === place.operation,
  )
  if (known) seen.add(title(known, at))
  return known !== undefined
}

function title({ profile, operation, object, is }: Difference, at: string): string {
  return [profile, operation, object, at, is].filter(Boolean).join(' ')
}
