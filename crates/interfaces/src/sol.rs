//! The interfaces, read from the Solidity files. Documentation of every item is there.
#![allow(missing_docs, clippy::too_many_arguments)]

use alloy_sol_types::sol;

sol!("../../contracts/interfaces/IAVSRegistrar.sol");
sol!("../../contracts/interfaces/IAllocationManager.sol");
sol!("../../contracts/interfaces/IAVSDirectory.sol");
sol!("../../contracts/interfaces/IDelegationManager.sol");
sol!("../../contracts/interfaces/IERC20.sol");
sol!("../../contracts/interfaces/IMulticall.sol");
sol!("../../contracts/interfaces/IOwnable.sol");
sol!("../../contracts/interfaces/IPausable.sol");
sol!("../../contracts/interfaces/IPauserRegistry.sol");
sol!("../../contracts/interfaces/IPermissionController.sol");
sol!("../../contracts/interfaces/IRewardsCoordinator.sol");
sol!("../../contracts/interfaces/ISlasher.sol");
sol!("../../contracts/interfaces/IStrategy.sol");
sol!("../../contracts/interfaces/IStrategyFactory.sol");
sol!("../../contracts/interfaces/IStrategyManager.sol");
sol!("../../contracts/interfaces/IWrappedETH.sol");
