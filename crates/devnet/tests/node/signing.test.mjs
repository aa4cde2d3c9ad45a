// Signatures a dapp asks for: by the node's unlocked accounts, the very ones a local account makes.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verifyMessage, verifyTypedData } from 'viem';
import { chain, deploy, key, localWallet, nobody, unlockedWallet } from './support.mjs';

test('the node offers its accounts to a wallet', async () => {
  const offered = await unlockedWallet(0).getAddresses();
  assert.equal(offered.length, 11);
  assert.equal(offered[0], key(0).address);
  assert.deepEqual(await unlockedWallet(0).requestAddresses(), offered);
});

for (const message of ['hello', { raw: '0x00ff' }]) {
  test(`an unlocked account signs the message ${JSON.stringify(message)} as a local one does`, async () => {
    const signature = await unlockedWallet(1).signMessage({ message });
    assert.equal(signature, await localWallet(1).signMessage({ message }));
    assert.ok(await verifyMessage({ address: key(1).address, message, signature }));
  });
}

test('an unlocked account signs typed data with nested types and lists as a local one does', async () => {
  const typedData = {
    domain: { name: 'Mailer', version: '1', chainId: chain.id, verifyingContract: nobody },
    types: {
      Person: [{ name: 'name', type: 'string' }, { name: 'wallets', type: 'address[]' }],
      Mail: [{ name: 'from', type: 'Person' }, { name: 'to', type: 'Person[]' }, { name: 'nonce', type: 'uint256' }],
    },
    primaryType: 'Mail',
    message: {
      from: { name: 'Alice', wallets: [key(0).address, key(1).address] },
      to: [{ name: 'Bob', wallets: [nobody] }],
      nonce: 2n ** 200n,
    },
  };
  const signature = await unlockedWallet(2).signTypedData(typedData);
  assert.equal(signature, await localWallet(2).signTypedData(typedData));
  assert.ok(await verifyTypedData({ address: key(2).address, signature, ...typedData }));
});

test("a token takes an unlocked account's permit", async () => {
  const owner = unlockedWallet(3);
  const token = await deploy(owner, 'MockLST', ['Staked Ether', 'stETH', 18]);
  const permit = { owner: owner.account.address, spender: nobody, value: 5n, nonce: 0n, deadline: 2n ** 60n };
  const words = (type, names) => names.map((name) => ({ name, type }));
  const signature = await owner.signTypedData({
    domain: { name: 'Staked Ether', version: '1', chainId: chain.id, verifyingContract: token.address },
    types: { Permit: [...words('address', ['owner', 'spender']), ...words('uint256', ['value', 'nonce', 'deadline'])] },
    primaryType: 'Permit',
    message: permit,
  });
  const [r, s, v] = [signature.slice(0, 66), `0x${signature.slice(66, 130)}`, Number(`0x${signature.slice(130)}`)];
  const hash = await owner.writeContract({
    ...token, functionName: 'permit', args: [permit.owner, nobody, permit.value, permit.deadline, v, r, s],
  });
  await owner.waitForTransactionReceipt({ hash });
  const allowance = await owner.readContract({ ...token, functionName: 'allowance', args: [permit.owner, nobody] });
  assert.equal(allowance, 5n);
});

test('nobody signs for an account whose key the node does not hold', async () => {
  await assert.rejects(unlockedWallet(0).signMessage({ account: nobody, message: 'hello' }), /no key for/);
});
