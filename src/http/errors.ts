import type { Reason } from '../run/refusal.ts'
import type { RefusedReason } from '../engine/refused.ts'
import type { FileReason } from './file_errors.ts'

/**
 * Every error that the emulated service answered, in its own words (protocol.md §1.4, §4). Texts marked INF there are the platform's
 * general ones, never sighted on these endpoints.
 */
export class ApiError extends Error {
  readonly status: number
  readonly type: string
  readonly param: string | null
  readonly code: string | null
  readonly headers: Record<string, string>

  constructor(
    status: number,
    message: string,
    {
      type = 'invalid_request_error',
      param = null,
      code = null,
      headers = {},
    }: Partial<Pick<ApiError, 'type' | 'param' | 'code' | 'headers'>> = {},
  ) {
    super(message)
    this.name = 'ApiError'
    this.status = status
    this.type = type
    this.param = param
    this.code = code
    this.headers = headers
  }

  /** The envelope: all four keys, always. */
  get body() {
    const { message, type, param, code } = this
    return { error: { message, type, param, code } }
  }
}

/** Our own failures: 400, so that no client retries with real sleeps, and impossible to mistake for the service's (decisions 20). */
export class EmulatorError extends ApiError {
  constructor(code: string, message: string, status = 400) {
    super(status, `[run-emulator] ${message}`, {
      type: 'run_emulator_error',
      code,
      headers: { 'x-should-retry': 'false' },
    })
    this.name = 'EmulatorError'
  }
}

/** What is said of an error that nobody foresaw. */
export function bug(error: unknown): string {
  return `This is a bug in run-emulator, not in your code: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`
}

const bad = (message: string, code: string | null = null, param: string | null = null) =>
  new ApiError(400, message, { code, param })

