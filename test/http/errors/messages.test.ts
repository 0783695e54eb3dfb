import { describe, expect, it } from 'vitest'
import {
  type Case,
  emptyArray,
  long,
  missing,
  refuses,
  tooLong,
  type,
  unknown,
  user,
  value,
  wrongId,
  wrongUrl,
} from '../../support/refusals.ts'
import { weather, wire } from '../../support/wire.ts'

describe('messages', () => {
  refuses('/threads', [
    ['a parameter of runs', { stream: true }, unknown('stream')],
    ['messages that are no list', { messages: user }, type('messages', 'an array of objects', 'an object')],
    ['no role', { messages: [{ content: 'Hi' }] }, missing('messages[0].role')],
    ['no content', { messages: [{ role: 'user' }] }, missing('messages[0].content')],
    [
      'a role there is not',
      { messages: [{ ...user, role: 'system' }] },
      value('messages[0].role', 'system', "'user' and 'assistant'"),
    ],
    [
      'a role that is null',
      { messages: [{ ...user, role: null }] },
      type('messages[0].role', "one of 'user' or 'assistant'", 'null'),
    ],
    [
      'content that is a number',
      { messages: [{ ...user, content: 7 }] },
      type('messages[0].content', 'one of a string or array of objects', 'an integer'),
    ],
    [
      'content that is null',
      { messages: [{ ...user, content: null }] },
      type('messages[0].content', 'one of a string or array of objects', 'null'),
    ],
    [
      'content that is an object',
      { messages: [{ ...user, content: {} }] },
      type('messages[0].content', 'one of a string or array of objects', 'an object'),
    ],
    ['content that is an empty list', { messages: [{ ...user, content: [] }] }, emptyArray('messages[0].content')],
    [
      'a part that is a text',
      { messages: [{ ...user, content: ['Hi'] }] },
      type('messages[0].content[0]', 'an object', 'a string'),
    ],
    [
      'a part without a type',
      { messages: [{ ...user, content: [{ text: 'Hi' }] }] },
      missing('messages[0].content[0].type'),
    ],
    [
      'a part of the Responses API',
      { messages: [{ ...user, content: [{ type: 'input_text', text: 'Hi' }] }] },
      value('messages[0].content[0].type', 'input_text', "'image_file', 'image_url', and 'text'"),
    ],
    [
      'a text as it is answered',
      { messages: [{ ...user, content: [{ type: 'text', text: { value: 'Hi' } }] }] },
      type('messages[0].content[0].text', 'a string', 'an object'),
    ],
    [
      'an unknown detail',
      { messages: [{ ...user, content: [{ type: 'image_url', image_url: { url: 'https://x.y', detail: 'max' } }] }] },
      value('messages[0].content[0].image_url.detail', 'max', "'auto', 'low', and 'high'"),
    ],
    // openai-python #1483, betalgo/openai #569: images as data had to be uploaded.
    ...['data:image/png;base64,iVBORw0KGgo=', 'pictures/cat.png', '//host/cat.png', 'file:///cat.png', ''].map(
      (url): Case => [
        `an image at ${url || 'no address'}`,
        { messages: [{ ...user, content: [{ type: 'image_url', image_url: { url } }] }] },
        wrongUrl('messages[0].content[0].image_url.url'),
      ],
    ),
    [
      'an image file with the wrong prefix',
      { messages: [{ ...user, content: [{ type: 'image_file', image_file: { file_id: 'x' } }] }] },
      wrongId('messages[0].content[0].image_file.file_id', 'x', 'file'),
    ],
    [
      'long content',
      { messages: [{ ...user, content: long(256_001) }] },
      tooLong('messages[0].content', 256_000, 256_001),
    ],
    ['file_ids of version 1', { messages: [{ ...user, file_ids: [] }] }, unknown('messages[0].file_ids')],
    [
      'an attachment with the wrong prefix',
      { messages: [{ ...user, attachments: [{ file_id: 'asst-1', tools: [] }] }] },
      wrongId('messages[0].attachments[0].file_id', 'asst-1', 'file'),
    ],
    [
      'an attachment without a file',
      { messages: [{ ...user, attachments: [{ tools: [] }] }] },
      missing('messages[0].attachments[0].file_id'),
    ],
    // openai-python #1335
    [
      'an attachment without tools',
      { messages: [{ ...user, attachments: [{ file_id: 'file-1' }] }] },
      missing('messages[0].attachments[0].tools'),
    ],
    // openai-node #886, openai-dotnet #552
    [
      'an attachment to a search with options',
      {
        messages: [
          { ...user, attachments: [{ file_id: 'file-1', tools: [{ type: 'file_search', file_search: {} }] }] },
        ],
      },
      unknown('messages[0].attachments[0].tools[0].file_search'),
    ],
    [
      'an attachment to a function',
      { messages: [{ ...user, attachments: [{ file_id: 'file-1', tools: [weather] }] }] },
      value('messages[0].attachments[0].tools[0].type', 'function', "'code_interpreter' and 'file_search'"),
    ],
    [
      'the second message wrong',
      { messages: [user, { ...user, role: 'tool' }] },
      value('messages[1].role', 'tool', "'user' and 'assistant'"),
    ],
  ])

  it('have paths without their list when one is added', async () => {
    const { post } = wire()
    const { body } = await post('/threads')
    const path = `/threads/${String(body.id)}/messages`
    expect((await post(path, { role: 'user' })).body.error).toMatchObject(missing('content'))
    expect((await post(path, { ...user, content: long(256_001) })).body.error).toMatchObject(
      tooLong('content', 256_000, 256_001),
    )
    expect((await post(path, { ...user, role: 'bot' })).body.error).toMatchObject(
      value('role', 'bot', "'user' and 'assistant'"),
    )
  })
})

describe('what is modified', () => {
  for (const path of ['/threads/thread_x/messages/msg_x', '/threads/thread_x/runs/run_x'])
    refuses(path, [
      ['content', { content: 'new' }, unknown('content')],
      [
        'metadata that is no text',
        { metadata: { modified: true } },
        type('metadata.modified', 'a string', 'a boolean'),
      ],
    ])
  refuses('/threads/thread_x', [['messages', { messages: [] }, unknown('messages')]])
})
