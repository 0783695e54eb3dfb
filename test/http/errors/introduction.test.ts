import { AzureOpenAI } from 'openai'
import { describe, expect, it } from 'vitest'
import { wire } from '../../support/wire.ts'

const invalidBeta = {
  message:
    "You must provide the 'OpenAI-Beta' header to access the Assistants API. Please try again by setting the header 'OpenAI-Beta: assistants=v2'.",
  type: 'invalid_request_error',
  param: null,
  code: 'invalid_beta',
}

const wrongKey = (shown: string) => ({
  message: `Incorrect API key provided: ${shown}. You can find your API key at https://platform.openai.com/account/api-keys.`,
  type: 'invalid_request_error',
  param: null,
  code: 'invalid_api_key',
})

describe('the key', () => {
  it('must be there', async () => {
    const { get } = wire()
    for (const authorization of [null, '', 'Bearer', 'Bearer ', 'sk-test']) {
      const { status, body, headers } = await get('/assistants', { authorization })
      expect(status).toBe(401)
      expect(body.error.message).toMatch(
        /^You didn't provide an API key\. You need to provide your API key in an Author/,
      )
      expect(body.error).toMatchObject({ type: 'invalid_request_error', param: null, code: null })
      expect(headers.get('www-authenticate')).toBe('Bearer realm="OpenAI API"')
    }
  })

  it('may be any, as a bearer token, as a password, or in the header of Azure', async () => {
    const { get } = wire()
    const basic = `Basic ${Buffer.from(':sk-anything').toString('base64')}`
    const accepted: Record<string, string | null>[] = [
      { authorization: 'bearer x' },
      { authorization: basic },
      { authorization: null, 'api-key': 'x' },
    ]
    for (const headers of accepted) expect((await get('/assistants', headers)).status).toBe(200)
  })

  it('must be one of `apiKeys`, and is shown masked where it is not', async () => {
    const { get } = wire({ apiKeys: ['sk-right'] })
    expect((await get('/assistants', { authorization: 'Bearer sk-right' })).status).toBe(200)
    const key = `sk-WRQsP${'0123456789abc'.repeat(3)}xQBt`
    const { status, body, headers } = await get('/assistants', { authorization: `Bearer ${key}` })
    expect(status).toBe(401)
    expect(body.error).toEqual(wrongKey('sk-WRQsP***************************************xQBt'))
    expect(headers.get('www-authenticate')).toBe('Bearer realm="OpenAI API"')
    expect((await get('/assistants', { authorization: 'Bearer undefined' })).body.error).toEqual(wrongKey('undefined'))
  })

  it('is asked for before the beta header, and on models too, which need no beta', async () => {
    const { get } = wire()
    expect((await get('/assistants', { authorization: null, 'openai-beta': null })).status).toBe(401)
    expect((await get('/models', { authorization: null })).status).toBe(401)
    expect((await get('/models', { 'openai-beta': null })).status).toBe(200)
  })
})

describe('the beta header', () => {
  it('must be there, before anything is said about the body', async () => {
    const { call } = wire()
    for (const [method, path] of [
      ['GET', '/assistants'],
      ['POST', '/assistants'],
      ['DELETE', '/threads/thread_x'],
      ['POST', '/threads/runs'],
    ] as const)
      for (const beta of [null, 'assistants=v3', 'realtime=v1']) {
        const { status, body } = await call(method, path, method === 'POST' ? '{"broken' : undefined, {
          'openai-beta': beta,
        })
        expect(status).toBe(400)
        expect(body.error).toEqual(invalidBeta)
      }
  })

  it('may name other betas besides', async () => {
    const { get } = wire()
    expect((await get('/assistants', { 'openai-beta': 'realtime=v1, assistants=v2' })).status).toBe(200)
  })

  it('of version 1 is refused in the words that name the model, where there is one', async () => {
    const { post, get } = wire()
    const old = { 'openai-beta': 'assistants=v1' }
    const { status, body } = await post('/assistants', { model: 'gpt-4o-mini' }, old)
    expect(status).toBe(400)
    expect(body.error).toEqual({
      message:
        "The requested model 'gpt-4o-mini' cannot be used with the Assistants API in v1. Follow the migration guide to upgrade to v2: https://platform.openai.com/docs/assistants/migration.",
      type: 'invalid_request_error',
      param: 'model',
      code: 'unsupported_model',
    })
    expect((await get('/assistants', old)).body.error).toEqual(invalidBeta)
    expect((await post('/threads', undefined, old)).body.error).toEqual(invalidBeta)
  })

  it('is not needed where the emulator is lenient', async () => {
    const { get, post } = wire({ lenient: true })
    expect((await get('/assistants', { 'openai-beta': null })).status).toBe(200)
    expect((await post('/assistants', { model: 'gpt-4o' }, { 'openai-beta': 'assistants=v1' })).status).toBe(200)
  })
})

it('lets the client of Azure introduce itself, once the path is right', async () => {
  const { emulator } = wire()
  const azure = new AzureOpenAI({
    apiKey: 'azure-key',
    apiVersion: '2025-01-01-preview',
    baseURL: emulator.url,
    fetch: emulator.fetch,
  })
  const assistant = await azure.beta.assistants.create({ model: 'gpt-4o' })
  expect(assistant.id).toMatch(/^asst_/)
})
