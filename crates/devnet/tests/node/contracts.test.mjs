// Contracts: deployed, read, written, simulated, and what they emit and revert with.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeEventLog, decodeFunctionResult, encodeFunctionData, http, parseAbiItem } from 'viem';
import { artifact, deploy, key, localWallet, nobody, reader, transports, unlockedWallet } from './support.mjs';

/** The custom error an action failed with: its name and arguments. */
async function customError(action) {
  const error = await action.then(() => assert.fail('it did not fail'), (error) => error);
  const revert = error.walk((cause) => cause.name === 'ContractFunctionRevertedError');
  assert.ok(revert?.data, String(error));
  return [revert.data.errorName, revert.data.args];
}

for (const [whose, walletOf] of [['a local account', localWallet], ['an unlocked account', unlockedWallet]]) {
  test(`${whose} deploys with arguments, writes, and reads what it wrote`, async () => {
    const wallet = walletOf(0);
    const token = await deploy(wallet, 'MockLST', ['Staked Ether', 'stETH', 9]);
    const hash = await wallet.writeContract({ ...token, functionName: 'mint', args: [nobody, 5n] });
    const receipt = await wallet.waitForTransactionReceipt({ hash });
    assert.equal(receipt.status, 'success');
    assert.equal(await wallet.readContract({ ...token, functionName: 'balanceOf', args: [nobody] }), 5n);
    assert.equal(await wallet.readContract({ ...token, functionName: 'symbol' }), 'stETH');
    assert.equal(await wallet.readContract({ ...token, functionName: 'decimals' }), 9);

    const [log] = receipt.logs.map((log) => decodeEventLog({ abi: token.abi, ...log }));
    assert.equal(log.eventName, 'Transfer');
    assert.equal(log.args.value, 5n);
  });
}

test('a simulation gives the result, changes nothing, and makes the request to write', async () => {
  const wallet = localWallet(1);
  const counter = await deploy(wallet, 'Counter');
  const call = { ...counter, functionName: 'setNumber', args: [3n], account: wallet.account };
  const { request } = await wallet.simulateContract(call);
  assert.equal(await wallet.readContract({ ...counter, functionName: 'number' }), 0n);
  await wallet.waitForTransactionReceipt({ hash: await wallet.writeContract(request) });
  assert.equal(await wallet.readContract({ ...counter, functionName: 'number' }), 3n);
});

test('a custom error is decoded in a simulation, an estimate and a write', async () => {
  const wallet = localWallet(1);
  const counter = await deploy(wallet, 'Counter');
  await wallet.writeContract({ ...counter, functionName: 'setNumber', args: [9n] });
  const call = { ...counter, functionName: 'raiseTo', args: [4n], account: wallet.account };
  const expected = ['NumberTooLow', [9n, 4n]];
  assert.deepEqual(await customError(wallet.simulateContract(call)), expected);
  assert.deepEqual(await customError(wallet.estimateContractGas(call)), expected);
  assert.deepEqual(await customError(wallet.writeContract(call)), expected);
  assert.deepEqual(await customError(unlockedWallet(1).writeContract({ ...call, account: key(1).address })), expected);
});

test('a transaction that reverts on the chain has a receipt that says so', async () => {
  const wallet = localWallet(1);
  const counter = await deploy(wallet, 'Counter');
  const hash = await wallet.writeContract({ ...counter, functionName: 'raiseTo', args: [0n], gas: 100_000n });
  const receipt = await wallet.waitForTransactionReceipt({ hash });
  assert.equal(receipt.status, 'reverted');
  assert.deepEqual(receipt.logs, []);
});

