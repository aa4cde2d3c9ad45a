//! Routing of what is called at the Slasher's address.

use abi::{Reader, Writer};
use common::routing::{done, Routed, Table};
use interfaces::sol::{IAllocationManager as abi_of, ISlasher as own_abi_of};
use interfaces::types::{decode_limits, CreateSetParams, OperatorSet, SetForm};
use interfaces::CallId;

use crate::{views, AvsDirectory};

const TABLES: [Table<AvsDirectory>; 6] =
    [avss, set_creation, set_views, member_views, allocation_views, constants];

/// The result of the first table that knows the selector.
pub(crate) fn serve(this: &mut AvsDirectory, selector: u32, args: &mut Reader<'_>) -> Routed {
    for table in TABLES {
        if let Some(result) = table(this, selector, args)? {
            return Ok(Some(result));
        }
    }
    Ok(None)
}

/// What AVSs call.
fn avss(this: &mut AvsDirectory, selector: u32, args: &mut Reader<'_>) -> Routed {
    match selector {
        abi_of::updateAVSMetadataURICall::ID => done(this.update_metadata(args.address()?, args.bytes()?)?),
        abi_of::setAVSRegistrarCall::ID => done(this.set_registrar(args.address()?, args.address()?)?),
        abi_of::addStrategiesToOperatorSetCall::ID => {
            let (set, strategies) = (OperatorSet::decode(args)?, args.addresses()?);
            done(this.add_strategies(&set, &strategies)?)
        }
        abi_of::removeStrategiesFromOperatorSetCall::ID => {
            let (set, strategies) = (OperatorSet::decode(args)?, args.addresses()?);
            done(this.remove_strategies(&set, &strategies)?)
        }
        abi_of::updateSlasherCall::ID => {
            done(this.update_slasher(&OperatorSet::decode(args)?, args.address()?)?)
        }
        own_abi_of::tightenSlashLimitsCall::ID => {
            done(this.tighten_limits(&OperatorSet::decode(args)?, &decode_limits(args)?)?)
        }
        abi_of::migrateSlashersCall::ID => {
            // Every set has had a slasher from its creation: there is nothing to migrate.
            args.array()?;
            done(())
        }
        _ => Ok(None),
    }
}

/// What AVSs call to create sets.
fn set_creation(this: &mut AvsDirectory, selector: u32, args: &mut Reader<'_>) -> Routed {
    let form = match selector {
        abi_of::createOperatorSets_0Call::ID | abi_of::createRedistributingOperatorSets_0Call::ID => {
            SetForm::Plain
        }
        abi_of::createOperatorSets_1Call::ID | abi_of::createRedistributingOperatorSets_1Call::ID => {
            SetForm::WithSlasher
        }
        own_abi_of::createLimitedOperatorSetsCall::ID => SetForm::Limited,
        _ => return Ok(None),
    };
    let avs = args.address()?;
    let sets = CreateSetParams::decode_all(args, form, &avs)?;
    let recipients = match selector {
        abi_of::createRedistributingOperatorSets_0Call::ID
        | abi_of::createRedistributingOperatorSets_1Call::ID => Some(args.addresses()?),
        _ => None,
    };
    done(this.create_sets(avs, &sets, recipients.as_deref(), selector)?)
}

/// What anyone reads of a set.
fn set_views(this: &mut AvsDirectory, selector: u32, args: &mut Reader<'_>) -> Routed {
    let known = [
        abi_of::isOperatorSetCall::ID,
        abi_of::getSlasherCall::ID,
        abi_of::getPendingSlasherCall::ID,
        abi_of::getStrategiesInOperatorSetCall::ID,
        abi_of::isRedistributingOperatorSetCall::ID,
        abi_of::getMembersCall::ID,
        abi_of::getMemberCountCall::ID,
        abi_of::getSlashCountCall::ID,
        own_abi_of::getBookedSlashCountCall::ID,
        own_abi_of::getSlashLimitsCall::ID,
    ];
    if !known.contains(&selector) {
        return Ok(None);
    }
    let key = OperatorSet::decode(args)?.key();
    let manager = &this.manager;
    let set = || manager.sets.getter(key).get();
    Ok(Some(match selector {
        abi_of::isOperatorSetCall::ID => Writer::one_boolean(set().exists),
        abi_of::getSlasherCall::ID => Writer::one_address(&manager.slasher_of(&key, &set())),
        abi_of::getPendingSlasherCall::ID => views::pending_slasher(&this.pending_slasher(&key, &set())),
        abi_of::getStrategiesInOperatorSetCall::ID => {
            Writer::one_address_array(&manager.strategy_lists.getter(key).addresses())
        }
        abi_of::isRedistributingOperatorSetCall::ID => Writer::one_boolean(set().redistributing),
        abi_of::getMembersCall::ID => {
            Writer::one_address_array(&manager.member_lists.getter(key).addresses())
        }
        abi_of::getMemberCountCall::ID => Writer::one_u64(manager.member_lists.getter(key).len()),
        own_abi_of::getBookedSlashCountCall::ID => {
            Writer::one_u64(manager.slash_counts.getter(key).get().booked)
        }
        abi_of::getSlashCountCall::ID => Writer::one_u64(manager.slash_counts.getter(key).get().all),
        _ => views::limits(&manager.limits.getter(key).get().0),
    }))
}

