// What the scripts share: the devnet's addresses and accounts, clients on it, and contracts to call.

import { readFileSync } from 'node:fs';
import { after } from 'node:test';
import { createPublicClient, createWalletClient, defineChain, http, publicActions, webSocket } from 'viem';
import { mnemonicToAccount } from 'viem/accounts';

/** Set by the Rust test that runs a script. */
const url = process.env.DEVNET_URL;

export const chain = defineChain({
  id: 412346,
  name: 'devnet',
  nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
  rpcUrls: { default: { http: [url], webSocket: [url.replace('http', 'ws')] } },
});

/** Both ways to the devnet, for rules that hold on either. */
export const transports = { http: () => http(), webSocket: () => webSocket(undefined, { reconnect: false }) };

/** Clients with a socket, which keeps the process alive while it is open. */
const connected = [];
after(async () => {
  for (const client of connected) (await client.transport.getRpcClient()).close();
});

function client(create, transport, account) {
  // Polling is fast, so that tests of watching are.
  const made = create({ account, chain, transport, pollingInterval: 50 }).extend(publicActions);
  if (made.transport.type === 'webSocket') connected.push(made);
  return made;
}

/** Nobody's address. */
export const nobody = '0x00000000000000000000000000000000000000aa';

export const key = (index) =>
  mnemonicToAccount('test test test test test test test test test test test junk', { addressIndex: index });

/** A client that only reads. */
export const reader = (transport = http()) => client(createPublicClient, transport);

/** A wallet that signs by itself. */
export const localWallet = (index, transport = http()) => client(createWalletClient, transport, key(index));

/** A wallet that has the node sign for one of its unlocked accounts. */
export const unlockedWallet = (index, transport = http()) =>
  client(createWalletClient, transport, key(index).address);

const root = new URL('../../../../', import.meta.url);

/** A Solidity contract built by scripts/build. */
export function artifact(name) {
  const { abi, bytecode } = JSON.parse(built(`contracts/out/${name}.sol/${name}.json`));
  return { abi, bytecode: bytecode.object };
}

/** A file built by scripts/build. */
export function built(path) {
  try {
    return readFileSync(new URL(path, root));
  } catch (error) {
    throw new Error(`${path}: run ./scripts/build`, { cause: error });
  }
}

/** Deploys a contract and gives its address with its ABI. */
export async function deploy(wallet, name, args = []) {
  const { abi, bytecode } = artifact(name);
  const hash = await wallet.deployContract({ abi, bytecode, args });
  const { contractAddress } = await wallet.waitForTransactionReceipt({ hash });
  return { address: contractAddress, abi };
}

/** Resolves once `condition` holds; rejects, naming what was waited for, when it does not within ten seconds. */
export async function until(what, condition) {
  for (const start = Date.now(); !condition(); ) {
    if (Date.now() - start > 10_000) throw new Error(`waited in vain for ${what}`);
    await new Promise((resume) => setTimeout(resume, 10));
  }
}
