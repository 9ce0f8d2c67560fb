// The embedded log: the contract of every transport, and what only a store on disk must hold.
import { expect, test } from '@jest/globals'
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

test('a partition says where it begins, also when retention has taken all that came before', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'ambit-retention-'))
  let nowMs = 1_000_000
  const transport = createEmbeddedTransport({ dir, clock: () => nowMs })
  await transport.createTopics([
    { name: 'kept', partitions: 2, cleanup: 'delete', retentionMs: 1_000 },
  ])
  const put = (partition: number) =>
    transport.append([{ topic: 'kept', key: null, value: Buffer.from('x'), partition }])
  await put(0)
  await put(1)
  expect(await transport.starts('kept')).toEqual(['0', '0'])
  nowMs += 5_000
  await put(1)
  expect(await transport.starts('kept')).toEqual(['0', '1'])
  await transport.close()
  rmSync(dir, { recursive: true, force: true })
})
