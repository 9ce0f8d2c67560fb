// The embedded log: the contract of every transport, and what only a store on disk must hold.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEmbeddedTransport } from '../src/transport/embedded/embedded.js'
import { transportContract } from './contract/transport.js'

transportContract('embedded', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'ambit-contract-'))
  const options = { dir, restartMs: 50, drainMs: 300 }
  let transport = createEmbeddedTransport(options)
  return {
    transport,
    async reopen() {
      await transport.close()
      return (transport = createEmbeddedTransport(options))
    },
    async cleanup() {
      await transport.close()
      rmSync(dir, { recursive: true, force: true })
    },
  }
})
