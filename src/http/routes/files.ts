import { ApiError } from '../../run/api_error.ts'
import { withText } from '../../engine/files/documents.ts'
import { uploadOf } from '../bodies/files.ts'
import type { Exchange } from '../exchange.ts'
import { list } from '../list.ts'
import { readForm } from '../multipart.ts'
import type { Serve } from '../serve.ts'
import { send } from '../transport.ts'

export const create: Serve = async (exchange) => {
  const { files, room } = exchange.project
  room.mustHold()
  const form = await readForm(exchange, () => files.writer(), { bytes: exchange.services.maxFileBytes })
  try {
    const upload = uploadOf(form)
    const content = await withText(upload.filename, await form.file!.writer.end())
    return exchange.json(exchange.services.render.files.file(files.add({ ...upload, content })))
  } catch (error) {
    await form.file?.writer.abort()
    throw error
  }
}

export const index: Serve = (exchange) => {
  const purpose = exchange.query('purpose')
  return list(exchange, exchange.project.files.all, 'file', {
    render: ({ file }) => exchange.services.render.files.file(file),
    wanted: purpose === undefined ? undefined : ({ file }) => file.purpose === purpose,
    most: 10_000,
    usual: 10_000,
    envelope: ({ object, data, has_more, ...ends }) => ({ object, data, has_more, ...ends }),
  })
}

export const retrieve: Serve = (exchange) => exchange.json(exchange.services.render.files.file(fileOf(exchange).file))

/** The order of the keys is the service's (recorded). */
export const remove: Serve = (exchange) => {
  const id = exchange.param('file')
  exchange.project.files.delete(id)
  return exchange.json({ object: 'file', deleted: true, id })
}

const kept = new Set(['assistants', 'user_data'])

export const content: Serve = (exchange) => {
  const { file, content } = fileOf(exchange)
  if (kept.has(file.purpose)) throw new ApiError('not_downloadable', { purpose: file.purpose })
  const headers = exchange.headers('application/octet-stream')
  headers['content-disposition'] = disposition(file.filename)
  headers['content-length'] = String(file.bytes)
  return send(exchange, 200, headers, { chunks: content.read(), cancel: () => {}, bulk: true })
}

function fileOf(exchange: Exchange) {
  return exchange.project.files.get(exchange.param('file'))
}

/** Headers are Latin: any other name goes beside a plain one. */
function disposition(filename: string): string {
  const plain = filename.replace(/[^\x20-\x7e]|["\\]/g, '_')
  const encoded = plain === filename ? '' : `; filename*=UTF-8''${encodeURIComponent(filename)}`
  return `attachment; filename="${plain}"${encoded}`
}
