// One folder for whatever the tests write, made before the first of them and gone after the last.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

let made = null

/** Jest calls it twice: before all tests, and after them. A broker that was killed may write a last file; that fails no test. */
export default function folder() {
  if (made === null) {
    process.env.TMPDIR = made = mkdtempSync(join(tmpdir(), 'ambit-test-'))
    return
  }
  try {
    rmSync(made, { recursive: true, force: true, maxRetries: 5 })
  } catch (error) {
    process.stderr.write(`${made} is left: ${error.message}\n`)
  }
}
