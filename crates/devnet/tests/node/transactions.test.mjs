// Transactions of every type, by a wallet that signs itself and by the node's unlocked accounts.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseEther, parseGwei } from 'viem';
import { deploy, key, localWallet, nobody, reader, unlockedWallet } from './support.mjs';

const signers = { 'a local account': localWallet, 'an unlocked account': unlockedWallet };
const accessList = [{ address: nobody, storageKeys: [`0x${'00'.repeat(32)}`] }];
const types = {
  legacy: { gasPrice: parseGwei('1') },
  eip2930: { gasPrice: parseGwei('1'), accessList },
  eip1559: { maxFeePerGas: parseGwei('1'), maxPriorityFeePerGas: 0n },
};

for (const [whose, walletOf] of Object.entries(signers)) {
  for (const [type, fields] of Object.entries(types)) {
    test(`${whose} sends ether with a transaction of type ${type}`, async () => {
      const wallet = walletOf(0);
      const before = await wallet.getBalance({ address: nobody });
      const hash = await wallet.sendTransaction({ to: nobody, value: parseEther('1'), type, ...fields });
      const receipt = await wallet.waitForTransactionReceipt({ hash });
      assert.equal(receipt.status, 'success');
      assert.equal(receipt.type, type);
      assert.equal(receipt.from.toLowerCase(), wallet.account.address.toLowerCase());
      assert.equal(await wallet.getBalance({ address: nobody }), before + parseEther('1'));
      const sent = await wallet.getTransaction({ hash });
      assert.equal(sent.type, type);
      assert.equal(sent.value, parseEther('1'));
      if (type === 'eip2930') assert.deepEqual(sent.accessList, accessList);
    });
  }

  test(`${whose} needs to name nothing but receiver and value`, async () => {
    const wallet = walletOf(1);
    const hash = await wallet.sendTransaction({ to: nobody, value: 1n });
    const receipt = await wallet.waitForTransactionReceipt({ hash });
    assert.equal(receipt.status, 'success');
    assert.equal(receipt.type, 'eip1559');
    assert.equal(receipt.gasUsed, 21_000n);
  });

  test(`${whose} sends another account's authorization, which then runs the code it names`, async () => {
    const [wallet, authority] = [walletOf(2), whose === 'a local account' ? key(3) : key(4)];
    const counter = await deploy(wallet, 'Counter');
    const named = { account: authority, contractAddress: counter.address };
    const authorization = await localWallet(2).signAuthorization(named);
    const hash = await wallet.sendTransaction({ to: nobody, authorizationList: [authorization] });
    const receipt = await wallet.waitForTransactionReceipt({ hash });
    assert.equal(receipt.type, 'eip7702');
    assert.equal(await wallet.getCode({ address: authority.address }), `0xef0100${counter.address.slice(2)}`);

    const delegated = { address: authority.address, abi: counter.abi };
    await wallet.writeContract({ ...delegated, functionName: 'setNumber', args: [7n] });
    assert.equal(await wallet.readContract({ ...delegated, functionName: 'number' }), 7n);
    assert.equal(await wallet.readContract({ ...counter, functionName: 'number' }), 0n);
  });
}

test('an account authorizes code for itself in the transaction it sends', async () => {
  const wallet = localWallet(5);
  const counter = await deploy(wallet, 'Counter');
  const authorization = await wallet.signAuthorization({ contractAddress: counter.address, executor: 'self' });
  const hash = await wallet.writeContract({
    address: wallet.account.address, abi: counter.abi, functionName: 'increment', authorizationList: [authorization],
  });
  assert.equal((await wallet.waitForTransactionReceipt({ hash })).status, 'success');
  const itself = { address: wallet.account.address, abi: counter.abi };
  assert.equal(await wallet.readContract({ ...itself, functionName: 'number' }), 1n);
});

test('fees estimated for a wallet are enough for the next block and ask for no tip', async () => {
  const client = reader();
  const { baseFeePerGas } = await client.getBlock();
  const { maxFeePerGas, maxPriorityFeePerGas } = await client.estimateFeesPerGas();
  assert.ok(maxFeePerGas >= baseFeePerGas);
  assert.equal(maxPriorityFeePerGas, 0n);
  assert.ok((await client.estimateFeesPerGas({ type: 'legacy' })).gasPrice >= baseFeePerGas);
});

test('a fee history covers the blocks asked for and the one to come', async () => {
  const wallet = localWallet(0);
  for (let sent = 0; sent < 3; sent++) {
    const hash = await wallet.sendTransaction({ to: nobody, value: 1n });
    await wallet.waitForTransactionReceipt({ hash });
  }
  const history = await wallet.getFeeHistory({ blockCount: 3, rewardPercentiles: [10, 50, 90] });
  assert.equal(history.baseFeePerGas.length, 4);
  assert.equal(history.gasUsedRatio.length, 3);
  assert.deepEqual(history.reward, Array(3).fill([0n, 0n, 0n]));
  assert.equal(history.oldestBlock + 2n, await wallet.getBlockNumber());
});

test('a transaction with a nonce already used is refused by name', async () => {
  const wallet = localWallet(6);
  const first = { to: nobody, value: 1n, nonce: 0 };
  await wallet.waitForTransactionReceipt({ hash: await wallet.sendTransaction(first) });
  await assert.rejects(wallet.sendTransaction({ ...first, value: 2n }), (error) =>
    Boolean(error.walk((cause) => cause.name === 'NonceTooLowError')));
});

test('a transaction its sender cannot pay is refused by name', async () => {
  const wallet = localWallet(7);
  const value = (await wallet.getBalance({ address: wallet.account.address })) + 1n;
  await assert.rejects(wallet.sendTransaction({ to: nobody, value, gas: 21_000n }), (error) =>
    Boolean(error.walk((cause) => cause.name === 'InsufficientFundsError')));
});
