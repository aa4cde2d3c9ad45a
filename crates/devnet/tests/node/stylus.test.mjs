// A Stylus program by the ordinary means of a dapp: nothing but transactions and calls.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import { concat, parseAbi, parseEther, toHex } from 'viem';
import { artifact, built, localWallet, until } from './support.mjs';

const arbWasm = {
  address: '0x0000000000000000000000000000000000000071',
  abi: parseAbi([
    'function activateProgram(address program) payable returns (uint16 version, uint256 dataFee)',
    'function programVersion(address program) view returns (uint16)',
    'error ProgramNotActivated()',
  ]),
};

/** Init code that returns a program's code: the bytes 0xeff00000, then the module, compressed. */
function initCode(wasm) {
  const code = concat(['0xeff00000', toHex(brotliCompressSync(wasm))]);
  const size = toHex(code.length / 2 - 1, { size: 32 });
  return concat(['0x7f', size, '0x80602b6000396000f300', code]);
}

test('a program is deployed, activated, written, read and watched like any contract', async () => {
  const wallet = localWallet(0);
  const data = initCode(built('target/programs/fixture-counter.wasm'));
  const deployed = await wallet.waitForTransactionReceipt({ hash: await wallet.sendTransaction({ data }) });
  const address = deployed.contractAddress;

  const version = { ...arbWasm, functionName: 'programVersion', args: [address] };
  await assert.rejects(wallet.readContract(version), /ProgramNotActivated/);
  const activate = { ...arbWasm, functionName: 'activateProgram', args: [address], value: parseEther('0.1') };
  const { result, request } = await wallet.simulateContract(activate);
  await wallet.waitForTransactionReceipt({ hash: await wallet.writeContract(request) });
  assert.equal(await wallet.readContract(version), result[0]);

  const counter = { address, abi: artifact('Counter').abi };
  const seen = [];
  const stop = wallet.watchContractEvent({ ...counter, eventName: 'NumberSet', onLogs: (logs) => seen.push(...logs) });
  await new Promise((resume) => setTimeout(resume, 200));
  await wallet.writeContract({ ...counter, functionName: 'setNumber', args: [41n] });
  await wallet.writeContract({ ...counter, functionName: 'increment' });
  assert.equal(await wallet.readContract({ ...counter, functionName: 'number' }), 42n);
  await until('both events', () => seen.length === 2);
  stop();
  assert.deepEqual(seen.map((log) => log.args.number), [41n, 42n]);
  const low = { ...counter, functionName: 'raiseTo', args: [1n] };
  await assert.rejects(wallet.simulateContract(low), /NumberTooLow\(uint256 current, uint256 given\)\s+\(42, 1\)/);
});
