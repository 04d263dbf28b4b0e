// What ClickHouse's own client and Cube's driver ask of a warehouse that exporter
// serves: node clients.mjs URL. The first thing that is not as it should be ends it.
import assert from 'node:assert/strict'
import { ClickHouseLogLevel, createClient } from '@clickhouse/client'
import { ClickHouseDriver } from '@cubejs-backend/clickhouse-driver'

const url = process.argv[2]
const client = createClient({ url, database: 'callrecords', log: { level: ClickHouseLogLevel.OFF } })
const ask = async (query, more = {}) => {
  const answer = await client.query({ query, format: 'JSONEachRow', ...more })
  return answer.json()
}
const refused = (promise, code) => assert.rejects(promise, (e) => String(e.code ?? e).includes(code))

const steps = {
  'ping': async () => assert((await client.ping()).success),
  'rows and parameters': async () => {
    const [{ n }] = await ask('SELECT count() AS n FROM records WHERE type = {type:String}', {
      query_params: { type: 'groupCall' },
    })
    assert(Number(n) > 0)
  },
  'formats': async () => {
    for (const format of ['JSON', 'JSONCompactEachRow', 'CSVWithNames', 'TabSeparated', 'Parquet']) {
      const answer = await client.exec({ query: `SELECT record_id FROM records LIMIT 3 FORMAT ${format}` })
      let bytes = 0
      for await (const piece of answer.stream) bytes += piece.length
      assert(bytes > 0, format)
    }
  },
  'stream of all columns': async () => {
    const answer = await client.query({ query: 'SELECT * FROM streams', format: 'JSONEachRow' })
    let rows = 0
    for await (const piece of answer.stream()) rows += piece.length
    assert(rows > 100)
  },
  'settings of the client and of the statement': async () => {
    const [{ x }] = await ask("SELECT getSetting('max_execution_time') AS x SETTINGS max_execution_time = 10")
    assert.equal(Number(x), 10)
    const [{ y }] = await ask("SELECT getSetting('max_execution_time') AS y", {
      clickhouse_settings: { max_execution_time: 5 },
    })
    assert.equal(Number(y), 5)
  },
  "Grafana's ad hoc filter": async () => {
    const [{ all, some }] = await ask("SELECT count() AS all, countIf(type = 'peerToPeer') AS some FROM records")
    assert(Number(some) > 0 && Number(some) < Number(all))
    const [{ n }] = await ask(
      "SELECT count() AS n FROM records settings additional_table_filters={'callrecords.records' : ' type = \\'peerToPeer\\' '}")
    assert.equal(n, some)
  },
  'what writes is refused': async () => {
    await refused(client.insert({ table: 'records', values: [{ record_id: 'x' }], format: 'JSONEachRow' }), '164')
    await refused(client.command({ query: 'CREATE TABLE x (a Int8) ENGINE = Memory' }), '164')
  },
  'Cube': async () => {
    const at = new URL(url)
    const cube = new ClickHouseDriver({
      host: at.hostname, port: at.port, url, database: 'callrecords', username: 'default', dataSource: 'default',
    })
    await cube.testConnection()
    const [{ n }] = await cube.query('SELECT count() AS n FROM records', [])
    assert(Number(n) > 0)
    const schema = await cube.tablesSchema()
    assert(schema.callrecords.streams.length > 100)
    const types = await cube.queryColumnTypes('SELECT type, count() AS n FROM records GROUP BY type', [])
    assert.deepEqual(types.map((t) => t.name), ['type', 'n'])
    await cube.release?.()
  },
}

for (const [name, step] of Object.entries(steps)) {
  try {
    await step()
    console.log(`ok    ${name}`)
  } catch (e) {
    console.error(`FAIL  ${name}:`, e)
    process.exit(1)
  }
}
await client.close()
process.exit(0)
