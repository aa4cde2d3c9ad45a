// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

/// Strategies for tokens: anyone may create the one strategy of a token. Holds the whitelister's role of the
/// StrategyManager. Pause bit 0: new strategies.
interface IStrategyFactory {
    /// The token is blacklisted already.
    error AlreadyBlacklisted();
    error AlreadyWired();
    /// The token may not have a strategy.
    error BlacklistedToken();
    error InputAddressZero();
    error InvalidCalldata();
    /// A token tried to create a strategy while it was asked for its decimals.
    error Reentered();
    /// The chain refused to create the strategy.
    error StrategyCreationFailed();
    /// The token has its strategy.
    error StrategyAlreadyExists();

    event StrategySetForToken(address token, address strategy);
    event TokenBlacklisted(address token);

    /// Sets peers and owner, once. `strategyImplementation` holds the code every new strategy gets a copy of.
    function wire(address strategyManager, address pauserRegistry, address strategyImplementation, address owner) external;

    /// Anyone: creates the strategy of `token`, wires it and opens it for deposits.
    function deployNewStrategy(address token) external returns (address newStrategy);

    /// Owner: no strategy may be created for these tokens, for good; one that exists takes no more deposits.
    function blacklistTokens(address[] calldata tokens) external;
    /// Owner: opens strategies for deposits.
    function whitelistStrategies(address[] calldata strategiesToWhitelist) external;
    /// Owner: closes strategies for deposits.
    function removeStrategiesFromWhitelist(address[] calldata strategiesToRemoveFromWhitelist) external;

    /// The strategy this factory created for `token`; zero for none.
    function deployedStrategies(address token) external view returns (address);
    function isBlacklisted(address token) external view returns (bool);
    function strategyManager() external view returns (address);
    /// The strategy whose code every new one gets a copy of.
    function strategyImplementation() external view returns (address);
}
