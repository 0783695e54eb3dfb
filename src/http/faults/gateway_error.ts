import { allMoments } from '../../scenario/moments.ts'
import { defineFault } from './fault.ts'

const titles: Record<number, string> = {
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Temporarily Unavailable',
  504: 'Gateway Time-out',
}

export const gateway_error = defineFault({
  what: "An error of what stands before the service: a page of HTML, none of the service's headers.",
  on: allMoments,
  handled: [false, true],
  schema: (z) => z.literal(Object.keys(titles).map(Number)),
  instead: (status) => {
    const title = `${status} ${titles[status]}`
    return {
      status,
      headers: { 'content-type': 'text/html', server: 'cloudflare' },
      body: `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>cloudflare</center>\r\n</body>\r\n</html>\r\n`,
    }
  },
})