export const errors = {
  // Who is asking
  noKey: () =>
    new ApiError(
      401,
      "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY), or as the password field (with blank username) if you're accessing the API from your browser and are prompted for a username and password. You can obtain an API key from https://platform.openai.com/account/api-keys.",
      { headers: { 'www-authenticate': 'Bearer realm="OpenAI API"' } },
    ),
  /** The key is shown as the service showed it: eight characters, stars, four characters; a short one in full. */
  wrongKey: (key: string) =>
    new ApiError(
      401,
      `Incorrect API key provided: ${masked(key)}. You can find your API key at https://platform.openai.com/account/api-keys.`,
      { code: 'invalid_api_key', headers: { 'www-authenticate': 'Bearer realm="OpenAI API"' } },
    ),
  noBeta: () =>
    bad(
      "You must provide the 'OpenAI-Beta' header to access the Assistants API. Please try again by setting the header 'OpenAI-Beta: assistants=v2'.",
      'invalid_beta',
    ),
  v1: (model: string) =>
    bad(
      `The requested model '${model}' cannot be used with the Assistants API in v1. Follow the migration guide to upgrade to v2: https://platform.openai.com/docs/assistants/migration.`,
      'unsupported_model',
      'model',
    ),
  unknownUrl: (method: string, path: string) => new ApiError(404, `Invalid URL (${method} ${path})`),
  wrongMethod: (method: string, path: string) => new ApiError(405, `Invalid method for URL (${method} ${path})`),

  // The body
  wrongContentType: (given: string) =>
    new ApiError(
      415,
      `Unsupported content type: '${given}'. This API method only accepts 'application/json' requests, but you specified the header 'Content-Type: ${given}'. Please try again with a supported content type.`,
      { code: 'unsupported_content_type' },
    ),
  tooLarge: (most: number, bytes: number) =>
    new ApiError(413, `Maximum content size limit (${most}) exceeded (${bytes} bytes read)`, { type: 'server_error' }),
  notJson: () =>
    bad(
      "We could not parse the JSON body of your request. (HINT: This likely means you aren't using your HTTP library correctly. The OpenAI API expects a JSON payload, but what was sent was not valid JSON. If you have trouble figuring out how to fix this, please contact us through our help center at help.openai.com.)",
    ),
  notAnObject: (got: string) => bad(`Invalid type: expected an object, but got ${got} instead.`, 'invalid_type'),
  missing: (param: string) => bad(`Missing required parameter: '${param}'.`, 'missing_required_parameter', param),
  unknown: (param: string) => bad(`Unknown parameter: '${param}'.`, 'unknown_parameter', param),
  wrongType: (param: string, expected: string, got: string) =>
    bad(`Invalid type for '${param}': expected ${expected}, but got ${got} instead.`, 'invalid_type', param),
  wrongValue: (param: string, value: string, supported: string) =>
    bad(`Invalid value: '${value}'. Supported values are: ${supported}.`, 'invalid_value', param),
  tooLong: (param: string, most: number, length: number) =>
    bad(
      `Invalid '${param}': string too long. Expected a string with maximum length ${most}, but got a string with length ${length} instead.`,
      'string_above_max_length',
      param,
    ),
  tooMany: (param: string, most: number, length: number) =>
    bad(
      `Invalid '${param}': array too long. Expected an array with maximum length ${most}, but got an array with length ${length} instead.`,
      'array_above_max_length',
      param,
    ),
  emptyString: (param: string) =>
    bad(
      `Invalid '${param}': empty string. Expected a string with minimum length 1, but got an empty string instead.`,
      'empty_string',
      param,
    ),
  emptyArray: (param: string) =>
    bad(
      `Invalid '${param}': empty array. Expected an array with minimum length 1, but got an empty array instead.`,
      'empty_array',
      param,
    ),
  longName: (object: string, name: string, most: number, length: number) =>
    bad(
      `Invalid property name in '${object}': '${name.slice(0, 3)}...${name.slice(-3)}' is too long. Expected a string with maximum length ${most}, but got a string with length ${length} instead.`,
      'property_name_above_max_length',
      `${object}.${name}`,
    ),
  tooManyProperties: (param: string, most: number, count: number) =>
    bad(
      `Invalid '${param}': too many properties. Expected an object with at most ${most} properties, but got an object with ${count} properties instead.`,
      'object_above_max_properties',
      param,
    ),
  below: (param: string, kind: 'integer' | 'decimal', least: number, got: number) =>
    bad(
      `Invalid '${param}': ${kind} below minimum value. Expected a value >= ${least}, but got ${got} instead.`,
      `${kind}_below_min_value`,
      param,
    ),
  above: (param: string, kind: 'integer' | 'decimal', most: number, got: number) =>
    bad(
      `Invalid '${param}': ${kind} above maximum value. Expected a value <= ${most}, but got ${got} instead.`,
      `${kind}_above_max_value`,
      param,
    ),
  noMatch: (param: string, pattern: string) =>
    bad(
      `Invalid '${param}': string does not match pattern. Expected a string that matches the pattern '${pattern}'.`,
      'invalid_value',
      param,
    ),
  wrongId: (param: string, id: string, prefix: string) =>
    bad(`Invalid '${param}': '${id}'. Expected an ID that begins with '${prefix}'.`, 'invalid_value', param),
  jsonSchemaTools: () =>
    bad('Invalid tools: all tools must be of type `function` when `response_format` is of type `json_schema`.'),
  noSuchTool: (name: string) => bad(`Tool choice '${name}' not found in 'tools' parameter.`, null, 'tool_choice'),
  noTools: () =>
    bad(
      "Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified.",
      null,
      'tool_choice',
    ),
  noModel: (model: string) => bad(`The requested model '${model}' does not exist.`, 'model_not_found', 'model'),

  // States
  runRefused: (reason: Exclude<Reason, { kind: 'script' }>) => {
    if (reason.kind === 'missing_outputs')
      return bad(`Expected tool outputs for call_ids ${pythonList(reason.expected)}, got ${pythonList(reason.got)}`)
    if (reason.kind === 'duplicate_outputs') return bad(`Duplicate call_ids submitted: ${pythonList(reason.got)}`)
    if (reason.command === 'cancel') return bad(`Cannot cancel run with status '${reason.status}'.`)
    return bad(`Runs in status "${reason.status}" do not accept tool outputs.`)
  },
  refused: (reason: Exclude<RefusedReason, FileReason>) => {
    switch (reason.kind) {
      case 'not_found':
        if (reason.object === 'model')
          return new ApiError(404, `The model '${reason.id}' does not exist`, {
            param: 'model',
            code: 'model_not_found',
          })
        return new ApiError(404, `No ${reason.object} found with id '${reason.id}'.`)
      case 'locked':
        if (reason.wanted === 'run') return bad(`Thread ${reason.thread} already has an active run ${reason.run}.`)
        return bad(`Can't add messages to ${reason.thread} while a run ${reason.run} is active.`)
      case 'update':
        return bad(`Cannot update run with status '${reason.status}'.`)
      case 'invalid_thread':
        return bad(
          'Run creation requires a Thread with a user message or an assistant with instructions.',
          'invalid_thread',
        )
    }
  },

  // The service itself
  /** How the service answers after its end is not known: this is its wording for models that are gone (docs/choices.md). */
  sunset: () =>
    new ApiError(
      404,
      'The Assistants API has been deprecated, learn more here: https://platform.openai.com/docs/deprecations',
    ),
  forbidden: () =>
    new ApiError(403, 'Country, region, or territory not supported', {
      type: 'request_forbidden',
      code: 'unsupported_country_region_territory',
    }),
  timedOut: () => new ApiError(408, 'Request timed out.', { type: 'server_error', code: 'timeout' }),
  conflict: () => new ApiError(409, 'The resource was updated by another process. Please retry your request.'),
  rateLimited: () =>
    new ApiError(429, 'Rate limit reached for requests', { type: 'requests', code: 'rate_limit_exceeded' }),
  serverError: () =>
    new ApiError(500, 'The server had an error while processing your request. Sorry about that!', {
      type: 'server_error',
    }),
  overloaded: () =>
    new ApiError(
      503,
      'The server is currently overloaded with other requests. Sorry about that! You can retry your request, or contact us through our help center at help.openai.com if the error persists.',
      { type: 'server_error' },
    ),
  /** A status that the service was never seen to answer. */
  unsighted: (status: number) =>
    new ApiError(status, `The request failed with status ${status}.`, {
      type: status < 500 ? 'invalid_request_error' : 'server_error',
    }),
}

function masked(key: string): string {
  return key.length <= 12 ? key : key.slice(0, 8) + '*'.repeat(key.length - 12) + key.slice(-4)
}

/** Lists in the service's texts are printed as Python prints them. */
function pythonList(items: string[]): string {
  return `[${items.map((item) => `'${item}'`).join(', ')}]`
}
