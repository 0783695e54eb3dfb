import { ApiError } from '../run/api_error.ts'

export type ObjectName =
  | 'assistant'
  | 'thread'
  | 'message'
  | 'run'
  | 'run step'
  | 'model'
  | 'file'
  | 'vector store'
  | 'vector store file batch'

/** The error for an object that is not there, nor under what its path names. */
export function absent(object: ObjectName, id: string): ApiError {
  switch (object) {
    case 'model':
      return new ApiError('model_not_found', { id })
    case 'file':
      return new ApiError('file_not_found', { id })
    default:
      return new ApiError('not_found', { object, id })
  }
}

/** @throws ApiError 404 */
export function notFound(object: ObjectName, id: string): never {
  throw absent(object, id)
}
