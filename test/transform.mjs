// Turns one TypeScript file into ESM for jest with esbuild; types are checked by tsc, not here.
import { transformSync } from 'esbuild'

export default {
  process(source, path) {
    const { code, map } = transformSync(source, {
      loader: 'ts',
      format: 'esm',
      target: 'node20',
      sourcefile: path,
      sourcemap: 'both',
    })
    return { code, map }
  },
}
