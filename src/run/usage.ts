import type { Usage } from './objects.ts'

/** Token counts as the service printed them from 2025 on; `prompt_token_details` is singular there (protocol.md §2.1). */
export function usage(
  prompt_tokens: number,
  completion_tokens: number,
  cached_tokens = 0,
  reasoning_tokens = 0,
): Usage {
  return {
    prompt_tokens,
    completion_tokens,
    total_tokens: prompt_tokens + completion_tokens,
    prompt_token_details: { cached_tokens },
    completion_tokens_details: { reasoning_tokens },
  }
}

/** A run's usage is the exact sum over its steps (protocol.md §5.6); zeros where the model never ran. */
export function sumUsage(parts: (Usage | null | undefined)[]): Usage {
  let prompt = 0
  let completion = 0
  let cached = 0
  let reasoning = 0
  for (const part of parts) {
    if (!part) continue
    prompt += part.prompt_tokens
    completion += part.completion_tokens
    cached += part.prompt_token_details.cached_tokens
    reasoning += part.completion_tokens_details.reasoning_tokens
  }
  return usage(prompt, completion, cached, reasoning)
}
