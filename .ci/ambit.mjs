// Runs the command line from a checkout: builds first when a source is newer than the build. `--build-only` builds.
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const stamp = join(root, 'dist', '.built')

const newest = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce(
      (max, entry) =>
        Math.max(max, statSync(join(entry.parentPath ?? entry.path, entry.name)).mtimeMs),
      0,
    )

/** The console's page is for browsers: its modules are put into one script, and what is no script is copied. */
const buildPage = async () => {
  const from = join(root, 'src', 'web', 'console', 'page')
  const to = join(root, 'dist', 'web', 'console', 'page')
  const { build } = await import('esbuild')
  await build({
    entryPoints: [join(from, 'page.ts')],
    outfile: join(to, 'page.js'),
    bundle: true,
    format: 'esm',
    target: 'es2022',
    logLevel: 'warning',
  })
  mkdirSync(to, { recursive: true })
  for (const name of readdirSync(from))
    if (/\.(html|css|svg)$/.test(name)) copyFileSync(join(from, name), join(to, name))
}

if (!existsSync(stamp) || statSync(stamp).mtimeMs < newest(join(root, 'src'))) {
  const built = spawnSync(
    process.execPath,
    [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', root],
    {
      stdio: ['ignore', 2, 2],
    },
  )
  if (built.status !== 0) process.exit(built.status ?? 1)
  await buildPage()
  writeFileSync(stamp, '')
}
if (process.argv[2] !== '--build-only') {
  if (process.env.INIT_CWD) process.chdir(process.env.INIT_CWD)
  process.argv[1] = join(root, 'dist', 'cli', 'ambit.js')
  await import(pathToFileURL(process.argv[1]).href)
}
