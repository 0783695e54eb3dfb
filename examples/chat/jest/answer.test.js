import OpenAI from 'openai'
import { withEmulator } from 'run-emulator/jest'
import { answer } from '../answer.js'

test.each([
  ['completed', { message: 'Hello.' }, 'Hello.'],
  ['failed', { status: 'failed', last_error: { code: 'server_error', message: 'Sorry.' } }, 'failed: Sorry.'],
])(
  'a run that is %s',
  withEmulator(async (emulator, status, line, expected) => {
    const openai = new OpenAI(emulator.client)
    const { id } = await openai.beta.assistants.create({ model: 'gpt-4o' })
    emulator.next({ script: [line] })

    const said = await answer(openai, { assistant_id: id, question: 'Hello?' }).catch(({ message }) => message)

    expect(said).toBe(expected)
    expect(emulator).toHaveOnlyRun({ status })
  }),
)
