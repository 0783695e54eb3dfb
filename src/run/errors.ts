import type { Row } from './error_row.ts'

const challenge = { 'www-authenticate': 'Bearer realm="OpenAI API"' }

/**
 * Every error that the emulated service answered, in its own words (protocol.md §1.4, §4; docs/choices.md for files and vector stores,
 * and for what is a guess). Words in braces are filled in by whoever refuses. Unless a row says otherwise the status is 400, the type
 * `invalid_request_error`, the param the `{param}` of the text or else null, the code null.
 */
export const errors = {
  // Who is asking
  missing_key: {
    status: 401,
    headers: challenge,
    message:
      "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY), or as the password field (with blank username) if you're accessing the API from your browser and are prompted for a username and password. You can obtain an API key from https://platform.openai.com/account/api-keys.",
  },
  wrong_key: {
    status: 401,
    code: 'invalid_api_key',
    headers: challenge,
    message:
      'Incorrect API key provided: {masked}. You can find your API key at https://platform.openai.com/account/api-keys.',
  },
  missing_beta: {
    code: 'invalid_beta',
    message:
      "You must provide the 'OpenAI-Beta' header to access the Assistants API. Please try again by setting the header 'OpenAI-Beta: assistants=v2'.",
  },
  outdated_beta: {
    param: 'model',
    code: 'unsupported_model',
    message:
      "The requested model '{model}' cannot be used with the Assistants API in v1. Follow the migration guide to upgrade to v2: https://platform.openai.com/docs/assistants/migration.",
  },
  unknown_url: { status: 404, message: 'Invalid URL ({method} {path})' },
  wrong_method: { status: 405, message: 'Invalid method for URL ({method} {path})' },

  // The body
  wrong_content_type: {
    status: 415,
    code: 'unsupported_content_type',
    message:
      "Unsupported content type: '{given}'. This API method only accepts 'application/json' requests, but you specified the header 'Content-Type: {given}'. Please try again with a supported content type.",
  },
  body_too_large: {
    status: 413,
    type: 'server_error',
    message: 'Maximum content size limit ({most}) exceeded ({bytes} bytes read)',
  },
  not_json: {
    message:
      "We could not parse the JSON body of your request. (HINT: This likely means you aren't using your HTTP library correctly. The OpenAI API expects a JSON payload, but what was sent was not valid JSON. If you have trouble figuring out how to fix this, please contact us through our help center at help.openai.com.)",
  },
  not_an_object: { code: 'invalid_type', message: 'Invalid type: expected an object, but got {got} instead.' },
  missing: { code: 'missing_required_parameter', message: "Missing required parameter: '{param}'." },
  misspelt: {
    code: 'missing_required_parameter',
    message: "Missing required parameter: '{param}'. You provided '{given}', did you mean to provide '{name}'?",
  },
  unknown: { code: 'unknown_parameter', message: "Unknown parameter: '{param}'." },
  wrong_type: {
    code: 'invalid_type',
    message: "Invalid type for '{param}': expected {expected}, but got {got} instead.",
  },
  wrong_value: {
    param: '{param}',
    code: 'invalid_value',
    message: "Invalid value: '{value}'. Supported values are: {supported}.",
  },
  wrong_id: {
    code: 'invalid_value',
    message: "Invalid '{param}': '{id}'. Expected an ID that begins with '{prefix}'.",
  },
  wrong_url: {
    code: 'invalid_value',
    message: "Invalid '{param}'. Expected a valid URL, but got a value with an invalid format.",
  },
  wrong_pattern: {
    code: 'invalid_value',
    message:
      "Invalid '{param}': string does not match pattern. Expected a string that matches the pattern '{pattern}'.",
  },
  empty_string: {
    code: 'empty_string',
    message:
      "Invalid '{param}': empty string. Expected a string with minimum length 1, but got an empty string instead.",
  },
  long_string: {
    code: 'string_above_max_length',
    message:
      "Invalid '{param}': string too long. Expected a string with maximum length {most}, but got a string with length {length} instead.",
  },
  empty_array: {
    code: 'empty_array',
    message: "Invalid '{param}': empty array. Expected an array with minimum length 1, but got an empty array instead.",
  },
  long_array: {
    code: 'array_above_max_length',
    message:
      "Invalid '{param}': array too long. Expected an array with maximum length {most}, but got an array with length {length} instead.",
  },
  large_object: {
    code: 'object_above_max_properties',
    message:
      "Invalid '{param}': too many properties. Expected an object with at most {most} properties, but got an object with {count} properties instead.",
  },
  long_name: {
    param: '{object}.{name}',
    code: 'property_name_above_max_length',
    message:
      "Invalid property name in '{object}': '{short}' is too long. Expected a string with maximum length {most}, but got a string with length {length} instead.",
  },
  small_integer: {
    code: 'integer_below_min_value',
    message: "Invalid '{param}': integer below minimum value. Expected a value >= {least}, but got {got} instead.",
  },
  large_integer: {
    code: 'integer_above_max_value',
    message: "Invalid '{param}': integer above maximum value. Expected a value <= {most}, but got {got} instead.",
  },
  small_decimal: {
    code: 'decimal_below_min_value',
    message: "Invalid '{param}': decimal below minimum value. Expected a value >= {least}, but got {got} instead.",
  },
  large_decimal: {
    code: 'decimal_above_max_value',
    message: "Invalid '{param}': decimal above maximum value. Expected a value <= {most}, but got {got} instead.",
  },
  exclusive: {
    code: 'mutually_exclusive_parameters',
    message: "Mutually exclusive parameters: '{param}'. Ensure you are only providing one of: '{one}' or '{other}'.",
  },
  neither: {
    code: 'missing_mutually_exclusive_parameters',
    message:
      "Missing mutually exclusive parameters: '{param}'. Ensure you are providing exactly one of: '{one}' or '{other}'.",
  },
  empty_model: { param: 'model', code: 'model_not_found', message: "The requested model '' does not exist." },
  unsupported_model: {
    param: 'model',
    code: 'unsupported_model',
    message: "The requested model '{model}' cannot be used with the Assistants API.",
  },
  tools_not_all_functions: {
    message: 'Invalid tools: all tools must be of type `function` when `response_format` is of type `json_schema`.',
  },
  chosen_tool_missing: { param: 'tool_choice', message: "Tool choice '{name}' not found in 'tools' parameter." },
  no_tools_to_choose: {
    param: 'tool_choice',
    message: "Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified.",
  },

  // What is not there
  not_found: { status: 404, message: "No {object} found with id '{id}'." },
  model_not_found: { status: 404, param: 'model', code: 'model_not_found', message: "The model '{id}' does not exist" },
  file_not_found: { status: 404, param: 'id', message: 'No such File object: {id}', repeats: true },
  files_not_found: { status: 404, message: 'Files [{ids}] were not found' },
  not_in_vector_store: { status: 404, message: "No file found with id '{id}' in vector store '{store}'." },

  // States
  thread_has_active_run: { message: 'Thread {thread} already has an active run {run}.' },
  thread_is_locked: { message: "Can't add messages to {thread} while a run {run} is active." },
  nothing_to_answer: {
    code: 'invalid_thread',
    message: 'Run creation requires a Thread with a user message or an assistant with instructions.',
  },
  run_not_modifiable: { message: "Cannot update run with status '{status}'." },
  run_not_cancellable: { message: "Cannot cancel run with status '{status}'." },
  run_takes_no_outputs: { message: 'Runs in status "{status}" do not accept tool outputs.' },
  outputs_do_not_fit: { message: 'Expected tool outputs for call_ids {expected}, got {got}' },
  duplicate_outputs: { message: 'Duplicate call_ids submitted: {got}' },
  vector_store_expired: { message: "Vector store '{id}' has expired." },

  // Files. Uploads were checked by a JSON schema, in that library's words
  not_multipart: { message: 'Could not parse multipart form', repeats: true },
  missing_part: { message: "'{name}' is a required property", repeats: true },
  file_without_name: {
    type: 'server_error',
    message: 'The browser (or proxy) sent a request that this server could not understand.',
    repeats: true,
  },
  unexpected_part: { message: "Additional properties are not allowed ('{name}' was unexpected)", repeats: true },
  unknown_purpose: { param: 'purpose', message: "'{given}' is not one of [{purposes}] - 'purpose'", repeats: true },
  unknown_anchor: {
    param: 'expires_after.anchor',
    message: "'{given}' is not one of ['created_at'] - 'expires_after.anchor'",
    repeats: true,
  },
  wrong_seconds: { param: 'expires_after.seconds', message: "{why} - 'expires_after.seconds'", repeats: true },
  empty_file: { message: 'File is empty.', repeats: true },
  file_too_large: {
    status: 413,
    message: '413: The data value transmitted exceeds the capacity limit.',
    repeats: true,
  },
  not_json_lines: { message: 'Invalid file format for {api}. Must be .jsonl', repeats: true },
  not_downloadable: { message: 'Not allowed to download files of purpose: {purpose}', repeats: true },
  not_for_retrieval: {
    param: '{param}',
    code: 'unsupported_file',
    message:
      'Files with extensions [{extensions}] are not supported for retrieval. See https://platform.openai.com/docs/assistants/tools/file-search/supported-files',
  },
  not_an_image: {
    message: 'Invalid message content: Expected file type to be a supported format: {supported} but got {extension}.',
  },

  // The service itself
  /** How the service answers after its end is not known: this is its wording for models that are gone (docs/choices.md). */
  sunset: {
    status: 404,
    message: 'The Assistants API has been deprecated, learn more here: https://platform.openai.com/docs/deprecations',
  },
  forbidden: {
    status: 403,
    type: 'request_forbidden',
    code: 'unsupported_country_region_territory',
    message: 'Country, region, or territory not supported',
  },
  timed_out: { status: 408, type: 'server_error', code: 'timeout', message: 'Request timed out.' },
  conflict: { status: 409, message: 'The resource was updated by another process. Please retry your request.' },
  rate_limited: {
    status: 429,
    type: 'requests',
    code: 'rate_limit_exceeded',
    message: 'Rate limit reached for requests',
  },
  server_error: {
    status: 500,
    type: 'server_error',
    message: 'The server had an error while processing your request. Sorry about that!',
  },
  stream_failed: {
    status: 500,
    type: 'server_error',
    message:
      'The server had an error processing your request. Sorry about that! You can retry your request, or contact us through our help center at help.openai.com if you keep seeing this error. (Please include the request ID {request} in your email.)',
  },
  overloaded: {
    status: 503,
    type: 'server_error',
    message:
      'The server is currently overloaded with other requests. Sorry about that! You can retry your request, or contact us through our help center at help.openai.com if the error persists.',
  },
} as const satisfies Record<string, Row>

export type ErrorName = keyof typeof errors
