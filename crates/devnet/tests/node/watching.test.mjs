// Following the chain, by polling over HTTP and by subscription over WebSocket.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deploy, localWallet, nobody, reader, transports, until } from './support.mjs';

for (const [name, transport] of Object.entries(transports)) {
  const rule = (what, body) => test(`${what}, over ${name}`, () => body(reader(transport())));

  rule('watched events come once each, decoded, in order, and only those asked for', async (client) => {
    const [alice, bob] = [localWallet(0), localWallet(1)];
    const counter = await deploy(alice, 'Counter');
    const seen = { all: [], bobs: [] };
    const note = (list) => (logs) => list.push(...logs.map((log) => log.args.number));
    const onError = (error) => assert.fail(error);
    const event = { ...counter, eventName: 'NumberSet', onError };
    const watches = [
      client.watchContractEvent({ ...event, onLogs: note(seen.all) }),
      client.watchContractEvent({ ...event, args: { by: bob.account.address }, onLogs: note(seen.bobs) }),
    ];
    // Nothing says when a watch is in place: the first events may come before, so they are repeated until one is seen.
    let number = 0n;
    const set = (wallet) => wallet.writeContract({ ...counter, functionName: 'setNumber', args: [++number] });
    while (seen.bobs.length === 0 || seen.all.length === 0) await settle(() => set(bob));
    const start = seen.all.at(-1);
    for (const wallet of [alice, bob, alice]) await set(wallet);
    await until('three more events', () => seen.all.at(-1) === number);
    assert.deepEqual(seen.all.slice(seen.all.indexOf(start)), [start, start + 1n, start + 2n, start + 3n]);
    await until("bob's event", () => seen.bobs.at(-1) === start + 2n);
    watches.forEach((stop) => stop());
  });

  rule('watched blocks come once each in order, with what is in them', async (client) => {
    const wallet = localWallet(2);
    const blocks = [];
    const stop = client.watchBlocks({
      emitMissed: true,
      includeTransactions: true,
      onBlock: (block) => blocks.push(block),
      onError: (error) => assert.fail(error),
    });
    const send = () => wallet.sendTransaction({ to: nobody, value: 1n });
    while (blocks.length === 0) await settle(send);
    const hash = await send();
    const { blockNumber } = await wallet.waitForTransactionReceipt({ hash });
    await until('the block', () => blocks.at(-1)?.number === blockNumber);
    stop();
    const numbers = blocks.map((block) => block.number);
    assert.deepEqual(numbers, numbers.map((_, index) => numbers[0] + BigInt(index)));
    assert.equal(blocks.at(-1).hash, (await client.getBlock({ blockNumber })).hash);
  });

  rule('watched block numbers and a receipt waited for follow the chain', async (client) => {
    const wallet = localWallet(3, transport());
    const numbers = [];
    const stop = client.watchBlockNumber({ emitMissed: true, onBlockNumber: (number) => numbers.push(number) });
    while (numbers.length === 0) await settle(() => wallet.sendTransaction({ to: nobody, value: 1n }));
    const hash = await wallet.sendTransaction({ to: nobody, value: 1n });
    const { blockNumber } = await wallet.waitForTransactionReceipt({ hash });
    await until('its number', () => numbers.at(-1) === blockNumber);
    stop();
  });
}

/** Acts and gives watchers the time to notice. */
async function settle(act) {
  await act();
  await new Promise((resume) => setTimeout(resume, 200));
}