test('a call sees the state a dapp overrides and the block it asks for', async () => {
  const wallet = localWallet(1);
  const counter = await deploy(wallet, 'Counter');
  const blockNumber = await wallet.getBlockNumber();
  await wallet.waitForTransactionReceipt({
    hash: await wallet.writeContract({ ...counter, functionName: 'setNumber', args: [2n] }),
  });
  const read = { ...counter, functionName: 'number' };
  assert.equal(await wallet.readContract(read), 2n);
  assert.equal(await wallet.readContract({ ...read, blockNumber }), 0n);
  const slot = (number) => `0x${number.toString(16).padStart(64, '0')}`;
  const stateOverride = [{ address: counter.address, stateDiff: [{ slot: slot(0), value: slot(6) }] }];
  assert.equal(await wallet.readContract({ ...read, stateOverride }), 6n);
  const undeployed = await wallet.call({ code: artifact('Counter').bytecode, data: encodeFunctionData(read) });
  assert.equal(decodeFunctionResult({ ...read, data: undeployed.data }), 0n);
});

test('logs are found by event and indexed argument, and decoded', async () => {
  const wallet = localWallet(2);
  const counter = await deploy(wallet, 'Counter');
  const fromBlock = (await wallet.getBlockNumber()) + 1n;
  for (const number of [4n, 5n]) await wallet.writeContract({ ...counter, functionName: 'setNumber', args: [number] });
  await localWallet(3).writeContract({ ...counter, functionName: 'setNumber', args: [6n] });

  const event = parseAbiItem('event NumberSet(address indexed by, uint256 number)');
  const query = { address: counter.address, event, fromBlock };
  const numbers = (logs) => logs.map((log) => log.args.number);
  assert.deepEqual(numbers(await wallet.getLogs(query)), [4n, 5n, 6n]);
  assert.deepEqual(numbers(await wallet.getLogs({ ...query, args: { by: key(3).address } })), [6n]);
  const events = { ...counter, eventName: 'NumberSet', fromBlock };
  assert.deepEqual(numbers(await wallet.getContractEvents(events)), [4n, 5n, 6n]);
  const filter = await wallet.createContractEventFilter(events);
  assert.deepEqual(numbers(await wallet.getFilterLogs({ filter })), [4n, 5n, 6n]);
});

test('an access list names the slots a call touches, and lets it run', async () => {
  const wallet = localWallet(2);
  const counter = await deploy(wallet, 'Counter');
  const data = encodeFunctionData({ abi: counter.abi, functionName: 'increment' });
  const request = { account: wallet.account, to: counter.address, data };
  const { accessList, gasUsed } = await wallet.createAccessList(request);
  assert.deepEqual(accessList, [{ address: counter.address.toLowerCase(), storageKeys: [`0x${'00'.repeat(32)}`] }]);
  const hash = await wallet.sendTransaction({ ...request, accessList });
  assert.equal((await wallet.waitForTransactionReceipt({ hash })).gasUsed, gasUsed);
});

for (const [name, transport] of Object.entries(transports)) {
  test(`reads are gathered into one call by Multicall3, over ${name}`, async () => {
    const wallet = localWallet(4);
    const client = reader(transport());
    const counter = await deploy(wallet, 'Counter');
    const contracts = [
      { ...counter, functionName: 'number' },
      { ...counter, functionName: 'raiseTo', args: [0n] },
      { ...counter, functionName: 'deposited', args: [nobody] },
    ];
    const multicallAddress = '0xcA11bde05977b3631167028862bE2a173976CA11';
    const ways = [{ deployless: true }];
    if (await client.getCode({ address: multicallAddress })) ways.push({ multicallAddress });
    for (const way of ways) {
      const [number, failed, deposited] = await client.multicall({ contracts, ...way });
      assert.deepEqual([number.result, deposited.result], [0n, 0n]);
      assert.equal(failed.status, 'failure');
    }
  });
}

test('requests of one moment go out as one batch, each answered in its place', async () => {
  let batches = 0;
  const count = (request) => {
    if (Array.isArray(JSON.parse(request.body))) batches += 1;
  };
  const client = reader(http(undefined, { batch: true, onFetchRequest: (_, request) => count(request) }));
  const [number, balance, id, failed] = await Promise.all([
    client.getBlockNumber(),
    client.getBalance({ address: key(0).address }),
    client.getChainId(),
    client.request({ method: 'eth_mistake' }).catch((error) => error),
  ]);
  assert.ok(number > 0n && balance > 0n);
  assert.equal(id, 412346);
  assert.equal(failed.name, 'MethodNotFoundRpcError');
  assert.equal(batches, 1);
});
