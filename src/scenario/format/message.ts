import type { Zod } from '../zod.ts'
import { span_, wait } from './time.ts'
import { status } from './status.ts'

export const annotation = (z: Zod) => {
  const citation = z.strictObject({
    text: z.string().min(1).describe('The marker, as it stands in the message.'),
    file_id: z
      .string()
      .optional()
      .describe('The file it points at; without it the uploaded file that the marker names, or an invented one.'),
  })
  return z.union([z.strictObject({ file_citation: citation }), z.strictObject({ file_path: citation })])
}

export const event = (z: Zod) =>
  z.strictObject({
    event: z.string().describe('The name of the event, such as thread.message.delta.'),
    data: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('What differs from the live object; ids are always the live ones.'),
  })

const part = (z: Zod) =>
  z.union([
    z.string(),
    z.strictObject({
      text: z.string().optional(),
      annotations: z
        .array(annotation(z))
        .optional()
        .describe('Citations: file_citation or file_path. Offsets are worked out.'),
      refusal: z.string().optional(),
      image_file: z.strictObject({ file_id: z.string() }).optional(),
      image_url: z.strictObject({ url: z.string() }).optional(),
      after: wait(z).optional().describe('Waits before the part, or by itself.'),
      gate: z.string().optional().describe('Waits until a test opens the gate of this name.'),
      events: z.array(event(z)).min(1).optional().describe('Literal events between the generated ones.'),
      ...status(z),
    }),
  ])

/** A model turn that talks. */
export function message(z: Zod) {
  return z.union([
    z.string(),
    z.null(),
    z.array(part(z)).min(1),
    z.strictObject({
      content: z
        .union([z.string(), z.array(part(z)).min(1)])
        .optional()
        .describe('The text, or the parts of the message; invented if left out.'),
      annotations: z.array(annotation(z)).optional().describe('Citations in a text given as content.'),
      by: z
        .enum(['token', 'word', 'character'])
        .optional()
        .describe('How large the pieces are in which it streams. Default token.'),
      every: span_(z).optional().describe('Time between two pieces.'),
      first: span_(z).optional().describe('Time before the first piece.'),
    }),
  ])
}
