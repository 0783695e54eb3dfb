import type { Zod } from '../zod.ts'

/** What a text must be like. */
export function text(z: Zod) {
  const one = z.union([
    z.string(),
    z.strictObject({
      equals: z.string().optional().describe('The whole text, letter by letter.'),
      contains: z.string().optional().describe('A part of the text.'),
      glob: z.string().optional().describe('The whole text with wildcards: * for anything, ? for one character.'),
      regex: z
        .string()
        .optional()
        .describe(
          'A regular expression in RE2 syntax, found anywhere; (?i) at its start ignores case. It always takes linear time.',
        ),
    }),
  ])
  return z
    .union([one, z.array(one).min(1)])
    .describe('A text that must be equal, or equals, contains, glob or regex; of a list, one must fit.')
}

const scalar = (z: Zod) => z.union([z.number(), z.boolean(), text(z)])

const said = (z: Zod) => {
  const fields = {
    equals: z.string().optional(),
    contains: z.string().optional(),
    glob: z.string().optional(),
    regex: z.string().optional(),
    role: z.enum(['user', 'assistant']).optional().describe('Whose message.'),
  }
  const one = z.union([z.string(), z.strictObject(fields)])
  return z.union([one, z.array(one).min(1)])
}

/** The conditions that choose a scenario. */
export function conditions(z: Zod) {
  const texts = z.record(z.string(), text(z))
  return {
    assistant: z
      .union([
        z.string(),
        z.strictObject({ id: text(z).optional(), name: text(z).optional(), metadata: texts.optional() }),
      ])
      .optional()
      .describe('The assistant: its name, or id, name and metadata.'),
    model: text(z).optional().describe("The run's model."),
    instructions: text(z).optional().describe("The run's instructions, additional ones included."),
    tools: z
      .array(z.string())
      .min(1)
      .optional()
      .describe('Tools that the run must offer: function names, code_interpreter, file_search.'),
    metadata: texts.optional().describe("The run's metadata, key by key."),
    thread: z.strictObject({ metadata: texts.optional() }).optional().describe("The thread's metadata, key by key."),
    last_message: said(z).optional().describe('The last message of the user, or of the given role.'),
    conversation: said(z).optional().describe('Any message of the thread.'),
    attachments: z.boolean().optional().describe('Whether the last user message has attachments.'),
    images: z.boolean().optional().describe('Whether the last user message shows an image.'),
  }
}

/** The same for a branch of a script, which also knows what the tools have answered. */
export function branchConditions(z: Zod) {
  const one = z.union([
    z.string(),
    z.strictObject({
      of: z.string().optional().describe("A function's name; without it, any call of the last round."),
      equals: z.string().optional(),
      contains: z.string().optional(),
      glob: z.string().optional(),
      regex: z.string().optional(),
      json: z
        .record(z.string(), scalar(z))
        .optional()
        .describe('The output read as JSON: a field, or a path such as data.items.0.name, and what it must be.'),
      missing: z.literal(true).optional().describe('The output is empty, or the function was not called.'),
    }),
  ])
  return z.strictObject({
    ...conditions(z),
    tool_output: z
      .union([one, z.array(one).min(1)])
      .optional()
      .describe('The output of a tool call: its text, one of its JSON fields, or that there is none.'),
  })
}