/// What anyone reads of AVSs and of operators in sets.
fn member_views(this: &mut AvsDirectory, selector: u32, args: &mut Reader<'_>) -> Routed {
    Ok(Some(match selector {
        abi_of::getAVSRegistrarCall::ID => Writer::one_address(&this.manager.registrar_of(args.address()?)),
        abi_of::getOperatorSetCountCall::ID => {
            Writer::one_u64(this.manager.avss.getter(args.address()?).get().set_count)
        }
        abi_of::isMemberOfOperatorSetCall::ID => {
            let (operator, set) = (args.address()?, OperatorSet::decode(args)?);
            Writer::one_boolean(this.manager.membership(operator, &set.key()).registered)
        }
        abi_of::getRegisteredSetsCall::ID => OperatorSet::one_array(&this.registered_sets(args.address()?)),
        abi_of::getAllocatedSetsCall::ID => OperatorSet::one_array(&this.allocated_sets(args.address()?)),
        abi_of::getAllocatedStrategiesCall::ID => {
            let (operator, set) = (args.address()?, OperatorSet::decode(args)?);
            Writer::one_address_array(&this.allocated_strategies(operator, &set.key()))
        }
        abi_of::isOperatorRedistributableCall::ID => {
            Writer::one_boolean(this.is_redistributable(args.address()?))
        }
        _ => return Ok(None),
    }))
}

/// What anyone reads of allocations and magnitudes.
fn allocation_views(this: &mut AvsDirectory, selector: u32, args: &mut Reader<'_>) -> Routed {
    Ok(Some(match selector {
        abi_of::getAllocationCall::ID => {
            let (operator, set) = (args.address()?, OperatorSet::decode(args)?);
            views::allocation(&this.manager.allocation_of(operator, &set.key(), args.address()?)?)
        }
        abi_of::getAllocationsCall::ID => {
            let (operators, set) = (args.addresses()?, OperatorSet::decode(args)?);
            views::allocations(&this.allocations_of(&operators, &set.key(), args.address()?)?)
        }
        abi_of::getStrategyAllocationsCall::ID => {
            let (operator, strategy) = (args.address()?, args.address()?);
            let sets = this.allocated_sets(operator);
            let allocations = this.allocations_in(operator, &sets, strategy)?;
            views::sets_and_allocations(&sets, &allocations)
        }
        abi_of::getMaxMagnitudes_1Call::ID => {
            let (operators, strategy) = (args.addresses()?, args.address()?);
            let max_of = |operator| this.manager.book(operator, strategy).magnitudes.max;
            Writer::one_u64_array(&operators.into_iter().map(max_of).collect::<Vec<_>>())
        }
        abi_of::getMaxMagnitudes_0Call::ID => {
            let (operator, strategies) = (args.address()?, args.addresses()?);
            let max_of = |strategy| this.manager.book(operator, strategy).magnitudes.max;
            Writer::one_u64_array(&strategies.into_iter().map(max_of).collect::<Vec<_>>())
        }
        abi_of::getMaxMagnitudesAtBlockCall::ID => {
            let (operator, strategies) = (args.address()?, args.addresses()?);
            this.max_magnitudes_at(&operator, &strategies, args.u32()?)?
        }
        abi_of::getAllocationDelayCall::ID => views::delay(this.manager.delay_of(args.address()?)),
        _ => return Ok(None),
    }))
}

/// What anyone reads of peers and delays.
fn constants(this: &mut AvsDirectory, selector: u32, _: &mut Reader<'_>) -> Routed {
    let (delegation, permissions) = (|| this.manager.delegation.get(), || this.manager.permissions.get());
    Ok(Some(match selector {
        abi_of::DEALLOCATION_DELAYCall::ID => Writer::one_u64(u64::from(permissions().deallocation_delay)),
        abi_of::ALLOCATION_CONFIGURATION_DELAYCall::ID | abi_of::SLASHER_CONFIGURATION_DELAYCall::ID => {
            Writer::one_u64(u64::from(this.manager.directory.get().delay))
        }
        own_abi_of::REDISTRIBUTION_ALLOCATION_DELAYCall::ID => {
            Writer::one_u64(u64::from(permissions().redistribution_delay))
        }
        abi_of::delegationCall::ID => Writer::one_address(&delegation().address),
        abi_of::permissionControllerCall::ID => Writer::one_address(&permissions().controller),
        abi_of::eigenStrategyCall::ID => Writer::one_address(&alloy_primitives::Address::ZERO),
        _ => return Ok(None),
    }))
}
