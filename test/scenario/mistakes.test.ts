import { describe, expect, it } from 'vitest'
import { complaintAbout, reader } from './reading.ts'

/**
 * What a user is told about each kind of mistake: file, line and column, what was expected, the nearest valid word. These sentences are
 * the product; change one only for a better one. Lists of all words that are known at a place are cut here, so that a new word does not
 * change every line.
 */
const mistakes: [string, [string, string][]][] = [
  [
    'a file',
    [
      ['- message: hi', 'x.yaml:1:1: a scenario is a mapping with words such as script and match, but this is a list'],
      [
        'hello',
        'x.yaml:1:1: a scenario is a mapping with words such as script and match, but this is the text "hello"',
      ],
      ['5', 'x.yaml:1:1: a scenario is a mapping with words such as script and match, but this is the number 5'],
      ['---\n---\n', 'x.yaml:2:1: a file holds one scenario: this is a second document'],
      ['scrpit: []', 'x.yaml:1:1: unknown word "scrpit". Did you mean "script"?'],
      [
        'script: message',
        'x.yaml:1:9: expected a list, but this is the text "message": a list has "- " before each item, or [ ] around them',
      ],
      [
        'script:\n  message: hi',
        'x.yaml:2:3: expected a list, but this is a mapping: a list has "- " before each item, or [ ] around them',
      ],
      ['description: 5', 'x.yaml:1:14: expected a text, but this is the number 5: put it in quotes'],
      ['issue: 12', 'x.yaml:1:8: expected a text or a list, but this is the number 12: put it in quotes'],
      ['times: 0', 'x.yaml:1:8: expected a number that is at least 1, but this is the number 0'],
      ['times: 1.5', 'x.yaml:1:8: expected a whole number, but this is the number 1.5'],
      ['times: once', 'x.yaml:1:8: expected a number, but this is the text "once"'],
      ['probability: 2', 'x.yaml:1:14: expected a number that is at most 1, but this is the number 2'],
      ['probability: 0.5', 'x.yaml:1:1: "probability" needs a "match": a scenario that is named is always used'],
      ['tokenizer: gpt4', 'x.yaml:1:12: "gpt4" is not known here: expected o200k_base or cl100k_base.'],
      [
        'on_cancel: cancelled',
        'x.yaml:1:12: expected a list, but this is the text "cancelled": a list has "- " before each item, or [ ] around them',
      ],
    ],
  ],
  [
    'a line',
    [
      ['script:\n  - mesage: hi', 'x.yaml:2:5: unknown word "mesage". Did you mean "message"?'],
      ['script:\n  -', 'x.yaml:2:4: expected message, tool_calls, hold or a mapping, but this is empty'],
      ['script:\n  - 5', 'x.yaml:2:5: expected message, tool_calls, hold or a mapping, but this is the number 5'],
      [
        'script:\n  - {}',
        'x.yaml:2:5: this line does nothing: write status, message, tool_calls, events, if, gate, hold or after',
      ],
      ['script:\n  - complete', 'x.yaml:2:5: "complete" is not a line: did you mean "status: completed"?'],
      [
        'script:\n  - message:hi',
        'x.yaml:2:5: "message:hi" is not a line: write "message: ", with a colon and a space, before "hi"',
      ],
      [
        'script:\n  - after 2s',
        'x.yaml:2:5: "after 2s" is not a line: write "after: ", with a colon and a space, before "2s"',
      ],
      [
        'script:\n  - holt',
        'x.yaml:2:5: "holt" is not a line; only message, tool_calls or hold stand alone. Did you mean "hold"?',
      ],
      ['script:\n  - wait', 'x.yaml:2:5: "wait" is not a line; only message, tool_calls or hold stand alone'],
      [
        'script:\n  - status',
        'x.yaml:2:5: "status" is not a line; only message, tool_calls or hold stand alone: write "status: ..."',
      ],
      ['script:\n  - message: hi\n    tool_calls:', 'x.yaml:2:5: one thing a line: this has message and tool_calls'],
      [
        'script:\n  - usage: { prompt_tokens: 1 }',
        'x.yaml:2:5: "usage" belongs to a line with message or tool_calls\nx.yaml:2:5: this line does nothing: write status, message, tool_calls, events, if, gate, hold or after',
      ],
      [
        'script:\n  - message: hi\n    usage: { prompt_tokens: -1 }',
        'x.yaml:3:29: expected a number that is at least 0, but this is the number -1',
      ],
      [
        'script:\n  - message: hi\n    usage: { prompt_tokens: 1.5 }',
        'x.yaml:3:29: expected a whole number, but this is the number 1.5',
      ],
      [
        'script:\n  - message: hi\n    usage: { promt_tokens: 1 }',
        'x.yaml:3:14: unknown word "promt_tokens". Did you mean "prompt_tokens"?',
      ],
      [
        'script:\n  - hold: 5s',
        'x.yaml:2:11: "hold" stands alone, but this is the text "5s": a cancel or the expiry ends it; to wait for a time, write "after"',
      ],
      ['script:\n  - gate:', 'x.yaml:2:10: expected a text, but this is empty'],
      [
        'script:\n  - status: failed\n    usage: {}',
        'x.yaml:3:5: "usage" belongs to a line with message or tool_calls',
      ],
    ],
  ],
  [
    'a status',
    [
      [
        'script:\n  - status: complete',
        'x.yaml:2:13: "complete" is not known here: expected in_progress, completed, incomplete, failed, cancelled or expired. Did you mean "completed"?',
      ],
      [
        'script:\n  - status: requires_action',
        'x.yaml:2:13: a run comes to requires_action by tool_calls with a function: no line sets it',
      ],
      [
        'script:\n  - status: queued',
        'x.yaml:2:13: a run is queued when it is created, and again when tool outputs arrive: no line sets it',
      ],
      [
        'script:\n  - status: cancelling',
        'x.yaml:2:13: a run is cancelling once a client has cancelled it: no line sets it',
      ],
      [
        'script:\n  - status: [failed]',
        'x.yaml:2:13: expected in_progress, completed, incomplete, failed, cancelled or expired, but this is a list',
      ],
      [
        'script:\n  - status:',
        'x.yaml:2:12: expected in_progress, completed, incomplete, failed, cancelled or expired, but this is empty',
      ],
      [
        'script:\n  - status: completed\n    last_error: { code: x, message: y }',
        'x.yaml:3:5: "last_error" belongs to status: failed',
      ],
      [
        'script:\n  - status: failed\n    incomplete_details: { reason: x }',
        'x.yaml:3:5: "incomplete_details" belongs to status: incomplete',
      ],
      [
        'script:\n  - status: failed\n    last_error: rate_limit_exceeded',
        'x.yaml:3:17: expected a mapping with code and message, but this is the text "rate_limit_exceeded"',
      ],
      ['script:\n  - status: failed\n    last_error: { code: x }', 'x.yaml:3:17: "message" is missing here'],
      [
        'script:\n  - status: failed\n    last_error: { code: x, message: 1 }',
        'x.yaml:3:37: expected a text, but this is the number 1: put it in quotes',
      ],
      [
        'script:\n  - status: failed\n    error: { code: x, message: y }',
        'x.yaml:3:5: unknown word "error". Did you mean "last_error"?',
      ],
      [
        'script:\n  - status: failed\n    last_error: { kode: x, message: y }',
        'x.yaml:3:19: unknown word "kode". Did you mean "code"?',
      ],
    ],
  ],
  [
    'a time',
    [
      [
        'script:\n  - after: 5',
        'x.yaml:2:12: expected a wait such as 300ms, 2s, 1m, 1s to 3s or 2 polls, but this is the number 5',
      ],
      [
        'script:\n  - after: 5 sec',
        'x.yaml:2:12: expected a wait such as 300ms, 2s, 1m, 1s to 3s or 2 polls, but this is the text "5 sec"',
      ],
      [
        'script:\n  - after: two polls',
        'x.yaml:2:12: expected a wait such as 300ms, 2s, 1m, 1s to 3s or 2 polls, but this is the text "two polls"',
      ],
      [
        'script:\n  - after: 3s to 1s',
        'x.yaml:2:12: a range goes from the shorter time to the longer one, but this is the text "3s to 1s"',
      ],
      [
        'script:\n  - after: -1s',
        'x.yaml:2:12: expected a wait such as 300ms, 2s, 1m, 1s to 3s or 2 polls, but this is the text "-1s"',
      ],
      [
        'script:\n  - after:',
        'x.yaml:2:11: expected a wait such as 300ms, 2s, 1m, 1s to 3s or 2 polls, but this is empty',
      ],
      ['expires_after: 10', 'x.yaml:1:16: expected a duration such as 300ms, 2s, 1m or 1h, but this is the number 10'],
      [
        'expires_after: never',
        'x.yaml:1:16: expected a duration such as 300ms, 2s, 1m or 1h, but this is the text "never"',
      ],
      [
        'expires_after: 300ms',
        'x.yaml:1:16: expected whole seconds, from 1s to 8760h, because the API counts in them; this is 300ms',
      ],
      [
        'expires_after: 0s',
        'x.yaml:1:16: expected whole seconds, from 1s to 8760h, because the API counts in them; this is 0s',
      ],
      [
        'expires_after: 9000h',
        'x.yaml:1:16: expected whole seconds, from 1s to 8760h, because the API counts in them; this is 9000h',
      ],
      [
        'script:\n  - message: { content: hi, every: fast }',
        'x.yaml:2:36: expected a time such as 20ms or 10ms to 50ms, but this is the text "fast"',
      ],
      [
        'script:\n  - message: { content: hi, every: 2 polls }',
        'x.yaml:2:36: expected a time such as 20ms or 10ms to 50ms, but this is the text "2 polls"',
      ],
    ],
  ],
  [
    'a message',
    [
      [
        'script:\n  - message: 5',
        'x.yaml:2:14: expected a text, nothing, a list or a mapping, but this is the number 5: put it in quotes',
      ],
      ['script:\n  - message: []', 'x.yaml:2:14: expected at least one item, but this list is empty'],
      ['script:\n  - message: { text: hi }', 'x.yaml:2:16: unknown word "text".'],
      [
        'script:\n  - message: { content: hi, by: line }',
        'x.yaml:2:33: "line" is not known here: expected token, word or character.',
      ],
      ['script:\n  - message:\n      - txt: hi', 'x.yaml:3:9: unknown word "txt". Did you mean "text"?'],
      [
        'script:\n  - message:\n      - 5',
        'x.yaml:3:9: expected a text or a mapping, but this is the number 5: put it in quotes',
      ],
      [
        'script:\n  - message:\n      - {}',
        'x.yaml:3:9: this part says nothing: write text, refusal, image_file, image_url, gate, events, status or after',
      ],
      [
        'script:\n  - message:\n      - text: hi\n        refusal: no',
        'x.yaml:3:9: one thing a part: this has text and refusal',
      ],
      [
        'script:\n  - message:\n      - image_url: https://x.test',
        'x.yaml:3:20: expected a mapping with url, but this is the text "https://x.test"',
      ],
      [
        'script:\n  - message:\n      - hi\n      - status: finished',
        'x.yaml:4:17: "finished" is not known here: expected in_progress, completed, incomplete, failed, cancelled or expired.',
      ],
      [
        'script:\n  - message: { content: hi, annotations: [{ file_citation: { text: "[1]" } }] }',
        'x.yaml:2:68: the message does not contain "[1]"',
      ],
      [
        'script:\n  - message: { content: hi, annotations: [{ citation: { text: "[1]" } }] }',
        'x.yaml:2:45: unknown word "citation". Did you mean "file_citation"?',
      ],
      ['script:\n  - message: "Hi {{ name"', 'x.yaml:2:14: output "{{ name" not closed'],
    ],
  ],
  [
    'tool calls',
    [
      ['script:\n  - tool_calls: []', 'x.yaml:2:17: expected at least one item, but this list is empty'],
      [
        'script:\n  - tool_calls: get_weather',
        'x.yaml:2:17: expected nothing or a list, but this is the text "get_weather": a list has "- " before each item, or [ ] around them',
      ],
      [
        'script:\n  - tool_calls: [get_weather]',
        'x.yaml:2:18: only code_interpreter and file_search stand alone: to call a function, write "function: get_weather"',
      ],
      ['script:\n  - tool_calls:\n      - funtion: f', 'x.yaml:3:9: unknown word "funtion". Did you mean "function"?'],
      [
        'script:\n  - tool_calls:\n      - {}',
        'x.yaml:3:9: one call an item: function, code_interpreter or file_search',
      ],
      [
        'script:\n  - tool_calls:\n      - function: f\n        code_interpreter: x',
        'x.yaml:3:9: one call an item: function, code_interpreter or file_search; this has function and code_interpreter',
      ],
      [
        'script:\n  - tool_calls:\n      - function: { nme: f }',
        'x.yaml:3:21: unknown word "nme". Did you mean "name"?',
      ],
      ['script:\n  - tool_calls:\n      - function: { arguments: {} }', 'x.yaml:3:19: "name" is missing here'],
      [
        'script:\n  - tool_calls:\n      - function: { name: f, arguments: [1] }',
        'x.yaml:3:41: expected a text or a mapping, but this is a list',
      ],
      [
        'script:\n  - tool_calls:\n      - code_interpreter: { outputs: [{ log: x }] }',
        'x.yaml:3:41: unknown word "log". Did you mean "logs"?',
      ],
      [
        'script:\n  - tool_calls:\n      - code_interpreter: { outputs: [hello] }',
        'x.yaml:3:39: expected a mapping with logs or a mapping with image, but this is the text "hello"',
      ],
      [
        'script:\n  - tool_calls:\n      - file_search: { results: [{ file: a.txt }] }',
        'x.yaml:3:36: unknown word "file". Did you mean "file_name"?',
      ],
      [
        'script:\n  - tool_calls:\n      - file_search: { results: [{ file_name: a.txt, score: 2 }] }',
        'x.yaml:3:61: expected a number that is at most 1, but this is the number 2',
      ],
    ],
  ],
  [
    'literal events',
    [
      ['script:\n  - events: []', 'x.yaml:2:13: expected at least one item, but this list is empty'],
      [
        'script:\n  - events:\n      - thread.run.failed',
        'x.yaml:3:9: expected a mapping with event and data, but this is the text "thread.run.failed"',
      ],
      [
        'script:\n  - events: [{ event: thread.run.complete }]',
        'x.yaml:2:23: "thread.run.complete" is no event of a run. Did you mean "thread.run.completed"? Events that break the stream are faults.',
      ],
      ['script:\n  - events: [{ name: x }]', 'x.yaml:2:14: "event" is missing here\nx.yaml:2:16: unknown word "name".'],
      ['script:\n  - events:\n      - event: thread.message.delta', 'x.yaml:3:9: "delta" is missing here'],
      [
        'script:\n  - events:\n      - event: thread.message.delta\n        data: { delta: { content: [{ index: 0, type: text, text: hi }] } }',
        'x.yaml:4:66: expected a mapping with value and annotations, but this is the text "hi"',
      ],
      [
        'script:\n  - events:\n      - event: thread.run.failed\n        data: { last_error: oops }',
        'x.yaml:4:29: expected a mapping with code and message, but this is the text "oops"',
      ],
      [
        'script:\n  - events:\n      - event: thread.run.step.delta\n        data: { delta: { step_details: { type: tool_calls, tool_calls: [{ index: 0, function: { name: f } }] } } }',
        'x.yaml:4:73: "type" is missing here',
      ],
      [
        'script:\n  - events:\n      - event: thread.run.completed\n        data: { usage: 5, expires_at: soon }',
        'x.yaml:4:24: expected a mapping with prompt_tokens, completion_tokens, prompt_token_details and completion_tokens_details, but this is the number 5\nx.yaml:4:39: expected a number, but this is the text "soon"',
      ],
    ],
  ],
  [
    'branches and matches',
    [
      [
        'script:\n  - if: { last_message: hi }',
        'x.yaml:2:5: this decides nothing: write the lines of "then", "else" or both',
      ],
      [
        'script:\n  - if: { last_mesage: hi }\n    then: [message]',
        'x.yaml:2:11: unknown word "last_mesage". Did you mean "last_message"?',
      ],
      ['script:\n  - if:\n    then: [message]', 'x.yaml:2:8: expected a mapping or a list, but this is empty'],
      [
        'script:\n  - then: [message]',
        'x.yaml:2:5: "then" belongs to a line with if\nx.yaml:2:5: this line does nothing: write status, message, tool_calls, events, if, gate, hold or after',
      ],
      [
        'script:\n  - if: { tool_output: { regex: "(" } }\n    then: [hold]',
        'x.yaml:2:33: missing closing ): `(`: expressions have RE2 syntax, without look-around and back-references',
      ],
      [
        'script:\n  - if: { tool_output: { of: f, jsn: {} } }\n    then: [hold]',
        'x.yaml:2:33: unknown word "jsn". Did you mean "json"?',
      ],
      [
        'script:\n  - if: { last_message: hi }\n    then:\n      - mesage: hi',
        'x.yaml:4:9: unknown word "mesage". Did you mean "message"?',
      ],
      ['match: gpt', 'x.yaml:1:8: expected a mapping or a list, but this is the text "gpt"'],
      ['match: []', 'x.yaml:1:8: expected at least one item, but this list is empty'],
      ['match: {}', 'x.yaml:1:8: this names no condition'],
      ['match: { modle: gpt }', 'x.yaml:1:10: unknown word "modle". Did you mean "model"?'],
      [
        'match: { model: 5 }',
        'x.yaml:1:17: expected a text, a mapping with equals, contains, glob and regex or a list, but this is the number 5: put it in quotes',
      ],
      ['match: { model: {} }', 'x.yaml:1:17: this tests nothing: write equals, contains, glob or regex'],
      ['match: { model: { equal: x } }', 'x.yaml:1:19: unknown word "equal". Did you mean "equals"?'],
      [
        'match: { model: { regex: "(?=x)" } }',
        'x.yaml:1:26: invalid or unsupported Perl syntax: `(?=`: expressions have RE2 syntax, without look-around and back-references',
      ],
      [
        'match: { tools: f }',
        'x.yaml:1:17: expected a list, but this is the text "f": a list has "- " before each item, or [ ] around them',
      ],
      ['match: { attachments: yes }', 'x.yaml:1:23: expected true or false, but this is the text "yes"'],
      ['match: { assistant: { nme: x } }', 'x.yaml:1:23: unknown word "nme". Did you mean "name"?'],
      ['match: { metadata: x }', 'x.yaml:1:20: expected a mapping, but this is the text "x"'],
      [
        'match: { metadata: { plan: 5 } }',
        'x.yaml:1:28: expected a text, a mapping with equals, contains, glob and regex or a list, but this is the number 5: put it in quotes',
      ],
    ],
  ],
  [
    'a sequence',
    [
      ['sequence: []', 'x.yaml:1:11: expected at least one item, but this list is empty'],
      ['sequence: [{ scrpt: [] }]', 'x.yaml:1:14: unknown word "scrpt". Did you mean "script"?'],
      [
        'sequence: [{ script: [hold] }]\nscript: [hold]',
        'x.yaml:2:1: "script" and "sequence" do not go together: write it inside the sequence',
      ],
    ],
  ],
  [
    'faults',
    [
      [
        'faults: { on: create }',
        'x.yaml:1:9: expected a list, but this is a mapping: a list has "- " before each item, or [ ] around them',
      ],
      ['faults: [{ on: create }]', 'x.yaml:1:10: this fault does not say what goes wrong: write cut or http_error'],
      ['faults: [{ http_error: { status: 429 } }]', 'x.yaml:1:10: "on" is missing here'],
      [
        'faults: [{ on: creat, http_error: { status: 429 } }]',
        'x.yaml:1:16: "creat" is not known here: expected ... Did you mean "create"?',
      ],
      [
        'faults: [{ on: create, http_eror: { status: 429 } }]',
        'x.yaml:1:24: unknown word "http_eror". Did you mean "http_error"?',
      ],
      [
        'faults: [{ on: create, http_error: 429 }]',
        'x.yaml:1:36: expected a mapping with status, but this is the number 429',
      ],
      [
        'faults: [{ on: create, http_error: { status: 200 } }]',
        'x.yaml:1:46: expected a number that is at least 400, but this is the number 200',
      ],
      [
        'faults: [{ on: stream, http_error: { status: 429 } }]',
        'x.yaml:1:16: "http_error" happens on create or poll, not on stream',
      ],
      [
        'faults: [{ on: poll, times: 0, http_error: { status: 429 } }]',
        'x.yaml:1:29: expected a number that is at least 1, but this is the number 0',
      ],
      [
        'faults: [{ on: stream, cut: { after_events: 1 }, http_error: { status: 500 } }]',
        'x.yaml:1:10: one fault a line: this has cut and http_error',
      ],
      ['faults: [{ on: stream, cut: }]', 'x.yaml:1:29: expected a mapping with after_events, but this is empty'],
    ],
  ],
  [
    'several at once, in the order of the file',
    [
      [
        'scrpit: []\nscript:\n  - mesage: hi\n  - status: done\n  - after: soon',
        'x.yaml:1:1: unknown word "scrpit". Did you mean "script"?\nx.yaml:3:5: unknown word "mesage". Did you mean "message"?\nx.yaml:4:13: "done" is not known here: expected in_progress, completed, incomplete, failed, cancelled or expired.\nx.yaml:5:12: expected a wait such as 300ms, 2s, 1m, 1s to 3s or 2 polls, but this is the text "soon"',
      ],
    ],
  ],
  [
    'YAML itself',
    [
      ['script:\n\t- message: hi', 'x.yaml:2:1: a tab: YAML is indented with spaces'],
      ['script:\n  - message: hi\n - hold', 'x.yaml:3:2: this is not indented like what it belongs to'],
      ['script:\n  - message: "hi\n', 'x.yaml:2:14: a closing " is missing'],
      ['script: [message', 'x.yaml:1:17: a closing ] is missing'],
      ['script: { a: 1', 'x.yaml:1:15: a closing } is missing'],
      [
        'script:\n  - message: It is: fine',
        'x.yaml:2:14: a second ": " in one line: a text that contains it needs quotes',
      ],
      ['script: [hold]\nscript: [message]', 'x.yaml:2:1: "script" is given twice here'],
      ['script:\n  - message: a\n    message: b', 'x.yaml:3:5: "message" is given twice here'],
      [
        'script: !!js/function "x"',
        'x.yaml:1:9: the tag !!js/function is not known here: values are texts, numbers, true, false, lists and mappings',
      ],
      [
        'script: !mine [hold]',
        'x.yaml:1:9: the tag !mine is not known here: values are texts, numbers, true, false, lists and mappings',
      ],
      [
        'description: !!binary aGk=',
        'x.yaml:1:14: the tag !!binary is not known here: values are texts, numbers, true, false, lists and mappings',
      ],
      ['script: *nothing', 'x.yaml:1:9: there is no &nothing before this *nothing'],
      [
        'script: &s\n  - if: { last_message: x }\n    then: *s',
        'x.yaml:3:11: this *s stands inside of &s: it would have no end',
      ],
      ['__proto__: { script: [] }', 'x.yaml:1:1: a key cannot be called __proto__'],
      [
        'script:\n  - tool_calls: [{ function: { name: f, arguments: { __proto__: { x: 1 } } } }]',
        'x.yaml:2:54: a key cannot be called __proto__',
      ],
      ['match: { metadata: { __proto__: x } }', 'x.yaml:1:22: a key cannot be called __proto__'],
      ['? [a]\n: b', 'x.yaml:1:3: a key must be a word'],
      ['~: x', 'x.yaml:1:1: a key must be a word'],
      [
        'x: &x { a: 1 }\n<<: *x',
        'x.yaml:2:1: keys are not merged here: write them out, or repeat a whole value with *name',
      ],
      ['script: [hold]\r\nscrpt: 1\r\n', 'x.yaml:2:1: unknown word "scrpt". Did you mean "script"?'],
      ['description: @x', 'x.yaml:1:14: a text that starts with @ needs quotes'],
      ['description: `x`', 'x.yaml:1:14: a text that starts with ` needs quotes'],
      ['%FOO\n---\nscript: [hold]', 'x.yaml:1:1: Unknown directive %FOO'],
      ['script:\n  - message: "open\n  - message: "closed"', 'x.yaml:2:14: a closing " is missing'],
      ["script:\n  - message: 'it", "x.yaml:2:14: a closing ' is missing"],
      ['script:\n  - message: hi\n   after: 1s', 'x.yaml:3:4: this is not indented like what it belongs to'],
      ['script:\n  - message: {{ output }}', 'x.yaml:2:15: a text that starts with {{ needs quotes around all of it'],
      [
        'script:\n  - message: {{ output }} it is',
        'x.yaml:2:27: this comes after the end of a value: a text with quotes, {{ }} or [ ] in it needs quotes around all of it',
      ],
      [
        "script:\n  - message: 'It's'",
        'x.yaml:2:18: this comes after the end of a value: a text with quotes, {{ }} or [ ] in it needs quotes around all of it',
      ],
      [
        'script:\n  - message: "C:\\path"',
        'x.yaml:2:17: \\p means nothing in double quotes: write two backslashes, or use single quotes',
      ],
      [
        'script\n  - message: hi',
        'x.yaml:1:1: a colon is missing: write "key: value", the lines of a longer text indented deeper than its key',
      ],
      [
        'script:\n  - message: |\n    hi',
        'x.yaml:3:5: a colon is missing: write "key: value", the lines of a longer text indented deeper than its key',
      ],
      ['script: - hold', 'x.yaml:1:9: a list begins on the line after its key'],
      [
        'description: x\n script: [hold]',
        'x.yaml:1:14: the next line is indented deeper than this key, and so taken for more of its text',
      ],
      [
        'script: hold]',
        'x.yaml:1:9: expected a list, but this is the text "hold]": a list has "- " before each item, or [ ] around them',
      ],
    ],
  ],
]

