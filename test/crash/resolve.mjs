// Module resolution that puts `open.mjs` in the place of the program's own opening of its log.
const OPEN = new URL('./open.mjs', import.meta.url).href

export async function resolve(specifier, context, next) {
  const found = await next(specifier, context)
  const asked = found.url.endsWith('/dist/cli/open.js') && context.parentURL !== OPEN
  return asked ? { ...found, url: OPEN, shortCircuit: true } : found
}
