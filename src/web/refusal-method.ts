// Which methods an address takes: one that is known but asked in another way is told so, instead of that there is nothing.
import type { FastifyInstance } from 'fastify'

export interface Methods {
  /** that the address of a request takes, sorted; none where nothing is there */
  at(url: string): readonly string[]
}

/** Hears of all routes that are added to `app` from here on. */
export function createMethods(app: FastifyInstance): Methods {
  const known = new Map<string, { readonly fits: RegExp; readonly methods: Set<string> }>()
  app.addHook('onRoute', ({ url, method }) => {
    const route = known.get(url) ?? { fits: patternOf(url), methods: new Set<string>() }
    known.set(url, route)
    for (const one of [method].flat()) route.methods.add(one)
  })
  return {
    at(url) {
      const path = url.replace(/[?#].*$/s, '')
      const methods = [...known.values()].filter(({ fits }) => fits.test(path))
      return [...new Set(methods.flatMap((route) => [...route.methods]))].sort()
    },
  }
}

/** Of the two signs that routes are written with, `:name` is one part of a path and `*` is all that follows. */
function patternOf(route: string): RegExp {
  const parts = route.replace(/[.+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`^${parts.replace(/:\w+/g, '[^/]+').replace('*', '.*')}$`, 's')
}