const cut = (message: string) =>
  message.replace(/ Known here: .*?\.(?=\n|$)/g, '').replace(/expected create, stream, .* or any\./, 'expected ...')

describe.each(mistakes)('mistakes in %s', (_, list) => {
  it.each(list)('%j', (yaml, expected) => {
    expect(cut(complaintAbout(yaml) ?? 'sound')).toBe(expected)
  })
})

it('names all words that are known at the place of an unknown one, and those alone', () => {
  expect(complaintAbout('script:\n  - message: hi\n    usage: { x: 1 }')).toBe(
    'x.yaml:3:14: unknown word "x". Known here: prompt_tokens, completion_tokens, cached_tokens, reasoning_tokens.',
  )
})

it('names the words of all kinds of thing that may stand there', () => {
  expect(complaintAbout('script:\n  - tool_calls:\n      - code_interpreter: { outputs: [{ x: 1 }] }')).toContain(
    'Known here: logs, image.',
  )
})

describe('what is no mistake', () => {
  it.each([
    '',
    'null',
    '# only a comment',
    'script: [hold]',
    '\ufeffscript: [hold]',
    'script:\r\n  - hold\r\n',
    '%YAML 1.2\n---\nscript: [hold]\n...\n',
    'script: &s [hold]\non_cancel: *s',
    'script:\n  - after: 1 polls\n  - after: 2 poll',
    'script:\n  - tool_calls: [{ function: { name: f, arguments: { constructor: { toString: 1 } } } }]',
  ])('%j', (yaml) => {
    expect(complaintAbout(yaml)).toBeUndefined()
  })

  it('an alias stands for what it repeats, at its own place', () => {
    expect(complaintAbout('script: &s\n  - hold\non_cancel: *s\nx: 1')).toMatch(/^x\.yaml:4:1: /)
    const { on_cancel } = reader.yaml('x', 'script: &s\n  - hold\non_cancel: *s', 'x.yaml')
    expect(on_cancel).toMatchObject([{ do: 'hold', where: 'x.yaml:2' }])
  })
})
